"""Scrapy's settings: pace, limits and manners; every number with its reason. Used by `scrapy crawl` and `covenue crawl` alike."""

import os

BOT_NAME = "covenue"
SPIDER_MODULES = ["spiders.venues"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Honest: says what it is. `covenue crawl` adds the contact of the settings file.
USER_AGENT = "covenue/0.1 (curates lists of papers)"
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# One request at a time: no site here states that it wants more, and bulk sources make more unnecessary.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Seconds between two requests to a host, with the reason. A host that is not named gets DOWNLOAD_DELAY.
PACE = {
    "ojs.aaai.org": 3.0,  # its pages take 2 to 3 s to make and 429 was seen (2026-10)
    "www.ijcai.org": 1.0,  # no limit published; others run four at once unharmed (2026-07), we do not
    "2026.ijcai.org": 1.0,
    "api.crossref.org": 1.0,  # public pool: 5 a second, one at a time (headers of 2026-06-16)
    "api.openalex.org": 1.0,
    "api.semanticscholar.org": 3.0,  # without a key a pool shared by everybody, 429 most of the time; with one 1 a second
    "sparql.dblp.org": 2.0,  # dblp asks for one request per 1 to 2 s
    "api.openreview.net": 1.0,  # v1: 180 in 60 s
    "api2.openreview.net": 2.0,  # v2: 500 an hour, and we ask for at most a dozen pages
    "proceedings.mlr.press": 1.0,
    "proceedings.neurips.cc": 1.0,
    "proceedings.iclr.cc": 1.0,
}
DOWNLOAD_DELAY = 1.0
DOWNLOAD_SLOTS = {host: {"concurrency": 1, "delay": delay, "jitter": 0} for host, delay in PACE.items()}
DOWNLOAD_DELAY_JITTER = 0

# A 40 MB answer over a slow line takes two minutes; nothing here takes longer to begin with.
DOWNLOAD_TIMEOUT = 180
DOWNLOAD_MAXSIZE = 100_000_000  # as `spiders.formats.text.MOST_BYTES`
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True

# A host that redirects more often than this goes in a circle; the real ones redirect once (nips.cc to neurips.cc).
REDIRECT_MAX_TIMES = 4
DOWNLOADER_MIDDLEWARES = {
    "spiders.redirects.PublicRedirects": 50,
    "spiders.robots.RulesFirst": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
}
# No site here redirects from within a page, and to look for it Scrapy decodes every page whole: 20 MB for a list of 4 MB (2026-11).
METAREFRESH_ENABLED = False

# `spiders.fetching` tries again itself: it honours Retry-After, which Scrapy's own middleware does not (2.19).
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True
HTTPCACHE_ENABLED = False

DOWNLOAD_HANDLERS = {"http": "spiders.mirror.MirrorHandler", "https": "spiders.mirror.MirrorHandler"}
# The only place where Scrapy meets the store.
ITEM_PIPELINES = {"candidates.crawling.pipeline.StorePipeline": 300}

LOG_LEVEL = "WARNING"
EXTENSIONS = {"scrapy.extensions.logstats.LogStats": None}

# `scrapy crawl` of this project: wrong words refused in a sentence, failure in the exit code.
COMMANDS_MODULE = "spiders.commands"
FEED_EXPORT_ENCODING = "utf-8"

# covenue's own settings (given with `-s NAME=value`, by `covenue crawl`, or the first three in the environment).
COVENUE_DATABASE = os.environ.get("COVENUE_DATABASE") or "sqlite:///covenue.sqlite"
COVENUE_MIRROR = os.environ.get("COVENUE_MIRROR") or ""
COVENUE_DELAY = os.environ.get("COVENUE_DELAY") or None
# Whether the papers of an edition are given as items once it has ended: for feeds and pipelines of one's own.
COVENUE_GIVES_PAPERS = True
COVENUE_ABSTRACTS = "all"
COVENUE_REFRESH = False
COVENUE_LISTS_ANEW: list[str] = []
COVENUE_SECONDS_BEFORE_RETRY = 1.0
# Off for a stand-in, which holds a few papers of each edition.
COVENUE_CHECK_TOTALS = True
