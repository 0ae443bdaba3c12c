"""README, --help and behaviour tell the same story."""

import importlib.util
import re
from pathlib import Path

import pytest

from candidates.cli import COMMANDS
from candidates.config import Config, starter_config
from spiders.editions import EditionTable, own_table
from spiders.sources import DETAILS, LISTS

ROOT = Path(__file__).parent.parent


def _generator() -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize("page", ["commands.md", "settings.md", "sources.md"])
def test_the_generated_pages_are_what_the_program_says_today(page: str) -> None:
    write = _generator()[page]
    assert callable(write)
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == write(), "run `python docs/generate.py`"


def test_the_readme_names_every_command_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"covenue ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`|^    .*$|```.*?```", text, re.M | re.S))))
    assert named >= set(COMMANDS)
    assert named - set(COMMANDS) == set()


def test_every_option_that_the_readme_names_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    foreign = {"--quiet", "--editable"}  # pip's
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - foreign
    missing = {option for option in options if not re.search(rf"{option}\b", commands)}
    assert missing - {"--version"} == set()


def test_links_inside_the_documentation_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", prose):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_starter_settings_name_every_setting_and_can_be_read() -> None:
    import tomllib

    text = starter_config()
    assert all(re.search(rf"^#? ?{name} = ", text, re.M) for name in Config.model_fields)
    Config.model_validate(tomllib.loads(text))
    Config.model_validate(tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.M)))


def test_the_example_of_venues_of_ones_own_can_be_read_and_shows_every_group_of_platforms() -> None:
    text = (ROOT / "docs" / "example-editions.toml").read_text(encoding="utf-8")
    table = EditionTable.read(text)
    own = [venue for venue in table.venues if venue not in own_table().venues]
    asked = {source.name for venue in own for each in table.venues[venue].editions.values() for source in (*each.lists, *each.abstracts)}
    only_one_site = {"aaai", "oai", "oai-shared", "ojs", "ijcai", "ijcai-accepted", "jmlr", "sigops", "papers", "virtual", "virtual-pages"}
    assert {*LISTS, *DETAILS} - only_one_site == asked
    explained = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in explained for name in {*LISTS, *DETAILS} - {"oai", "oai-shared", "ojs", "ijcai", "ijcai-accepted"})
