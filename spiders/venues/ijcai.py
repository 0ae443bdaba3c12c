"""International Joint Conference on Artificial Intelligence."""

from spiders.venues.venue_spider import VenueSpider


class IjcaiSpider(VenueSpider):
    """International Joint Conference on Artificial Intelligence.

    Publisher: IJCAI Organization
    Platform: its own pages at www.ijcai.org
    Tracks: all of a year: main, survey, demonstrations, sister conferences, journal, doctoral
    Abstracts: a page a paper
    Access: open
    Caveats: the newest year is on the conference's own page before the proceedings are
    Checked: 2026-10
    """

    name = "ijcai"
