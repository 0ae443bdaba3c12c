"""What robots.txt files of all sorts ask for, and where a redirect may not lead."""

import asyncio
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from twisted.internet.error import DNSLookupError

from spiders.fetching import LONGEST_WAIT, Fetcher
from spiders.problems import CrawlError, Kind
from spiders.redirects import NAMED_BY_A_PAGE, PublicRedirects, is_private
from spiders.robots import MOST_SECONDS, RobotsTxt

AGENT = "covenue/0.1 (curates lists of papers)"
PAGE = "https://www.ijcai.org/proceedings/2025/"


def robots(body: bytes) -> RobotsTxt:
    return RobotsTxt.from_crawler(SimpleNamespace(spider=None), body)  # type: ignore[arg-type]  # all that it uses of a crawler


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 10\n", 10.0),
        ("User-agent: *\nCrawl-delay: 0.5\n", 0.5),
        ("User-agent: *\nCrawl-delay: 1\n\nUser-agent: covenue\nCrawl-delay: 30\n", 30.0),
        ("User-agent: *\nRequest-rate: 1/20\n", 20.0),
        ("User-agent: *\nCrawl-delay: soon\n", 0.0),
        ("User-agent: someone\nCrawl-delay: 10\n", 0.0),
        ("", 0.0),
    ],
)
def test_the_time_between_two_pages_is_read(text: str, seconds: float) -> None:
    assert robots(text.encode()).seconds_between_pages(AGENT) == seconds


@pytest.mark.parametrize("start", ["<!DOCTYPE html><html>", "  <html>", "\ufeff<HTML>"])
def test_a_web_page_in_place_of_rules_has_none(start: str) -> None:
    page = f"{start}<body><pre>\nUser-agent: *\nDisallow: /\nCrawl-delay: 99\n</pre></body></html>"
    found = robots(page.encode())
    assert found.allowed(PAGE, AGENT)
    assert found.seconds_between_pages(AGENT) == 0


def test_a_robots_txt_of_ten_megabytes_is_read_as_far_as_a_crawler_must() -> None:
    found = robots(b"User-agent: *\nDisallow: /proceedings/\n" + b"Disallow: /x\n" * 800_000 + b"Crawl-delay: 60\n")
    assert not found.allowed(PAGE, AGENT)
    assert found.seconds_between_pages(AGENT) == 0


def fetcher(delay: float | None = None) -> tuple[Fetcher, Any]:
    """A fetcher and the downloader whose pace it sets."""
    from scrapy.settings import Settings

    settings = Settings({"DOWNLOAD_SLOTS": {"www.ijcai.org": {"concurrency": 1, "delay": 1.0}}, "DOWNLOAD_DELAY": 1.0, "USER_AGENT": AGENT})
    downloader = SimpleNamespace(per_slot_settings={}, slots={"www.ijcai.org": SimpleNamespace(delay=1.0)})
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=settings)
    return Fetcher(crawler, 1.0, delay), downloader


def test_a_crawl_delay_slows_the_host_down_now_and_later() -> None:
    made, downloader = fetcher()
    made.robots_parsed(robots(b"User-agent: *\nCrawl-delay: 10\n"), Request(PAGE))
    assert downloader.slots["www.ijcai.org"].delay == 10
    assert downloader.per_slot_settings["www.ijcai.org"]["delay"] == 10
    assert (made.pace("www.ijcai.org"), made.pace("ojs.aaai.org")) == (10, 1)


def test_a_crawl_delay_below_the_pace_speeds_nothing_up() -> None:
    made, downloader = fetcher()
    made.robots_parsed(robots(b"User-agent: *\nCrawl-delay: 0.1\n"), Request(PAGE))
    assert (downloader.slots["www.ijcai.org"].delay, made.pace("www.ijcai.org")) == (1.0, 1.0)


def test_the_owner_of_a_mirror_decides_its_pace() -> None:
    made, downloader = fetcher(delay=0.0)
    made.robots_parsed(robots(b"User-agent: *\nCrawl-delay: 10\n"), Request(PAGE))
    assert (downloader.slots["www.ijcai.org"].delay, made.pace("www.ijcai.org")) == (1.0, 0.0)


def test_a_site_that_wants_an_hour_between_pages_gives_one_and_no_second() -> None:
    made, _ = fetcher()
    made.robots_parsed(robots(f"User-agent: *\nCrawl-delay: {30 * LONGEST_WAIT:.0f}\n".encode()), Request(PAGE))
    made._keep_pace(PAGE)
    with pytest.raises(CrawlError, match=r"www\.ijcai\.org asks crawlers to wait 60 minutes between two pages") as caught:
        made._keep_pace(PAGE)
    assert (caught.value.kind, caught.value.status) == (Kind.PACE, "blocked")
    assert "covenue import" in caught.value.remedy


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://169.254.169.254/latest/meta-data/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]/", True),
        ("http://10.0.0.7/", True),
        ("http://localhost/", True),
        ("http://printer.local/", True),
        ("http://intranet/", True),
        ("http://2130706433/", True),
        ("http://0x7f.1/", True),
        ("http://0177.0.0.1/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://[fe80::1%25eth0]/", True),
        ("http://[64:ff9b::7f00:1]/", True),
        ("http://[2002:7f00:1::]/", True),
        ("http://[::127.0.0.1]/", True),
        ("http://[::ffff:0:10.0.0.7]/", True),
        ("http://224.0.0.1/", True),
        ("http://localhost./", True),
        ("http://router.home/", True),
        ("http://example.org@127.0.0.1/", True),
        ("http://127.0.0.1\\@example.org/", True),
        ("http://①②⑦.0.0.1/", True),
        ("http://[64:ff9b::808:808]/", False),
        ("https://[2606:4700:4700::1111]/", False),
        ("https://proceedings.neurips.cc/paper_files/paper/2025", False),
        ("https://8.8.8.8/", False),
    ],
)
def test_a_redirect_may_not_lead_into_a_private_network(url: str, private: bool) -> None:
    led = Request(url, meta={"redirect_urls": [PAGE]})
    assert is_private(led.url) is private
    assert _is_refused(led) is private
    assert _is_refused(Request(url, meta={NAMED_BY_A_PAGE: True})) is private
    assert not _is_refused(Request(url))  # an address of the table is asked for, wherever it is


@pytest.mark.parametrize(("address", "private"), [("127.0.0.1", True), ("fd00::7", True), ("8.8.8.8", False)])
def test_a_redirect_may_not_lead_there_by_a_public_name_either(address: str, private: bool) -> None:
    for led in ({"redirect_urls": [PAGE]}, {NAMED_BY_A_PAGE: True}):
        assert _is_refused(Request("https://localtest.example.org/", meta=led), address) is private


def test_a_site_inside_a_network_that_a_table_names_may_redirect_within_itself() -> None:
    own = Request("http://10.0.0.7/papers/", meta={"redirect_urls": ["http://10.0.0.7/papers"]})
    assert not _is_refused(own)
    assert _is_refused(own.replace(url="http://10.0.0.8/"))


def test_a_name_without_an_address_is_not_asked_for_since_its_next_answer_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_host: str) -> tuple[str, ...]:
        return ()

    led = Request("https://gone.example.org/", meta={NAMED_BY_A_PAGE: True})
    for proxies in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(proxies, raising=False)
    with pytest.raises(DNSLookupError):
        asyncio.run(PublicRedirects(nothing).process_request(led))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")  # who knows names that nobody here does
    asyncio.run(PublicRedirects(nothing).process_request(led))


# A name whose owner answers with a public address first and then with a private one, checked and then connected to as a crawl does.
REBINDING = """
import asyncio, socket
from itertools import chain, repeat
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from twisted.web.client import Agent

answers = chain(["93.184.216.34"], repeat("127.0.0.1"))
socket.gethostbyname = lambda host: next(answers)
socket.getaddrinfo = lambda host, port, *rest: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port or 0))]

from scrapy.crawler import AsyncCrawlerProcess
import spiders.settings
from scrapy.settings import Settings
from spiders.redirects import resolved

settings = Settings()
settings.setmodule(spiders.settings)
settings.set("LOG_ENABLED", False)
process = AsyncCrawlerProcess(settings)

async def check_and_connect():
    checked = await resolved("rebinding.example")
    reactor.connectTCP = lambda host, *rest, **named: print(*checked, host) or reactor.stop()
    Agent(reactor).request(b"GET", b"http://rebinding.example/")

asyncio.get_event_loop().create_task(check_and_connect())
process.start(stop_after_crawl=False)
"""


def test_a_name_is_connected_to_at_the_address_that_was_checked() -> None:
    done = subprocess.run([sys.executable, "-c", REBINDING], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["93.184.216.34", "93.184.216.34"], done.stderr


def _is_refused(request: Request, *addresses: str) -> bool:
    async def resolve(_host: str) -> tuple[str, ...]:
        return addresses or ("8.8.8.8",)

    try:
        asyncio.run(PublicRedirects(resolve).process_request(request))
    except IgnoreRequest:
        return True
    return False


def test_a_rate_of_hundreds_of_digits_is_a_site_that_wants_no_crawler() -> None:
    assert robots(b"User-agent: *\nRequest-rate: 1/" + b"9" * 400 + b"s\n").seconds_between_pages("covenue") == MOST_SECONDS
