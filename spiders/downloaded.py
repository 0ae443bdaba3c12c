"""What Scrapy's downloader brought: an answer, or an exception of some thirty classes as a CrawlError in plain words."""

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse

from spiders.guard import Answer
from spiders.problems import CrawlError, Kind
from spiders.redirects import LEADS_AWAY
from spiders.response_heads import HeadTooLargeError


def answer_of(response: Response) -> Answer:
    """The response as everything above the downloader knows it."""
    headers = {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in response.headers.items()}
    content_type = headers.get("content-type", "")
    charset = content_type.partition("charset=")[2].split(";")[0].strip(" \"'") if isinstance(response, TextResponse) else ""
    return Answer(url=response.url, status=response.status, body=response.body, content_type=content_type, charset=charset, headers=headers)


def failure(problem: Exception, url: str) -> CrawlError:
    """Why nobody answered at an address, by what the downloader raised."""
    host = host_of(url)
    if isinstance(problem, IgnoreRequest):
        return _ignored(url, str(problem))
    if isinstance(problem, DownloadCancelledError):
        return CrawlError(Kind.SIZE, f"{host} sends more than any page of proceedings has", where=url)
    if isinstance(problem, (DownloadTimeoutError, TimeoutError)):
        return CrawlError(Kind.NETWORK, f"{host} takes too long to answer", where=url)
    if isinstance(problem, ValueError):  # "http://[", "http:127.0.0.1": Scrapy makes no request of it
        return CrawlError(Kind.REDIRECTS, f"{host} leads to what is no address", where=url)
    if isinstance(problem, OSError):
        return CrawlError(Kind.NETWORK, f"{host} could not be reached: {_said(problem)}", where=url)
    if _head_too_large(problem):
        return CrawlError(Kind.SIZE, f"{host} sends headers without end", where=url)
    # Twisted and Scrapy raise some thirty classes for a connection that failed; none of them means anything else here.
    return CrawlError(Kind.NETWORK, f"{host} broke off: {_said(problem)}", where=url)


def host_of(url: str) -> str:
    """The host of an address, with its port."""
    return url.split("/")[2]


def _head_too_large(problem: BaseException) -> bool:
    """Twisted hands on the causes in a list, Scrapy what it got as a cause."""
    causes = [reason.value for reason in getattr(problem, "reasons", ())] + [problem.__cause__, problem.__context__]
    return isinstance(problem, HeadTooLargeError) or any(_head_too_large(cause) for cause in causes if cause is not None)


def _ignored(url: str, why: str) -> CrawlError:
    """What Scrapy did not want to ask or to unpack."""
    host = host_of(url)
    if "robots" in why:
        return CrawlError(Kind.ROBOTS, f"{host} asks crawlers to keep out (robots.txt)", where=url)
    if "MAXSIZE" in why:
        return CrawlError(Kind.SIZE, f"{host} sends more than any page of proceedings has", where=url)
    if LEADS_AWAY in why:
        return CrawlError(Kind.REFUSED, f"{host} {LEADS_AWAY}", where=url)
    return CrawlError(Kind.REDIRECTS, f"{host} redirects in a circle", where=url)


def _said(problem: BaseException) -> str:
    """The innermost library's words on one line: Twisted hands on the causes in a list, Scrapy what it got as a cause."""
    reasons, seen = getattr(problem, "reasons", ()), {id(problem)}
    while cause := reasons[0].value if reasons else problem.__cause__:
        if id(cause) in seen:
            break
        problem, reasons = cause, getattr(cause, "reasons", ())
        seen.add(id(problem))
    return " ".join(str(problem).split())[:160] or type(problem).__name__
