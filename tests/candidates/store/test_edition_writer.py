"""How pages become papers: ids that do not depend on order, fields completed with their origin, a page stored whole or not at all."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from own_venues import read_list
from sqlalchemy import select

from candidates.matching.titles import match_key
from candidates.queue.decisions import decide
from candidates.queue.list_matches import matches, sync
from candidates.queue.states import MatchState, Verdict
from candidates.store import edition_writer
from candidates.store.database import Store
from candidates.store.edition_writer import OPEN, ROWS_A_STATEMENT, EditionWriter, StoreMemory, write_edition
from candidates.store.merges import merges, split
from candidates.store.tables import EDITIONS, PAPERS
from spiders.items import EditionItem, PageItem, PageRecord, StoreResult
from spiders.paper import Paper, with_origins

LOOP = asyncio.new_event_loop()  # never run: nobody waits for the items here
YEARS = count(2031)  # an edition of its own for each example


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'covenue.sqlite'}") as opened:
        yield opened


def page(papers: Sequence[Paper], name: str = "1", source: str = "virtual", adds: bool = True) -> PageItem:
    year = papers[0].year
    saved: asyncio.Future[StoreResult] = asyncio.Future(loop=LOOP)
    marked = [with_origins(paper, source) for paper in papers]
    return PageItem(
        venue="iclr", year=year, source=source, page=name, papers=marked, record=PageRecord(papers=len(papers)), adds=adds, saved=saved
    )


def paper(title: str, year: int = 2031, **given: Any) -> Paper:
    return Paper(title=title, venue="iclr", year=year, **given)


def ids(writer: EditionWriter) -> dict[str, str]:
    """Title to the part of the id that does not name the edition."""
    return {known.title: known.id.rpartition("-")[2] for known in writer.known()}


@settings(max_examples=40, deadline=None)
@given(
    numbers=some.lists(some.integers(0, 30), min_size=1, max_size=12, unique=True),
    shuffled=some.randoms(use_true_random=False),
    cut=some.integers(0, 12),
)
def test_ids_do_not_depend_on_order_pages_or_repetition(one_store: Store, numbers: list[int], shuffled: Any, cut: int) -> None:
    first, second = next(YEARS), next(YEARS)
    titles = [f"On Spike {number}" for number in numbers]
    once = EditionWriter(one_store, "iclr", first)
    once.save(page([paper(title, first) for title in titles]))
    shuffled.shuffle(titles)
    again = EditionWriter(one_store, "iclr", second)
    for name, part in enumerate((titles[cut:], titles[:cut], titles)):
        if part:
            again.save(page([paper(title, second) for title in part], str(name)))
    assert ids(once) == ids(again) == ids(EditionWriter(one_store, "iclr", second))


def test_a_page_completes_papers_of_an_earlier_run_and_of_this_one_together(one_store: Store) -> None:
    year = next(YEARS)
    EditionWriter(one_store, "iclr", year).save(page([paper("An Old Paper", year)]))
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([paper("A New Paper", year)], "2"))
    both = [paper(title, year, abstract="It is about spikes, and about little else.") for title in ("An Old Paper", "A New Paper")]
    assert writer.save(page(both, source="papers", adds=False)) == StoreResult(new=0)
    assert all(known.has_abstract for known in EditionWriter(one_store, "iclr", year).known())


def test_a_page_that_only_completes_adds_nobody(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    assert writer.save(page([paper("A Stranger", year)], adds=False)) == StoreResult(new=0)
    assert len(writer) == 0


def test_a_field_is_filled_once_and_kept_up_to_date_by_its_own_source_alone(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    (first,) = [paper("On Spikes", year, url="https://iclr.cc/1", track="Oral")]
    writer.save(page([first]))
    writer.save(page([replace(first, track="Poster", doi="10.1/1")], source="papers"))
    writer.save(page([replace(first, track="Spotlight")]))
    stored = one_store.paper(writer.known()[0].id)
    assert (stored.track, stored.doi) == ("Spotlight", "10.1/1")
    assert (stored.origins["track"], stored.origins["doi"]) == ("virtual", "papers")


def test_abstracts_are_asked_for_again_once_papers_were_added_that_were_not_known_then(one_store: Store) -> None:
    year = next(YEARS)
    writer, memory = EditionWriter(one_store, "iclr", year), StoreMemory(one_store)
    writer.save(page([paper("An Old Paper", year)], "list", source="papers"))
    writer.save(page([paper("An Old Paper", year)], "abstracts:all", adds=False))
    writer.save(page([paper("An Old Paper", year)], "list", source="papers"))
    assert "abstracts:all" in memory.pages("iclr", year, "virtual")
    writer.save(page([paper("A New Paper", year)], "more", source="papers"))
    assert not memory.pages("iclr", year, "virtual")
    assert list(memory.pages("iclr", year, "papers")) == ["list", "more"]


@pytest.mark.parametrize(
    ("held", "brought", "adds", "address"),
    [
        ("https://doi.org/10.1/A", "https://iclr.cc/1", True, "https://iclr.cc/1"),
        ("https://doi.org/10.1/A", "https://openreview.net/forum?id=abc", True, "https://doi.org/10.1/A"),
        ("https://doi.org/10.1/A", "https://iclr.cc/1", False, "https://doi.org/10.1/A"),  # that of an index or of a page of details
        ("https://iclr.cc/1", "https://doi.org/10.1/a", True, "https://iclr.cc/1"),
        ("https://iclr.cc/1", "https://proceedings.iclr.cc/2", True, "https://iclr.cc/1"),
    ],
)
def test_the_page_that_a_list_gives_takes_the_place_of_an_address_that_only_repeats_an_identifier(
    one_store: Store, held: str, brought: str, adds: bool, address: str
) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([paper("On Spikes", year, url=held, doi="10.1/a")], source="crossref"))
    forum = brought.partition("?id=")[2]
    writer.save(page([paper("On Spikes", year, url=brought, forum=forum)], source="virtual", adds=adds))
    (known,) = EditionWriter(one_store, "iclr", year).known()
    stored = one_store.paper(known.id)
    assert (stored.url, stored.doi) == (address, "10.1/a")
    assert stored.origins["url"] == ("crossref" if stored.url == held else "virtual")


@pytest.mark.parametrize(
    ("one", "other", "papers"),
    [
        ({"doi": "10.1/1"}, {"doi": "10.1/2"}, 2),
        ({"forum": "abc"}, {"forum": "abd"}, 2),
        ({"doi": "10.1/1"}, {"doi": "10.1/1"}, 1),
        ({"doi": "10.1/AbC"}, {"doi": "10.1/aBc"}, 1),
        ({"doi": "10.1/1"}, {"forum": "abc"}, 1),
        ({"url": "https://iclr.cc/1"}, {"url": "https://openreview.net/1"}, 1),
        ({}, {}, 1),
    ],
)
def test_two_records_of_one_title_are_two_papers_only_if_their_identifiers_say_so(
    one_store: Store, one: dict[str, str], other: dict[str, str], papers: int
) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([paper("On Spikes", year, **one)]))
    writer.save(page([paper("On  spikes!", year, **other)], source="openreview"))
    assert len(writer) == papers
    assert len({known.id for known in writer.known()}) == papers


def test_papers_of_one_title_have_ids_of_their_own_whichever_comes_first(one_store: Store) -> None:
    found = []
    for dois in (("10.1/1", "10.1/2", "10.1/3"), ("10.1/1", "10.1/3", "10.1/2")):
        year = next(YEARS)
        writer = EditionWriter(one_store, "iclr", year)
        for number, doi in enumerate(dois):
            writer.save(page([paper("On Spikes", year, doi=doi)], str(number)))
        found.append({known.doi: known.id.rpartition("-")[2] for known in writer.known()})
    assert found[0] == found[1]
    assert len(set(found[0].values())) == 3


def test_what_is_beyond_any_real_title_or_address_is_not_stored(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    assert writer.save(page([paper("Spikes " * 300, year), paper("On Dendrites", year, url=f"https://iclr.cc/{'1' * 2000}")])).new == 1
    assert [(known.title, known.url) for known in writer.known()] == [("On Dendrites", "")]


def test_of_a_retracted_list_stays_what_the_whole_list_names_or_a_person_decided_on(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    titles = ("On Spikes", "On Dendrites", "On Axons")
    writer.save(page([paper(title, year) for title in titles], source="crossref"))
    decided = next(known.id for known in writer.known() if known.title == "On Dendrites")
    decide(one_store, decided, Verdict.REJECTED, who="Ada")
    writer.drop("crossref", "papers")
    assert len(writer) == 3, "nobody knows what the other list names"
    writer.save(page([paper("On Spikes", year)], source="papers"))
    writer.drop("crossref", "papers")
    for either in (writer, EditionWriter(one_store, "iclr", year)):
        assert sorted(known.title for known in either.known()) == ["On Dendrites", "On Spikes"]


def test_a_page_is_stored_with_its_row_of_the_ledger_or_not_at_all(one_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    year = next(YEARS)
    memory = StoreMemory(one_store)
    writer = memory.writer("iclr", year)
    item = page([paper("On Spikes", year)])

    def broken(*_given: Any) -> None:
        raise OSError("the lights went out")

    with monkeypatch.context() as patched:
        patched.setattr(edition_writer, "_write_page", broken)
        with pytest.raises(Exception, match="lights"):
            writer.save(item)
    assert (len(writer), len(EditionWriter(one_store, "iclr", year)), memory.pages("iclr", year, "virtual")) == (0, 0, {})
    writer.save(item)
    assert (len(writer), len(EditionWriter(one_store, "iclr", year)), list(memory.pages("iclr", year, "virtual"))) == (1, 1, ["1"])


def test_a_page_larger_than_a_statement_is_stored_whole(one_store: Store) -> None:
    year = next(YEARS)
    papers = [paper(f"On Spike {number}", year) for number in range(2 * ROWS_A_STATEMENT + 1)]
    writer = EditionWriter(one_store, "iclr", year)
    assert writer.save(page(papers)).new == len(papers)
    assert len(EditionWriter(one_store, "iclr", year)) == len(papers)


def test_the_list_is_compared_anew_once_a_page_brought_or_completed_papers(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    reading_list = read_list(b"# Papers\n\n- On Lanterns\n- [Of Lamps](https://doi.org/10.1145/3474085.1)\n")
    sync(one_store, reading_list)
    writer.save(page([paper("On Lanterns", year), paper("What Light Costs", year)]))
    sync(one_store, reading_list)
    assert [match.how for match in matches(one_store)] == ["title"]
    writer.save(page([paper("What Light Costs", year, doi="10.1145/3474085.1")], source="papers", adds=False))
    sync(one_store, reading_list)
    assert sorted(match.how for match in matches(one_store)) == ["id", "title"]


def test_a_doi_tells_a_paper_in_any_case_whatever_its_title_became(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([paper("On Spikes", year, doi="10.1/AbC")]))
    writer.save(page([paper("About Spikes and Dendrites", year, doi="10.1/aBc")], source="papers"))
    assert [known.title for known in EditionWriter(one_store, "iclr", year).known()] == ["On Spikes"]


def test_two_papers_of_a_page_to_which_one_doi_was_given_by_mistake_are_both_kept(one_store: Store) -> None:
    year = next(YEARS)
    twice = [paper("Spiking Networks that Learn Graphs", year, doi="10.1/a"), paper("Quantum Tea for Two", year, doi="10.1/a")]
    assert EditionWriter(one_store, "neunet", year).save(page(twice)).new == 2
    again = EditionWriter(one_store, "neunet", year)
    assert again.save(page(twice[::-1])).new == 0
    assert sorted(known.title for known in again.known()) == ["Quantum Tea for Two", "Spiking Networks that Learn Graphs"]


def test_a_changed_title_changes_what_the_paper_is_found_by(one_store: Store) -> None:
    year = next(YEARS)
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([paper("On Spikes", year, url="https://iclr.cc/1")]))
    writer.save(page([paper("On Dendrites", year, url="https://iclr.cc/1")]))
    again = EditionWriter(one_store, "iclr", year)
    with one_store.reading() as connection:
        keys = connection.execute(select(PAPERS.c.title_key, PAPERS.c.match_key).where(PAPERS.c.year == year)).all()
    assert keys == [("ondendrites", "ondendrites")]
    for either in (writer, again):
        assert either.save(page([paper("On dendrites!", year)], source="openreview")).new == 0
    assert again.save(page([paper("On Spikes", year)], "2", source="openreview")).new == 1


def ended(year: int, **given: Any) -> EditionItem:
    """How a crawl of the edition ended, whole unless told otherwise."""
    facts: dict[str, Any] = {"status": "complete", "counted": None, "missing": 0, "declares_total": True, "listed": 3, "unread_pages": 0}
    facts |= {"unread_until": "", "sources": ["virtual"], "message": "", "requests": 1, "bytes": 1, "seconds": 0.1}
    saved: asyncio.Future[StoreResult] = asyncio.Future(loop=LOOP)
    return EditionItem(venue="iclr", year=year, **(facts | given), saved=saved)


@pytest.mark.parametrize(
    ("given", "declared"),
    [
        ({"listed": 3}, 3),
        ({"listed": 5}, 3),  # two stood twice
        ({"listed": 2}, 2),  # another source knew one more
        ({"listed": 5, "missing": 4}, 7),
        ({"listed": 3, "declares_total": False}, None),
    ],
)
def test_no_more_is_declared_than_is_stored_and_missing(one_store: Store, given: dict[str, Any], declared: int | None) -> None:
    year = next(YEARS)
    write_edition(one_store, ended(year, **given), crawled=3)
    with one_store.reading() as connection:
        assert connection.scalar(select(EDITIONS.c.declared).where(EDITIONS.c.year == year)) == declared


def test_the_mark_of_an_open_page_goes_once_nothing_is_open(one_store: Store) -> None:
    year, memory = next(YEARS), StoreMemory(one_store)
    for unread in (2, 1):
        write_edition(one_store, ended(year, unread_pages=unread, unread_until="2031-05-01T00:00:00Z"), crawled=3)
        assert memory.pages("iclr", year, OPEN)[OPEN] == PageRecord(listed=unread, papers=0, note="2031-05-01T00:00:00Z")
    write_edition(one_store, ended(year), crawled=3)
    assert memory.pages("iclr", year, OPEN) == {}


TWO = ("Ada Quill", "Bo River")


def retitled(store: Store, old: Sequence[Paper], new: Sequence[Paper], listed: int | None = None) -> tuple[EditionWriter, int]:
    """A writer that read the old list in an earlier run and the new one in this, and how many papers it then joined."""
    EditionWriter(store, "iclr", old[0].year).save(page(old, source="accepted"))
    writer = EditionWriter(store, "iclr", old[0].year)
    writer.save(page(new, source="proceedings"))
    return writer, writer.join_retitled("proceedings", len(new) if listed is None else listed, {"accepted"})


def test_a_paper_whose_title_changed_between_two_lists_is_one_and_keeps_its_id_and_its_abstract(one_store: Store) -> None:
    year = next(YEARS)
    other = paper("Another Paper", year, authors=("Cy Stone", "Di Fern"))
    old = paper("Spikes: An Early Title", year, authors=TWO, abstract="An abstract of more than twenty-five letters.")
    before = ids_of(one_store, [old, other])
    new = paper("Spikes: What the Proceedings Call It", year, authors=TWO, doi="10.1145/1.2")
    writer, joined = retitled(one_store, [old, other], [new, other])
    assert joined == 1
    for known in (writer.known(), EditionWriter(one_store, "iclr", year).known()):
        assert {each.title: (each.doi, each.has_abstract) for each in known} == {new.title: ("10.1145/1.2", True), other.title: ("", False)}
        assert {each.id for each in known} == before
    assert [merge.title for merge in merges(one_store, [("iclr", year)]) if "same authors" in merge.reason] == [old.title]
    writer.save(page([new, other], source="proceedings"))
    assert len(writer) == 2


def ids_of(store: Store, papers: Sequence[Paper]) -> set[str]:
    """The ids under which the papers are stored."""
    writer = EditionWriter(store, "iclr", papers[0].year)
    writer.save(page(papers, source="accepted"))
    return {known.id for known in writer.known()}


@pytest.mark.parametrize(
    ("old", "new", "listed"),
    [
        pytest.param([("Spikes: A Study", TWO)], [("Networks of the Retina", TWO)], 1, id="titles that have nothing in common"),
        pytest.param([("Spikes: A Study", TWO)], [("Spikes: A Review", ("Ada Quill", "Cy Stone"))], 1, id="other authors"),
        pytest.param([("Spikes: A Study", TWO[:1])], [("Spikes: A Review", TWO[:1])], 1, id="a single author"),
        pytest.param([("Spikes: Part 1", TWO)], [("Spikes: Part 2", TWO)], 1, id="numbers that differ"),
        pytest.param(
            [("Spikes: A Study", TWO)], [("Spikes: A Review", TWO), ("Spikes: A Survey", TWO)], 2, id="two papers of these authors"
        ),
        pytest.param([("Spikes: A Study", TWO), ("Spikes: A Tour", TWO)], [("Spikes: A Review", TWO)], 1, id="two known papers of them"),
        pytest.param([("Spikes: A Study", TWO)], [("Spikes: A Study", TWO), ("Spikes: A Review", TWO)], 2, id="both are listed"),
        pytest.param([("Spikes: A Study", TWO)], [("Spikes: A Review", TWO)], 9, id="a list of which a part was read before"),
    ],
)
def test_two_papers_of_the_same_authors_stay_two(one_store: Store, old: Any, new: Any, listed: int) -> None:
    year = next(YEARS)
    lists = [[paper(title, year, authors=authors) for title, authors in each] for each in (old, new)]
    writer, joined = retitled(one_store, lists[0], lists[1], listed)
    assert joined == 0
    assert len(writer) == len({each.title for each in (*lists[0], *lists[1])})


def test_two_dois_are_two_papers_whoever_wrote_them(one_store: Store) -> None:
    year = next(YEARS)
    old, new = (paper(f"Spikes: {name}", year, authors=TWO, doi=f"10.1145/1.{number}") for number, name in enumerate(("A Study", "A Tour")))
    assert retitled(one_store, [old], [new])[1] == 0


def test_what_was_joined_under_a_new_title_is_found_again_when_both_lists_are_read_again(one_store: Store) -> None:
    year = next(YEARS)
    old, new = (paper(f"Spikes: {name}", year, authors=TWO) for name in ("A Study", "What the Proceedings Call It"))
    before = ids_of(one_store, [old])
    retitled(one_store, [old], [new])
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([new], source="proceedings"))
    writer.save(page([old], source="accepted"))
    assert writer.join_retitled("proceedings", 1, {"accepted"}) == 1
    assert {(known.id, known.title) for known in writer.known()} == {(next(iter(before)), new.title)}


def test_an_entry_of_the_reading_list_stays_the_paper_whose_title_changed(one_store: Store) -> None:
    year = next(YEARS)
    old = paper("Spikes: As It Was Written Into the List", year, authors=TWO)
    new = paper("Spikes: As the Proceedings Have It", year, authors=TWO, doi="10.1145/1.9")
    listing = read_list(f"# Papers\n\n## Spikes\n\n- {old.title} (ICLR {year})\n- Rats in Mazes (ICLR {year})\n".encode())
    retitled(one_store, [old], [new])
    sync(one_store, listing)
    assert [(match.entry_key, match.paper_id, match.state) for match in matches(one_store)] == [
        (match_key(old.title), EditionWriter(one_store, "iclr", year).known()[0].id, MatchState.CERTAIN)
    ]
    both = read_list(
        f"# Papers\n\n## Spikes\n\n- [{old.title}](https://doi.org/{new.doi}) (ICLR {year})\n- {new.title} (ICLR {year})\n".encode()
    )
    sync(one_store, both)
    assert [match.state for match in matches(one_store)] == [MatchState.CERTAIN] * 2
    split(one_store, next(merge.number for merge in merges(one_store, [("iclr", year)]) if "same authors" in merge.reason))
    sync(one_store, listing)
    assert [one_store.paper(match.paper_id).title for match in matches(one_store)] == [old.title]


def test_a_join_that_is_taken_back_gives_the_old_title_back_and_stays_so(one_store: Store) -> None:
    year = next(YEARS)
    old = paper("Spikes: A Study", year, authors=TWO, abstract="An abstract of more than twenty-five letters.")
    new = paper("Spikes: What the Proceedings Call It", year, authors=TWO, doi="10.1145/1.3")
    retitled(one_store, [old], [new])
    split(one_store, next(merge.number for merge in merges(one_store, [("iclr", year)]) if "same authors" in merge.reason))
    writer = EditionWriter(one_store, "iclr", year)
    assert {known.title: known.has_abstract for known in writer.known()} == {old.title: True, new.title: False}
    writer.save(page([old], source="accepted"))
    writer.save(page([new], source="proceedings"))
    assert writer.join_retitled("proceedings", 1, {"accepted"}) == 0


def test_the_title_of_a_better_list_is_not_taken_back_by_a_poorer_one(one_store: Store) -> None:
    year = next(YEARS)
    old, new = (paper(f"Spikes: {name}", year, authors=TWO) for name in ("A Study", "What the Proceedings Call It"))
    EditionWriter(one_store, "iclr", year).save(page([new], source="proceedings"))
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([old], source="accepted"))
    assert writer.join_retitled("accepted", 1, set()) == 0


def test_papers_that_one_list_names_both_or_of_another_track_stay_two(one_store: Store) -> None:
    year = next(YEARS)
    first, second = (paper(f"Spikes: {name}", year, authors=TWO) for name in ("A Study", "A Tour"))
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([first, second], source="accepted"))
    writer.save(page([second], source="proceedings"))
    assert writer.join_retitled("proceedings", 1, {"accepted"}) == 0
    demo, main = paper("Spikes: A Demo", next(YEARS), authors=TWO, track="Demo"), replace(first, track="Main")
    assert retitled(one_store, [demo], [main])[1] == 0


def test_a_paper_that_somebody_decided_meanwhile_does_not_go(one_store: Store) -> None:
    year = next(YEARS)
    old, new = (paper(f"Spikes: {name}", year, authors=TWO) for name in ("A Study", "What the Proceedings Call It"))
    EditionWriter(one_store, "iclr", year).save(page([old], source="accepted"))
    writer = EditionWriter(one_store, "iclr", year)
    writer.save(page([new], source="proceedings"))
    decide(one_store, next(known.id for known in writer.known() if known.title == new.title), Verdict.REJECTED, who="ada")
    assert writer.join_retitled("proceedings", 1, {"accepted"}) == 0
    assert len(EditionWriter(one_store, "iclr", year)) == 2
