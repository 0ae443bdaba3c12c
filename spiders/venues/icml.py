"""International Conference on Machine Learning."""

from spiders.venues.venue_spider import VenueSpider


class IcmlSpider(VenueSpider):
    """International Conference on Machine Learning.

    Publisher: PMLR
    Platform: the volume's bibliography; virtual site's JSON; OpenReview
    Tracks: main track and position papers
    Abstracts: the bibliography, all in one request
    Access: open
    Caveats: workshop volumes also say ICML; nothing is escaped in the bibliography
    Checked: 2026-10
    """

    name = "icml"
