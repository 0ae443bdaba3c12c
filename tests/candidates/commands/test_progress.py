"""What a crawl tells while it runs: a line an edition where there is no terminal, and a word before what takes long."""

from candidates.commands.progress import Bars, estimate, time_of
from spiders.items import ProgressItem


def pages(done: int, total: int, pace: float) -> ProgressItem:
    return ProgressItem(venue="ijcai", year=2025, source="ijcai", what="pages", done=done, total=total, pace=pace)


def test_the_estimate_goes_by_the_pace_in_force_and_offers_the_import_where_that_is_long() -> None:
    assert estimate(pages(0, 300, 1.0)) == "ijcai-2025: 300 pages at ijcai, one in 1 s: about 5 min"
    slow = estimate(pages(0, 1280, 10.0))
    assert slow.startswith("ijcai-2025: 1280 pages at ijcai, one in 10 s: about 3 h 33 min; ")
    assert "covenue import" in slow


def test_a_span_of_time_is_said_as_people_say_it() -> None:
    assert [time_of(seconds) for seconds in (0.4, 59, 60, 840, 3600, 12800)] == [
        "0 s",
        "59 s",
        "1 min",
        "14 min",
        "1 h 0 min",
        "3 h 33 min",
    ]


def test_a_bar_shows_abstracts_and_the_time_left() -> None:
    from io import StringIO

    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=StringIO(), force_terminal=True)) as progress:
        bars = Bars(progress, [])
        bars.details(pages(0, 300, 1.0))
        bars.details(pages(60, 300, 1.0))
        [task] = progress.tasks
        assert (task.completed, task.total, task.fields["what"]) == (60, 300, "pages, 4 min left")
