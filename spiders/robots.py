"""What a site's robots.txt asks for beyond closed paths: the time between two pages, and files that are no robots.txt at all.

Scrapy's own middleware fetches and obeys the file; it neither keeps `Crawl-delay` (2.19) nor bounds the file.
"""

import re

from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser

# RFC 9309: a crawler must read at least 500 kibibytes; what is longer is no list of rules (10 MB take a second to parse).
MOST_BYTES = 500 * 1024
# Who asks for more than a year between two pages asks for none at all.
MOST_SECONDS = 366 * 86_400.0
# Many servers answer every address with their start page.
HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body)\b", re.I)


class RobotsTxt(ProtegoRobotParser):
    """The rules of a site; a web page in place of them has none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> "RobotsTxt":
        rules = b"" if HTML.match(robotstxt_body) else robotstxt_body[:MOST_BYTES]
        return cls(rules, crawler.spider if crawler else None)

    def seconds_between_pages(self, user_agent: str) -> float:
        """What `Crawl-delay` or `Request-rate` ask for, 0 where neither stands there."""
        delay, rate = self.rp.crawl_delay(user_agent), self.rp.request_rate(user_agent)
        try:
            return min(MOST_SECONDS, max(float(delay or 0), rate.seconds / rate.requests if rate and rate.requests else 0.0))
        except OverflowError:  # a number of hundreds of digits
            return MOST_SECONDS
