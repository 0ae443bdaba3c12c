"""Conference on Neural Information Processing Systems."""

from spiders.venues.venue_spider import VenueSpider


class NeuripsSpider(VenueSpider):
    """Conference on Neural Information Processing Systems.

    Publisher: NeurIPS Foundation
    Platform: the proceedings application; virtual site's JSON; OpenReview
    Tracks: conference, datasets and benchmarks, position papers; without the Creative AI track
    Abstracts: virtual site's JSON or OpenReview, else a page a paper
    Access: open
    Caveats: 2021 has a second host for datasets, 2025 a second list behind "See also"
    Checked: 2026-10
    """

    name = "neurips"
