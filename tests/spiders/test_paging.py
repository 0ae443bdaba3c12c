"""Lists that come page after page end, whatever a server says."""

import asyncio
from collections.abc import Mapping

import pytest

from spiders.problems import CrawlError, Kind
from spiders.sources.paging import every_page


def pages(following: Mapping[str, str], most: int = 10, repeats: bool = False) -> list[str]:
    """The positions asked for, where each page names the position after it."""

    async def ask(number: int, position: str) -> tuple[str, str]:
        return position, following.get(position, str(number + 1) if "…" in following else "")

    found = asyncio.run(every_page("the list", ask, lambda page: page[1], most=most, start="a", repeats=repeats))
    return [position for position, _ in found]


def test_pages_are_asked_for_in_order_until_one_names_no_next() -> None:
    assert pages({"a": "b", "b": "c"}) == ["a", "b", "c"]


@pytest.mark.parametrize("following", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "b"}])
def test_a_token_that_repeats_itself_ends_in_a_sentence(following: dict[str, str]) -> None:
    with pytest.raises(CrawlError, match="the list repeats itself after") as caught:
        pages(following)
    assert (caught.value.kind, caught.value.status) == (Kind.PROTOCOL, "failed")


def test_tokens_without_end_end_in_a_sentence() -> None:
    with pytest.raises(CrawlError, match="the list does not end after 10 pages"):
        pages({"…": ""})


def test_a_cursor_that_stays_the_same_is_followed_where_the_site_is_known_for_it() -> None:
    with pytest.raises(CrawlError, match="does not end after 4 pages"):
        pages({"a": "a"}, most=4, repeats=True)
