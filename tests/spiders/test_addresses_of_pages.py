"""What a page names as a further page is asked for only in the open web, or where its source itself is."""

import asyncio
from typing import Any

import pytest

from spiders.editions import own_table
from spiders.guard import Answer
from spiders.items import NoMemory
from spiders.problems import CrawlError, Kind
from spiders.redirects import NAMED_BY_A_PAGE
from spiders.visit import MOST_NAME, Options, Visit


class Fetched:
    """Answers everything, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.carried: list[Any] = []

    async def get(self, url: str, *given: Any) -> Answer:
        self.asked.append(url)
        self.carried.append(given[-1])
        return Answer(url=url, status=200, body=b"<html></html>")


def visit(fetched: Fetched) -> Visit:
    async def put(_item: Any) -> None: ...

    edition = own_table().edition("ijcai-2025")
    return Visit(
        edition=edition,
        editions_of_run=[edition],
        source="ijcai",
        places=("https://www.ijcai.org/",),
        fetcher=fetched,
        memory=NoMemory(),
        emit=put,
        options=Options(),
    )  # type: ignore[arg-type]  # all that it uses


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://10.0.0.7/admin", Kind.REFUSED),
        ("http://localhost:8080/", Kind.REFUSED),
        ("http://0x7f.1/", Kind.REFUSED),
        ("file:///etc/hostname", Kind.LAYOUT),
        ("javascript:alert(1)", Kind.LAYOUT),
        ("mailto:ada@example.org", Kind.LAYOUT),
        ("http://[", Kind.LAYOUT),
        ("", Kind.LAYOUT),
    ],
)
def test_a_list_leads_neither_into_a_network_nor_out_of_the_web(url: str, kind: Kind) -> None:
    fetched = Fetched()
    started = visit(fetched)
    asyncio.run(started.get("https://www.ijcai.org/proceedings/2025/", "html"))
    with pytest.raises(CrawlError, match=r"www\.ijcai\.org") as refused:
        asyncio.run(started.get(url, "html"))
    assert (refused.value.kind, len(fetched.asked)) == (kind, 1)


def test_a_site_inside_a_network_that_a_table_names_leads_to_its_own_pages() -> None:
    fetched = Fetched()
    started = visit(fetched)
    for page in ("1", "2"):
        asyncio.run(started.get(f"http://10.0.0.7/proceedings/{page}", "html"))
    assert len(fetched.asked) == 2


def test_only_what_a_page_names_is_looked_up_before_it_is_asked_for() -> None:
    fetched = Fetched()
    started = visit(fetched)
    for url in ("https://www.ijcai.org/proceedings/2025/", "https://static.example.org/1", "https://www.ijcai.org/proceedings/2025/1"):
        asyncio.run(started.get(url, "html"))
    assert [each[NAMED_BY_A_PAGE] for each in fetched.carried] == [False, True, False]


def test_a_page_with_an_endless_address_has_a_name_that_the_ledger_holds() -> None:
    started = visit(Fetched())
    names = {started._named(f"https://www.ijcai.org/{'x' * 500}{number}") for number in range(2)}
    assert len(names) == 2
    assert {len(name) <= MOST_NAME for name in names} == {True}
