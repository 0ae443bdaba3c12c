"""International Conference on Learning Representations."""

from spiders.venues.venue_spider import VenueSpider


class IclrSpider(VenueSpider):
    """International Conference on Learning Representations.

    Publisher: OpenReview; proceedings.iclr.cc from 2024 on
    Platform: virtual site's JSON; OpenReview's interface; the proceedings application
    Tracks: conference
    Abstracts: virtual site's JSON or OpenReview
    Access: OpenReview needs a login since summer 2026, the others are open
    Caveats: orals stand twice in the JSON; on the older interface rejected papers are listed too
    Checked: 2026-10
    """

    name = "iclr"
