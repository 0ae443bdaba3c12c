"""The TODO from `covenue todo` over the last tick to the next year: no dead end, no error where nothing is wrong."""

import re

import pytest
from covenue_command import Covenue, at
from misbehaving import MisbehavingServer

LIST = """# Spikes

Papers of 2021 to 2024.

**Order**: AAAI->ICML->NIPS

## TODO

 - [] Missing AAAI 2025
 - [] Missing NIPS 2025

## Papers

 - Spiking Point Transformer for Point Clouds
"""


@pytest.fixture
def project(covenue: Covenue) -> Covenue:
    (covenue.folder / "README.md").write_text(LIST, encoding="utf-8")
    (covenue.folder / "covenue.toml").write_text('reviewer = "ada"\n', encoding="utf-8")
    return covenue


def text(project: Covenue) -> str:
    return (project.folder / "README.md").read_text(encoding="utf-8")


def test_todo_shows_the_items_with_what_is_in_the_way_and_the_next_ones(project: Covenue) -> None:
    shown = project.run("todo", "--json").json
    assert [(each["edition"], each["done"], each["state"]) for each in shown["items"]] == [
        ("aaai-2025", False, "not-tried"),
        ("neurips-2025", False, "not-tried"),
    ]
    assert "covenue crawl aaai-2025" in shown["items"][0]["waiting"][0]
    proposed = {each["edition"]: each for each in shown["proposed"]}
    assert list(proposed)[:2] == ["icml-2025", "aaai-2026"]
    assert proposed["aaai-2026"]["text"] == "Missing AAAI 2026"
    assert "newer than 2025" in proposed["aaai-2026"]["why"]


def test_todo_add_writes_only_the_new_lines_once(project: Covenue) -> None:
    dry = project.run("todo", "--add", "AAAI 2026", "icml-2025", "--dry-run")
    assert "+ - [] Missing AAAI 2026" in dry.out
    assert text(project) == LIST
    assert project.run("todo", "--add", "aaai-2026", "icml-2025").exit_code == 0
    wanted = LIST.replace("AAAI 2025\n", "AAAI 2025\n - [] Missing ICML 2025\n").replace(
        "NIPS 2025\n", "NIPS 2025\n - [] Missing AAAI 2026\n"
    )
    assert text(project) == wanted
    again = project.run("todo", "--add", "aaai-2026")
    assert (again.exit_code, text(project)) == (0, wanted)
    assert "aaai-2026 is in the TODO already" in again.err


def test_todo_add_without_an_edition_says_what_to_type(project: Covenue) -> None:
    outcome = project.run("todo", "--add")
    assert (outcome.exit_code, text(project)) == (2, LIST)
    assert "covenue todo --add new" in outcome.err


def test_a_crawl_after_the_last_tick_is_no_error_and_names_what_is_newer(project: Covenue) -> None:
    (project.folder / "README.md").write_text(LIST.replace("[]", "[x]"), encoding="utf-8")
    said = project.run("crawl")
    assert said.exit_code == 0
    assert "The TODO of README.md is done" in said.err
    assert "covenue todo --add new" in said.err
    assert project.run("crawl", "--json").json == {
        "editions": [],
        "newer": [each["edition"] for each in project.run("todo", "--json").json["proposed"]],
    }
    assert "Next: newer editions are known (icml-2025, aaai-2026" in project.run("coverage").out


def test_years_alone_mean_the_lists_venues_in_these_years_in_its_order(project: Covenue, server: MisbehavingServer) -> None:
    outcome = project.run("crawl", "--years", "2025", "--abstracts", "none", *at(server))
    assert [f"{each['venue']}-{each['year']}" for each in outcome.json["editions"]] == ["aaai-2025", "icml-2025", "neurips-2025"]
    assert project.run("crawl", "--years", "1931").exit_code == 2


def test_new_crawls_what_the_list_does_not_name_yet(project: Covenue, server: MisbehavingServer) -> None:
    crawled = project.run("crawl", "--new", "--years", "2025-2025", *at(server)).json["editions"]
    assert [(each["venue"], each["year"]) for each in crawled] == [("icml", 2025)]
    assert project.run("crawl", "icml-2025", "--new").exit_code == 2


def test_an_open_item_that_covenue_does_not_know_is_named(project: Covenue) -> None:
    (project.folder / "README.md").write_text(re.sub(r"AAAI 2025|NIPS 2025", "AAAI 2041", LIST), encoding="utf-8")
    outcome = project.run("crawl")
    assert outcome.exit_code == 2
    assert "AAAI 2041, which covenue does not know" in outcome.err


def test_a_list_without_todo_is_told_of_the_ways_on(project: Covenue) -> None:
    (project.folder / "README.md").write_text(LIST.replace("## TODO", "").replace(" - [] Missing", "\nAlso"), encoding="utf-8")
    outcome = project.run("crawl")
    assert outcome.exit_code == 2
    assert "names no edition; say which" in outcome.err
    assert "covenue todo --add new" in outcome.err


def test_a_venue_of_ones_own_in_the_todo_is_crawled_as_coverage_understands_it(covenue: Covenue) -> None:
    (covenue.folder / "README.md").write_text("# Spikes\n\n## TODO\n - [ ] Missing AISTATS 2025\n\n## Papers\n - One\n", encoding="utf-8")
    (covenue.folder / "covenue.toml").write_text('editions = "my-editions.toml"\n', encoding="utf-8")
    table = '[aistats]\nname = "AISTATS"\nlists = ["pmlr"]\n[aistats.editions]\n2025 = { pmlr = "v258" }\n'
    (covenue.folder / "my-editions.toml").write_text(table, encoding="utf-8")
    [item] = covenue.run("coverage", "--json").json["todo"]
    crawled = covenue.run("crawl", "--json", "--no-screen", "--mirror", "http://127.0.0.1:1")
    assert item["editions"] == ["aistats-2025"]
    assert "names no edition" not in crawled.err, crawled
    assert crawled.exit_code != 2, crawled


@pytest.mark.parametrize("word", ["2025", "all"])
def test_a_year_or_all_means_the_venues_of_the_list(project: Covenue, server: MisbehavingServer, word: str) -> None:
    outcome = project.run("crawl", word, "--years", "2025", "--abstracts", "none", *at(server))
    assert [f"{each['venue']}-{each['year']}" for each in outcome.json["editions"]] == ["aaai-2025", "icml-2025", "neurips-2025"]


TABLED = """# Spikes

## Progress

| Venue | 2024 | 2025 |
| --- | --- | --- |
| AAAI | ✅ | ☐ |
| ICML | ✅ | ✅ |

## Papers

 - Spiking Point Transformer for Point Clouds
"""


def test_a_todo_in_a_table_is_crawled_reported_and_ticked_like_any_other(server: MisbehavingServer, project: Covenue) -> None:
    (project.folder / "README.md").write_text(TABLED, encoding="utf-8")
    items = project.run("todo", "--json").json["items"]
    assert [(each["edition"], each["done"]) for each in items if not each["done"]] == [("aaai-2025", False)]
    crawled = project.crawl(server, "--abstracts", "none")
    assert [(each["venue"], each["year"]) for each in crawled.json["editions"]] == [("aaai", 2025)]
    assert [each["text"] for each in project.run("coverage", "--json").json["todo"] if not each["done"]] == ["AAAI 2025"]
    assert "add the column by hand" in project.run("todo", "--add", "aaai-2026").err


def test_an_item_without_a_box_is_said_and_is_no_failure(project: Covenue) -> None:
    (project.folder / "README.md").write_text(
        "# Spikes\n\nTODO: add the papers of AAAI 2025\n\n## Papers\n\n- One Title of Spikes\n", encoding="utf-8"
    )
    assert [each["edition"] for each in project.run("todo", "--json").json["items"]] == ["aaai-2025"]
    refused = project.run("todo", "--add", "icml-2026")
    assert (refused.exit_code, "Line 3 of the TODO" in refused.err) == (1, True)
