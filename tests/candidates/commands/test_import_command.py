"""`covenue import` takes what belongs and says what it left; `covenue forget` takes it back."""

import json
from pathlib import Path

from covenue_command import Covenue

CHI = "@inproceedings{{chi{0}, title={{Kitchen Timers {0}}}, year={{2021}}, booktitle={{Proceedings of the 2021 CHI Conference}}}}\n"
OURS = "@inproceedings{{mm{0}, title={{Lanterns {0}}}, author={{Doe, Jane}}, year={{2021}}, doi={{10.1145/3474085.{0}}}}}\n"


def save(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_file_is_taken_and_its_report_says_what_was_counted_and_passed_over(covenue: Covenue) -> None:
    save(covenue.folder, "acm.bib", "".join(map(OURS.format, range(3))) + CHI.format(1))
    outcome = covenue.run("import", "acm.bib", "--edition", "mm-2021", "--no-screen", "--json")
    report = outcome.edition("mm-2021")
    assert outcome.exit_code == 0
    assert (report["status"], report["crawled"], report["new"], report["sources"]) == ("complete", 3, 3, ["import"])
    assert report["counted"] is None  # the table of the tests knows no totals
    assert report["message"] == "The entry chi1 is of “Proceedings of the 2021 CHI Conference”, not of mm-2021"  # the table adds the stop
    papers = covenue.papers("mm-2021")
    assert [(paper["title"], paper["authors"], paper["doi"]) for paper in papers] == [
        (f"Lanterns {number}", ["Jane Doe"], f"10.1145/3474085.{number}") for number in range(3)
    ]
    again = covenue.run("import", "acm.bib", "--edition", "ACM MM 2021", "--no-screen", "--json").edition("mm-2021")
    assert (again["crawled"], again["new"]) == (3, 0)


def test_of_several_files_a_wrong_one_keeps_all_out(covenue: Covenue) -> None:
    save(covenue.folder, "right.bib", OURS.format(1))
    save(covenue.folder, "wrong.bib", CHI.format(1) + CHI.format(2))
    outcome = covenue.run("import", "right.bib", "wrong.bib", "--edition", "mm-2021", "--no-screen")
    assert outcome.exit_code == 1
    assert outcome.err.startswith("covenue: wrong.bib: The entry chi1 is of “Proceedings of the 2021 CHI Conference”, not of mm-2021")
    assert covenue.papers() == []


def test_a_file_that_is_not_there_is_named(covenue: Covenue) -> None:
    outcome = covenue.run("import", "nothing.bib", "--edition", "mm-2021")
    assert outcome.exit_code == 1
    assert "nothing.bib cannot be read" in outcome.err


def test_an_import_is_taken_back_and_a_decision_waits_for_its_paper(covenue: Covenue) -> None:
    save(covenue.folder, "list.json", json.dumps([{"title": f"Spiking Lanterns {number}"} for number in range(3)]))
    covenue.run("import", "list.json", "--edition", "mm-2021", "--no-screen")
    paper = covenue.papers("mm-2021")[0]["id"]
    assert covenue.run("reject", paper).exit_code == 0
    refused = covenue.run("forget", "mm-2021", "--json")
    assert refused.exit_code == 2
    outcome = covenue.run("forget", "mm-2021", "--yes")
    assert outcome.exit_code == 0
    assert "Taken out: mm-2021, 3 papers (1 with decisions, which stay)" in outcome.out
    assert covenue.papers() == []
    covenue.run("import", "list.json", "--edition", "mm-2021", "--no-screen")
    assert [row["id"] for row in covenue.run("queue", "--state", "rejected", "--json").json] == [paper]


def test_forgetting_asks_first(covenue: Covenue) -> None:
    save(covenue.folder, "list.json", json.dumps([{"title": "Spiking Lanterns"}]))
    covenue.run("import", "list.json", "--edition", "mm-2021", "--no-screen")
    outcome = covenue.run("forget", "mm-2021")  # nobody answers
    assert (outcome.exit_code, "Nobody answered, and nothing was taken out; say --yes" in outcome.err) == (2, True)
    assert len(covenue.papers("mm-2021")) == 1


def test_what_was_taken_in_is_told_though_nothing_can_be_screened(covenue: Covenue) -> None:
    save(covenue.folder, "list.json", json.dumps([{"title": "Spiking Lanterns"}]))
    outcome = covenue.run("import", "list.json", "--edition", "mm-2021", "--json")
    assert outcome.exit_code == 1
    assert outcome.edition("mm-2021")["new"] == 1
    assert "There is no list" in outcome.err
