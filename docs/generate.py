"""Writes commands.md, settings.md and sources.md from the program itself; a test keeps them true.

python docs/generate.py
"""

from collections.abc import Iterator
from pathlib import Path

import click

from candidates.cli import COMMANDS, covenue
from candidates.config import Config, as_toml
from spiders.editions import ABOUT, Venue, own_table
from spiders.settings import PACE

FOLDER = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the program, not this page. -->\n"

ENVIRONMENT = {
    "COVENUE_DATABASE": "as `--database`",
    "COVENUE_MIRROR": "as `--mirror`",
    "OPENREVIEW_USERNAME, OPENREVIEW_PASSWORD": "a free account at OpenReview; without it the other sources of an edition are used",
    "OPENALEX_API_KEY": "a free key; without it OpenAlex is asked only for what nobody else knows",
    "SEMANTIC_SCHOLAR_API_KEY": "a free key; without it Semantic Scholar answers slowly",
    "HF_HUB_OFFLINE": "set to 1, no sentence model is looked for on the net",
}


def commands() -> str:
    """Every command with the help it prints."""
    parts = [NOTE, "# Commands\n"]
    # With the names of the help option that the command itself has; otherwise the page differs after a call of a command.
    given = {"terminal_width": 110, "max_content_width": 110, **covenue.context_settings}
    root = click.Context(covenue, info_name="covenue", **given)
    for name in COMMANDS:
        command = covenue.get_command(root, name)
        assert command is not None
        context = click.Context(command, info_name=f"covenue {name}", **given)
        parts.append(f"## covenue {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    """Every key of covenue.toml, the environment, and the pace of every host."""
    parts = [
        NOTE,
        "# Settings\n",
        "`covenue init` writes `covenue.toml` with every setting and its default.\n",
        "| setting | default | what it does |",
        "| --- | --- | --- |",
    ]
    for name, field in Config.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = "unset" if default is None else f"`{as_toml(default)}`"
        parts.append(f"| `{name}` | {shown} | {field.description} |")
    parts += ["\n## Environment\n", "Passwords and keys are read from the environment only and are never stored or logged.\n"]
    parts += ["| variable | what it does |", "| --- | --- |", *(f"| `{name}` | {what} |" for name, what in ENVIRONMENT.items())]
    parts += ["\n## Pace\n", "Seconds between two requests to a host; the reasons stand in `spiders/settings.py`. Other hosts: 1 s.\n"]
    parts += ["| host | seconds |", "| --- | --- |", *(f"| {host} | {seconds:g} |" for host, seconds in PACE.items())]
    return "\n".join(parts) + "\n"


def sources() -> str:
    """Every venue: what the table tells about it, and the editions with the sources that are asked, in order."""
    parts = [NOTE, "# Sources\n", "What is asked of whom, in order: first the lists, then what completes them.\n"]
    parts += ["| venue | group | years | lists | abstracts | access |", "| --- | --- | --- | --- | --- | --- |"]
    for venue in own_table().venues.values():
        asked = {kind: ", ".join(dict.fromkeys(_sources(venue, kind))) for kind in ("lists", "abstracts")}
        years = f"{min(venue.editions)}–{max(venue.editions)}"
        parts.append(f"| {venue.name} | {venue.group} | {years} | {asked['lists']} | {asked['abstracts']} | {venue.about['access']} |")
    parts.append("")
    for venue in own_table().venues.values():
        parts.append(f"## {venue.name}\n")
        parts += [f"- **{term.capitalize()}**: {venue.about[term]}" for term in ABOUT[1:]]
        parts += ["", "| year | lists | completed from | counted by others |", "| --- | --- | --- | --- |"]
        for year, edition in sorted(venue.editions.items()):
            lists, completed = (", ".join(source.name for source in each) for each in (edition.lists, edition.abstracts))
            count = str(edition.total) if edition.total else f"at least {edition.least}" if edition.least else ""
            counted = f"{count} ({edition.origin})" if count else "–"
            if edition.not_held:
                parts.append(f"| {year} | not held: {edition.not_held} | – | – |")
                continue
            parts.append(f"| {year} | {lists} | {completed} | {counted} |")
        parts.append("")
    return "\n".join(parts)


def _sources(venue: Venue, kind: str) -> Iterator[str]:
    """The names of the sources that any edition of a venue is asked of for its list or for abstracts, as the newest one is first."""
    for _, edition in sorted(venue.editions.items(), reverse=True):
        yield from (source.name for source in getattr(edition, kind))


PAGES = {"commands.md": commands, "settings.md": settings, "sources.md": sources}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")
