"""Scrapy's spiders, one a venue. What they share is in `venue_spider`; what differs is data in `editions.toml`."""
