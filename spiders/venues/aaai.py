"""AAAI Conference on Artificial Intelligence."""

from spiders.venues.venue_spider import VenueSpider


class AaaiSpider(VenueSpider):
    """AAAI Conference on Artificial Intelligence.

    Publisher: AAAI Press
    Platform: Open Journal Systems at ojs.aaai.org; OAI-PMH, issue pages
    Tracks: all of a volume: technical tracks, IAAI, EAAI, student abstracts, demonstrations
    Abstracts: OAI-PMH, a hundred a request
    Access: open
    Caveats: before 2024 several years share the OAI sets; article 39173 cannot be served
    Checked: 2026-10
    """

    name = "aaai"
