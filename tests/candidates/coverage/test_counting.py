"""What the coverage counts, against a count paper by paper; and the map, which folds by field and is green only where it may be."""

from collections.abc import Callable
from itertools import product

from candidates.coverage.page import claim_of, context, heat_map, render
from candidates.coverage.report import EditionCoverage, coverage, gaps, missing_ids, with_reason
from candidates.queue.decisions import decide, mark_published
from candidates.store.database import Store, now
from candidates.store.tables import MATCHES
from spiders.edition_status import EditionStatus

AddPaper = Callable[..., str]


def test_every_paper_is_counted_as_what_it_is(store: Store, add_paper: AddPaper) -> None:
    wanted = {"crawled": 0, "abstracts": 0, "screened": 0, "flagged": 0, "in_list": 0, "pending": 0, "gap": 0, "unpublished": 0}
    missing = set()
    kinds = product((None, 0.1, 0.9), (False, True), (None, "accepted", "rejected", "later", "published"), (False, True))
    for n, (score, listed, verdict, abstract) in enumerate(kinds):
        paper_id = add_paper(f"p{n:02}", score=score, abstract="Spikes." if abstract else None)
        if listed:
            with store.writing() as connection:
                given = {"how": "title", "reason": "the same title", "score": 100.0, "state": "certain", "matched_at": now()}
                connection.execute(MATCHES.insert().values(entry_key=paper_id, paper_id=paper_id, **given))
        if verdict:
            decide(store, paper_id, "accepted" if verdict == "published" else verdict, who="ada", category="ANN2SNN")
        if verdict == "published":
            mark_published(store, {paper_id: "ANN2SNN"}, who="ada")
        flagged = score == 0.9
        belongs = verdict in ("accepted", "published") or (flagged and verdict in (None, "later"))
        wanted["crawled"] += 1
        wanted["abstracts"] += abstract
        wanted["screened"] += score is not None
        wanted["flagged"] += flagged
        wanted["in_list"] += listed
        wanted["pending"] += flagged and verdict is None and not listed
        wanted["gap"] += belongs and not listed
        wanted["unpublished"] += verdict == "accepted" and not listed
        if belongs and not listed:
            missing.add(paper_id)
    (row,) = coverage(store, None).editions
    assert {name: getattr(row, name) for name in wanted} == wanted
    assert (row.accepted, row.rejected, row.later, row.published) == (12, 12, 12, 12)
    assert {each.id for each in gaps(store)} == missing
    with store.reading() as connection:
        assert sorted(connection.scalars(missing_ids())) == sorted(missing)


def edition(venue: str, **given: object) -> EditionCoverage:
    return EditionCoverage(
        venue=venue, year=2025, **{"status": EditionStatus.COMPLETE, "crawled": 9, "abstracts": 9, "screened": 9, **given}
    )  # type: ignore[arg-type]  # a test's shorthand


def test_venues_fold_by_field_where_there_are_several(store: Store) -> None:
    rows = [edition("aaai", in_list=2, gap=1), edition("cvpr", gap=3), edition("nowhere")]
    fields = heat_map(rows, [2025], store.editions)
    assert [(each.name, each.listed, each.found) for each in fields] == [
        ("Artificial intelligence", 2, 3),
        ("Computer vision", 0, 3),
        ("Others", 0, 0),
    ]
    assert [each.name for each in heat_map(rows[:1], [2025], store.editions)] == [""]


def test_a_year_in_which_a_venue_is_not_held_says_so_and_is_no_gap_of_the_claim(store: Store) -> None:
    rows = [
        edition("iccv", gap=1),
        edition("cvpr"),
        with_reason(EditionCoverage("iccv", 2022, status=EditionStatus.NOT_PUBLISHED), store.editions),
    ]
    (field,) = heat_map(rows, [2022, 2024, 2025], store.editions)
    iccv = next(row for row in field.rows if row.venue == "iccv")
    assert [cell and cell.word for cell in iccv.cells] == ["not held", "not held", "complete"]
    assert [cell and cell.word for row in field.rows if row.venue == "cvpr" for cell in row.cells] == [None, None, "complete"]
    assert claim_of(rows, ()).editions == 2


def test_no_cell_is_green_where_something_keeps_it_from_being_whole(store: Store) -> None:
    looks = {
        "s0": edition("aaai", in_list=2),
        "unsure": edition("iclr", abstracts=4),
        "s1": edition("icml", gap=4, abstracts=4),
    }
    (field,) = heat_map(looks.values(), [2025], store.editions)
    assert [row.cells[0].look for row in field.rows if row.cells[0]] == list(looks)


def test_a_lower_bound_that_is_met_is_no_other_count(store: Store) -> None:
    rows = [edition("acl", counted=3000, crawled=3085, abstracts=3085, screened=3085), edition("aaai", counted=10)]
    (language, ai) = heat_map(rows, [2025], store.editions)
    assert [cell and cell.remarks for group in (language, ai) for row in group.rows for cell in row.cells] == [(), ("others count 10",)]


def test_the_page_of_the_review_shows_the_first_of_a_long_gap_and_the_file_all(store: Store, add_paper: AddPaper) -> None:
    for n in range(30):
        add_paper(f"p{n:02}", title=f"Absent {n:02}", score=0.9)
    report, gap = coverage(store, None), gaps(store)
    (group,) = context(report, gap, store.editions, "a list", (), shown=25)["groups"]
    assert (len(group.papers), group.total) == (25, 30)
    assert render(report, gap, store.editions).count(">Absent ") == 30
