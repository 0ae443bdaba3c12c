"""One Scrapy spider for each venue of covenue's own table, so that `scrapy list` and `scrapy crawl aaai` know them."""

from spiders.editions import own_table
from spiders.venues.venue_spider import spider_of

# Scrapy finds the spiders of a module by the names in it.
globals().update({f"{venue.id.title()}Spider": spider_of(venue, __name__) for venue in own_table().venues.values()})
