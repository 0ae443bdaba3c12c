"""ACM International Conference on Multimedia."""

from spiders.venues.venue_spider import VenueSpider


class MmSpider(VenueSpider):
    """ACM International Conference on Multimedia.

    Publisher: ACM
    Platform: Crossref for the list; Semantic Scholar and OpenAlex for abstracts; OpenReview 2024
    Tracks: all of the volume
    Abstracts: not from the publisher; the indexes hold about two thirds
    Access: dl.acm.org turns programs away and is not asked
    Caveats: abstracts stay incomplete
    Checked: 2026-10
    """

    name = "mm"
