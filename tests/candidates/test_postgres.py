"""PostgreSQL as a group's database, against a real server: all that SQLite does, at once, and through what an administrator does to it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from covenue_command import Covenue, at
from misbehaving import Fault, MisbehavingServer, made_up
from postgres_server import PostgresServer, running_postgres, until, why_not
from sqlalchemy import create_engine, select, text
from starlette.testclient import TestClient

from candidates.crawling.lock import CrawlLockedError, crawl_lock
from candidates.errors import StoreError
from candidates.queue.candidates import candidate
from candidates.queue.decision_file import apply, decision_lines, write_lines
from candidates.queue.decisions import decide, decisions
from candidates.queue.list_matches import matches, record
from candidates.queue.states import MatchState
from candidates.review.app import ReviewApp
from candidates.review.security import AccessPolicy
from candidates.review.service import ReviewService
from candidates.store import engines
from candidates.store.database import Store, now, papers_changed, set_fact
from candidates.store.edits import add_paper, give_abstract
from candidates.store.forgetting import forget
from candidates.store.migrating import upgrade
from candidates.store.search import POSTGRESQL_INDEX, has_words, number_with_words
from candidates.store.tables import METADATA, PAPERS, SCREENINGS
from candidates.store.title_keys import title_keys
from spiders.paper import Paper

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

LIST = "# Spikes\n\n## TODO\n\n- [] Missing ICLR 2025\n\n## ANN2SNN\n\n- Spike-driven Transformer (NIPS'2023)\n"
MIGRATIONS = Path(engines.__file__).with_name("migrations")


@pytest.fixture(scope="module")
def server_of_group() -> Iterator[PostgresServer]:
    with running_postgres() as running:
        yield running


@pytest.fixture
def url(server_of_group: PostgresServer) -> str:
    return server_of_group.new_database()


def add(store: Store, *titles: str, **given: object) -> list[str]:
    """Stores papers that wait for a decision; their ids."""
    row = {"venue": "iclr", "year": 2025, "authors": ["Zoë Müller"], "keywords": [], "origins": {}, "stored_at": now(), "changed_at": now()}
    marks = {"classifier": "c0ffee", "text_digest": "", "screened_at": now(), "categories": [], "reasons": [], "category": "ANN2SNN"}
    ids = [f"iclr-2025-{number}" for number in range(len(titles))]
    with store.writing() as connection:
        for paper_id, title in zip(ids, titles, strict=True):
            connection.execute(PAPERS.insert().values(id=paper_id, title=title, **title_keys(title), **{**row, **given}))
            connection.execute(SCREENINGS.insert().values(paper_id=paper_id, score=0.9, flagged=True, **marks))
        papers_changed(connection)
    return ids


REVISIONS = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


@pytest.mark.parametrize("first", REVISIONS)
def test_migrating_from_any_revision_gives_the_tables_as_defined_and_keeps_what_stands_there(url: str, first: str) -> None:
    engine = create_engine(url)
    upgrade(engine, first)
    insert = (
        "INSERT INTO papers (id, venue, year, title, title_key, authors, abstract, track, url, pdf, doi, forum, keywords, origins, "
        "stored_at, changed_at) VALUES ('a', 'aaai', 2025, 'Rényi Spikes', 'x', '[]', NULL, '', '', '', '', '', '[]', '{}', '', '')"
    )
    decided = "INSERT INTO decisions (paper_id, verdict, reason, who, decided_at, classifier) VALUES ('a', 'rejected', '', 'ada', '', '')"
    with engine.begin() as connection:
        connection.execute(text(insert))
        connection.execute(text(decided))
    engine.dispose()
    with Store(url) as store, store.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": lambda name, *_: name != POSTGRESQL_INDEX}
        )
        assert compare_metadata(context, METADATA) == []
        assert connection.scalars(select(PAPERS.c.id)).all() == ["a"]
        assert [each.paper_id for each in decisions(store)] == ["a"]


def test_two_commands_that_begin_at_once_make_the_tables_once(url: str) -> None:
    def fact(_number: int) -> str:
        with Store(url) as store:
            return store.fact("match_key_rule")

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(fact, range(4)))) == 1


def test_the_whole_job_gives_what_it_gives_on_sqlite(url: str, server: MisbehavingServer, tmp_path: Path) -> None:
    said: list[dict[str, object]] = []
    for name, database in (("sqlite", ""), ("postgresql", url)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "covenue.toml").touch()
        (folder / "README.md").write_text(LIST, encoding="utf-8")
        covenue = Covenue(folder, {"COVENUE_DATABASE": database} if database else {})
        assert covenue.crawl(server, "iclr-2025").exit_code == 0
        ids = [paper["id"] for paper in covenue.papers()]
        assert covenue.run("accept", ids[0], "--category", "ANN2SNN").exit_code == 0
        assert covenue.run("reject", *ids[1:3]).exit_code == 0
        assert covenue.run("undo", ids[2]).exit_code == 0
        published = covenue.run("publish", "--json")
        coverage = covenue.run("coverage", "--json").json
        said.append(
            {
                "papers": covenue.papers(),
                "found": [covenue.papers("--search", words) for words in ("ŽIKELIC spikes", "part 3", "theor cafe", "zzz")],
                "published": published.json,
                "list": (folder / "README.md").read_text(encoding="utf-8"),
                "coverage": {key: value for key, value in coverage.items() if key not in ("editions", "as_of")},
                "counts": [(row["venue"], row["crawled"], row["published"], row["rejected"]) for row in coverage["editions"]],
                "bibtex": covenue.run("export", "bibtex").out,
                "decisions": [json.loads(line)["verdict"] for line in covenue.run("decisions").out.splitlines()],
            }
        )
    assert said[0] == said[1]
    assert "Part" in str(said[1]["list"])
    found = said[1]["found"]
    assert isinstance(found, list)
    assert [len(papers) > 0 for papers in found] == [True, True, True, False]


def test_what_was_said_of_a_forgotten_paper_finds_it_under_its_new_title(url: str) -> None:
    paper = Paper(title="Spikes: An Early Title", venue="iclr", year=2025, doi="10.1145/1.1")
    with Store(url) as store:
        paper_id = add_paper(store, paper)
        decide(store, paper_id, "rejected", who="ada")
        record(store, "spikes", paper_id, "the same title")
        give_abstract(store, paper_id, "Pasted by hand.", "ada")
        assert forget(store, "iclr", 2025).by_hand == 1
        assert add_paper(store, replace(paper, title="What the Proceedings Call It")) == paper_id
        assert candidate(store, paper_id).abstract == "Pasted by hand."
        assert [each.paper_id for each in matches(store, MatchState.CONFIRMED)] == [paper_id]


def test_eight_who_decide_at_once_lose_nothing(url: str) -> None:
    with Store(url) as store:
        ids = add(store, *(f"Spikes of Part {number}" for number in range(40)))

    def work(who: int) -> int:
        with Store(url) as mine:
            made = [decide(mine, ids[(who * 7 + step) % 40], "rejected" if step % 2 else "later", who=f"r{who}") for step in range(15)]
        return len({each.number for each in made})

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [15] * 8
    with Store(url) as store:
        assert len(decisions(store)) == 120
        assert [each.number for each in decisions(store)] == list(range(1, 121))


def test_a_hung_colleague_is_waited_for_as_long_as_on_sqlite_and_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.3)
    with Store(url) as store, Store(url) as hung:
        [paper_id] = add(store, "On Spikes")
        with hung.writing() as connection:
            set_fact(connection, "colour", "green")
            with pytest.raises(StoreError, match=r"Another program has been writing to .* for more than"):
                decide(store, paper_id, "rejected", who="ada")
        decide(store, paper_id, "rejected", who="ada")


def test_a_colleague_who_hangs_for_ever_is_ended_by_the_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MOST_IDLE", 1)
    with Store(url) as store, Store(url) as hung:
        [paper_id] = add(store, "On Spikes")
        lost = hung.writing()
        connection = lost.__enter__()
        decide(store, paper_id, "rejected", who="ada")  # waits for the lock until the server ends the other one
        connection.invalidate()
        assert [each.who for each in decisions(store)] == ["ada"]


def test_a_second_crawl_at_once_is_refused(url: str) -> None:
    with crawl_lock(url), pytest.raises(CrawlLockedError), crawl_lock(url):
        pass
    with crawl_lock(url):
        pass


def test_the_lock_of_a_crawl_keeps_no_transaction_open(url: str, server_of_group: PostgresServer) -> None:
    with crawl_lock(url), server_of_group.connection("postgres") as connection:
        question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in transaction%%'"
        assert connection.execute(question, (url.rpartition("/")[2],)).fetchone() == (0,)


def test_a_server_that_stops_in_mid_crawl_is_said_and_the_same_command_finishes(
    url: str, server_of_group: PostgresServer, server: MisbehavingServer, covenue: Covenue
) -> None:
    covenue.environment["COVENUE_DATABASE"] = url
    server.faults = [Fault("resumptionToken", server.hold)]
    crawl = covenue.start("crawl", "aaai-2025", *at(server))
    assert server.holding.wait(timeout=30)
    server_of_group.stop()
    try:
        server.release.set()
        _, err = crawl.communicate(timeout=60)
    finally:
        server_of_group.start()
    assert crawl.returncode == 1
    assert "The database server of postgresql+psycopg://postgres@127.0.0.1" in err
    assert "Run the same command again when it answers" in err
    assert "Traceback" not in err
    assert covenue.crawl(server, "aaai-2025").edition("aaai-2025")["crawled"] == 20


def test_a_restart_between_two_pages_of_a_crawl_costs_nothing(
    url: str, server_of_group: PostgresServer, server: MisbehavingServer, covenue: Covenue
) -> None:
    covenue.environment["COVENUE_DATABASE"] = url
    server.faults = [Fault("resumptionToken", server.hold)]
    crawl = covenue.start("crawl", "aaai-2025", *at(server))
    assert server.holding.wait(timeout=30)
    server_of_group.restart()
    server.release.set()
    out, err = crawl.communicate(timeout=60)
    assert (crawl.returncode, json.loads(out)["editions"][0]["crawled"]) == (0, 20), err


def test_a_server_that_is_down_is_said_and_the_page_heals_by_itself(url: str, server_of_group: PostgresServer, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    with Store(url) as store:
        ids = add(store, "On Spikes", "Of Spikes")
        app = ReviewApp(ReviewService(store, tmp_path / "README.md", lambda *_: []), AccessPolicy(host="127.0.0.1", port=8000), "ada")
        client = TestClient(app.asgi, base_url="http://127.0.0.1:8000", headers={"Origin": "http://127.0.0.1:8000"})
        assert "On Spikes" in client.get("/").text
        server_of_group.stop()
        try:
            with pytest.raises(StoreError, match=r"The database server of .* is not there"):
                store.fact("colour")
            answer = client.post(f"/papers/{ids[0]}/decision", data={"verdict": "rejected", "expected": "0", "reason": "off"})
            assert answer.status_code >= 500
            assert "is not there" in answer.text
        finally:
            server_of_group.start()
        assert until(lambda: client.get("/").status_code == 200)
        client.post(f"/papers/{ids[0]}/decision", data={"verdict": "rejected", "expected": "0", "reason": "off"})
        assert [each.paper_id for each in decisions(store)] == [ids[0]]


@pytest.mark.parametrize(
    "path", ["/papers/%00", "/?text=a%00b", "/?category=%00&did=%00", "/papers?text=%00", "/add?find=a%00", "/history?who=%00"]
)
def test_a_nul_in_an_address_is_a_blank(url: str, tmp_path: Path, path: str) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    with Store(url) as store:
        add(store, "On Spikes")
        app = ReviewApp(ReviewService(store, tmp_path / "README.md", lambda *_: []), AccessPolicy(host="127.0.0.1", port=8000), "ada")
        client = TestClient(app.asgi, base_url="http://127.0.0.1:8000")
        assert client.get(path).status_code == (404 if "/papers/" in path else 200)


def test_decisions_go_from_one_engine_into_the_other_and_back(url: str, tmp_path: Path) -> None:
    with Store(url) as shared, Store(f"sqlite:///{tmp_path / 'own.sqlite'}") as own:
        ids = add(shared, "On Spikes", "Of Spikes", "In Spikes")
        add(own, "On Spikes", "Of Spikes", "In Spikes")
        decide(shared, ids[0], "accepted", who="ada", category="ANN2SNN")
        decide(own, ids[1], "rejected", who="bob", reason="nur über “Spikes”")
        apply(own, write_lines(decision_lines(shared)), "ada", ())
        apply(shared, write_lines(decision_lines(own)), "ada", ())
        told = [[(each.title, each.verdict, each.who, each.reason) for each in decision_lines(store)] for store in (shared, own)]
        assert sorted(told[0]) == sorted(told[1])
        assert len(told[0]) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ÉVÉNEMENT camera", ["Événement Cameras"]),
        ("evenement", ["Événement Cameras"]),
        ("привет", ["Привет, Spikes"]),
        ("ПРИВЕТ", ["Привет, Spikes"]),
        ("müller spik", ["Event-Based 3D Spikes", "Привет, Spikes"]),
        ("3d based", ["Event-Based 3D Spikes"]),
        ("pikes", []),
        ("50%", []),
        ("%", []),
    ],
)
def test_the_same_words_find_the_same_papers_on_both(url: str, tmp_path: Path, words: str, found: list[str]) -> None:
    for database in (url, f"sqlite:///{tmp_path / 'own.sqlite'}"):
        with Store(database) as store:
            add(store, "Événement Cameras", "Привет, Spikes", "Event-Based 3D Spikes", abstract="At night.")
            with store.writing() as connection:
                connection.execute(PAPERS.update().where(PAPERS.c.title == "Événement Cameras").values(authors=["Plato"]))
            with store.reading() as connection:
                matching = select(PAPERS.c.title).where(has_words(store, words)).order_by(PAPERS.c.title)
                assert sorted(connection.scalars(matching)) == sorted(found)
                assert number_with_words(store, connection, words) == len(found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("/covenue", "/nowhere_covenue"), r"no such database .*createdb"),
        (("postgres@", "nobody:secret@"), r"postgresql\+psycopg://nobody:\*\*\*@127"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said_with_the_next_step(url: str, change: tuple[str, str], says: str) -> None:
    with pytest.raises(StoreError, match=says) as refused:
        Store(url.replace(*change))
    assert "secret" not in str(refused.value)


def test_a_title_or_an_address_beyond_all_measure_costs_no_other_paper(url: str, server: MisbehavingServer, covenue: Covenue) -> None:
    """The words are not alike, or the server would press them into its index."""
    covenue.environment["COVENUE_DATABASE"] = url
    words = " ".join(sha256(str(number).encode()).hexdigest() for number in range(300))
    editions = {("iclr", 2025): made_up("iclr", 2025, 10)}
    editions["iclr", 2025][3] = replace(editions["iclr", 2025][3], title=words)
    server.serve_editions(editions)
    report = covenue.crawl(server, "iclr-2025").edition("iclr-2025")
    assert report["crawled"] == 9


def test_people_who_own_nothing_decide_in_a_database_set_up_as_the_documentation_says(server_of_group: PostgresServer) -> None:
    page = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
    said = page.partition("psql covenue <<'END'\n")[2].partition("    END\n")[0]
    with server_of_group.connection("postgres") as connection:
        connection.execute("CREATE ROLE covenue LOGIN")
        connection.execute("CREATE DATABASE covenue OWNER covenue ENCODING 'UTF8' TEMPLATE template0")
    with server_of_group.connection("covenue") as connection:
        for statement in filter(str.strip, said.split(";")):
            connection.execute(statement.encode())
    url = server_of_group.url("covenue")
    ada = url.replace("postgres@", "ada@")
    with pytest.raises(StoreError, match="cannot be written; check the permissions"):
        Store(ada)
    with Store(url.replace("postgres@", "covenue@")) as store:
        [paper_id] = add(store, "On Spikes")
    with Store(ada) as store:
        decide(store, paper_id, "rejected", who="ada")
        assert [each.who for each in decisions(store)] == ["ada"]
