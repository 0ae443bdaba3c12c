"""Pure parsers, one file a format: bytes in, `Listing` or `Paper` out. No Scrapy, no network, no clock."""
