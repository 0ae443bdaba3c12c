"""What a person gets for a wrong word on the command line or in the settings, and what the commands load."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from covenue_command import OWN, Covenue, Outcome
from misbehaving import MisbehavingServer

from candidates import cli
from candidates.cli import COMMANDS, LOOKED_FOR

HEAVY = ("torch", "sentence_transformers", "sklearn")
# Says after the command which of the heavy packages it has loaded.
TELLS = f"""
import atexit, sys
atexit.register(lambda: print("loaded:", *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr))
"""


@dataclass
class Typed:
    """The command in this process, for what is not about the process: one of its own takes a second to start."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> Outcome:
        self.capsys.readouterr()
        code = cli.run(list(words))
        shown = self.capsys.readouterr()
        return Outcome(code, shown.out, shown.err)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """In an empty project."""
    (tmp_path / "covenue.toml").touch()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(OWN)]:
        monkeypatch.delenv(name)
    return Typed(tmp_path, capsys)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["crawl", "nowhere-2025"], "Covenue knows no venue 'nowhere'; the venues are aaai, iclr, ijcai, mm, icml, neurips, cvpr"),
        (["crawl", "aaai-1999"], "Covenue knows no AAAI 1999; the years it knows are 2013 to 2027; a table of your own can add one"),
        (["crawl", "everything"], "'everything' is no edition; write venue-year, for example aaai-2025."),
        (["crawl", "aaai", "--years", "2025-2021"], "--years: '2025-2021' runs backwards; write 2021-2025."),
        (["crawl", "aaai", "--years", "lately"], "--years: 'lately' is no span of years; write 2021-2025 or 2025."),
        (["papers", "nowhere-2025"], "Covenue knows no venue 'nowhere'"),
        (["crawl", "aaai-2025", "--delay", "-1"], "--delay"),
        (["crawl", "--everything"], "No such option"),
        (["fetch"], "No such command 'fetch'; did you mean `covenue crawl`?"),
    ],
)
def test_a_wrong_word_is_refused_with_what_there_is_and_changes_nothing(typed: Typed, words: list[str], says: str) -> None:
    outcome = typed.run(*words)
    assert outcome.exit_code == 2
    assert says in outcome.err
    assert outcome.out == ""
    assert [path.name for path in typed.folder.iterdir()] == ["covenue.toml"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('lits = "README.md"', "there is no setting 'lits'; the settings are list, database, decisions, contact"),
        ("years = 2025", "years: write text in quotes, not 2025; in an empty folder `covenue init` writes an example"),
        ('years = "2025-2021"', "runs backwards"),
        ('delay = { "ojs.aaai.org" = "slowly" }', "delay.ojs.aaai.org"),
        ("threshold = 7", "threshold: write a number up to 1, not 7"),
        ("delay = 3", "delay: write a table such as"),
        ("list = ", "not valid TOML"),
        ('list = "a\\u0000b"', "list: 'a\\x00b' holds a control character"),
        ('decisions = "a\\nb"', "decisions: 'a\\nb' holds a control character"),
    ],
)
def test_settings_that_cannot_be_meant_are_named_with_their_key(typed: Typed, settings: str, says: str) -> None:
    (typed.folder / "covenue.toml").write_text(settings + "\n")
    outcome = typed.run("crawl", "aaai-2025", "--no-screen")
    assert outcome.exit_code == 1
    assert "covenue.toml" in outcome.err
    assert says in outcome.err
    assert [path.name for path in typed.folder.iterdir()] == ["covenue.toml"]


def test_a_settings_file_that_is_not_there_is_named(typed: Typed) -> None:
    outcome = typed.run("crawl", "aaai-2025", "--config", "elsewhere.toml")
    assert outcome.exit_code == 1
    assert "There is no configuration file elsewhere.toml; `covenue init` writes one." in outcome.err


@pytest.mark.parametrize(
    ("mirror", "says"),
    [
        ("http://127.0.0.1:9", "Nobody answers at the mirror http://127.0.0.1:9"),
        ("mirror.lan", "is no address of a mirror"),
        ("http://[", "is no address of a mirror"),
    ],
)
def test_a_mirror_that_is_not_there_is_said_before_anything_is_tried(typed: Typed, mirror: str, says: str) -> None:
    outcome = typed.run("crawl", "aaai-2025", "--mirror", mirror, "--no-screen")
    assert outcome.exit_code == 1
    assert says in outcome.err
    assert [path.name for path in typed.folder.iterdir()] == ["covenue.toml"]


def test_a_todo_that_names_no_edition_asks_for_one(typed: Typed) -> None:
    (typed.folder / "README.md").write_text("# List\n\n## TODO List\n\n - [ ] Tidy up\n\n## Papers\n\n### A\n\n - A paper\n")
    outcome = typed.run("crawl", "--no-screen")
    assert outcome.exit_code == 2
    assert "names no edition; say which, for example `covenue crawl icml-2025`" in outcome.err


def test_the_todo_is_crawled_in_the_order_that_the_list_suggests(server: MisbehavingServer, covenue: Covenue) -> None:
    assert covenue.run("init").exit_code == 0
    reports = covenue.crawl(server).json["editions"]
    assert [f"{report['venue']}-{report['year']}" for report in reports] == [
        "aaai-2025",
        "iclr-2025",
        "ijcai-2025",
        "mm-2025",
        "icml-2025",
        "neurips-2025",
    ]


def test_init_writes_settings_and_list_and_never_overwrites(typed: Typed) -> None:
    first = typed.run("init", "mine", "--json")
    (typed.folder / "mine" / "README.md").write_text("my own list\n")
    second = typed.run("init", "mine", "--json")
    assert [(each.json["written"], each.json["kept"]) for each in (first, second)] == [
        (["covenue.toml", "README.md", ".gitignore"], []),
        ([], ["covenue.toml", "README.md"]),
    ]
    assert (typed.folder / "mine" / "README.md").read_text() == "my own list\n"
    assert typed.run("papers", "--json", "--config", "mine/covenue.toml").json == []


@pytest.mark.parametrize(
    "words", [["--help"], ["papers", "--json"], ["crawl", "iclr-2025", "--no-screen", "--json"], ["coverage", "--json"]]
)
def test_crawling_and_looking_load_no_model(server: MisbehavingServer, covenue: Covenue, words: list[str]) -> None:
    covenue.before += TELLS
    covenue.environment = {"COVENUE_MIRROR": server.address}
    outcome = covenue.run(*words)
    assert outcome.exit_code == 0
    assert outcome.err.splitlines()[-1] == "loaded:"


def test_a_table_is_printed_for_people_and_one_document_for_programs(server: MisbehavingServer, covenue: Covenue) -> None:
    words = ("crawl", "iclr-2025", "--mirror", server.address, "--delay", "0", "--no-screen")
    for_people = covenue.run(*words)
    assert for_people.out.splitlines()[1].split()[:3] == ["iclr-2025", "complete", "10"]
    document = json.loads(covenue.run(*words, "--json").out)
    assert document["editions"][0].keys() == {
        *("venue", "year", "status", "declared", "counted", "crawled", "new", "abstracts"),
        *("requests", "bytes", "seconds", "sources", "message"),
    }


def test_json_is_utf8_on_a_terminal_that_is_not(server: MisbehavingServer, covenue: Covenue) -> None:
    covenue.run("crawl", "iclr-2025", "--mirror", server.address, "--delay", "0", "--no-screen")
    (covenue.folder / "README.md").write_text("# L\n\n## Größe → β\n\n- Größe und β-Divergenz\n- größe und β-divergenz\n", encoding="utf-8")
    covenue.environment = {"PYTHONIOENCODING": "ascii"}
    with covenue.start("lint", "--json") as process:
        assert process.stdout is not None
        found = json.loads(process.stdout.read())
    assert any("β" in each["text"] for each in found)


def test_what_another_encoding_lacks_ends_no_command(covenue: Covenue) -> None:
    (covenue.folder / "README.md").write_text("# L\n\n## Größe → β\n\n- Größe und β-Divergenz\n- größe und β-divergenz\n", encoding="utf-8")
    covenue.environment = {"PYTHONIOENCODING": "cp1252"}
    with covenue.start("lint") as process:
        assert process.stdout is not None
        assert b"?-divergenz" in process.stdout.buffer.read()
    assert process.returncode == 1  # it found the double


@pytest.mark.parametrize(
    ("folder", "environment", "remedy"),
    [
        ("größe", {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}, "set PYTHONUTF8=1"),
        ("gr\udcfc\udcdfe", {"PYTHONUTF8": "1"}, "rename it"),
    ],
)
def test_a_folder_whose_name_this_system_cannot_spell_is_named_with_a_remedy(
    covenue: Covenue, folder: str, environment: dict[str, str], remedy: str
) -> None:
    covenue.run("init")
    covenue.folder = covenue.folder / folder
    covenue.folder.mkdir()
    (covenue.folder / "covenue.toml").write_text('topic = ""\n', encoding="utf-8")
    covenue.environment = environment
    outcome = covenue.run("queue")
    assert outcome.exit_code == 1
    assert "has letters that names of files cannot have here" in outcome.err
    assert remedy in outcome.err


@pytest.mark.parametrize("words", [("papers", "--search", "\udcff"), ("show", "\udcff"), ("--database", "\udcff.sqlite", "papers")])
def test_a_word_of_bytes_that_are_no_letters_is_refused_in_a_sentence(covenue: Covenue, words: tuple[str, ...]) -> None:
    outcome = covenue.run(*words)
    assert outcome.exit_code == 2
    assert "is not UTF-8; type it anew" in outcome.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are named pipes")
def test_a_list_that_is_a_pipe_is_not_waited_for(covenue: Covenue) -> None:
    os.mkfifo(covenue.folder / "README.md")
    outcome = covenue.run("entries")
    assert outcome.exit_code == 1
    assert "is no file but a pipe or a device" in outcome.err


def test_a_word_longer_than_any_id_is_no_id(covenue: Covenue) -> None:
    (covenue.folder / "saved.bib").write_text("@inproceedings{a, title = {Spiking Nets of Rats}, year = 2025}\n")
    covenue.run("import", "saved.bib", "--edition", "icml-2025", "--no-screen")
    outcome = covenue.run("show", "x" * 100_000)
    assert outcome.exit_code == 2
    assert "No crawled paper has the id" in outcome.err


def test_what_finds_no_paper_says_so(typed: Typed) -> None:
    outcome = typed.run("papers", "--search", "spike camera")
    assert (outcome.exit_code, outcome.out) == (0, "")
    assert "`covenue coverage` shows what was crawled" in outcome.err


def test_a_file_of_another_kind_is_no_file_of_decisions(typed: Typed) -> None:
    (typed.folder / "README.md").write_text("# List\n\n- A paper\n")
    outcome = typed.run("decisions", "--apply", "README.md")
    assert outcome.exit_code == 1
    assert outcome.err == "covenue: README.md holds no decision; name a file that `covenue decisions` wrote.\n"
    assert typed.run("decisions", "--json").json == []


@pytest.mark.parametrize("words", [("papers", "--json"), ("--help",)])
def test_a_reader_that_stops_early_is_no_error(covenue: Covenue, words: tuple[str, ...]) -> None:
    with covenue.start(*words) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, "")


def _nobody_reads_errors() -> None:
    reader, writer = os.pipe()
    os.dup2(writer, 2)
    os.close(reader)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_message_that_nobody_reads_keeps_no_command_from_its_work(covenue: Covenue, encoding: str) -> None:
    covenue.environment = {"PYTHONIOENCODING": encoding}
    (covenue.folder / "saved.bib").write_text("@inproceedings{a, title = {Spiking Nets of Rats}, year = 2025}\n")
    assert covenue.run("import", "saved.bib", "--edition", "icml-2025", "--no-screen").exit_code == 0
    paper = covenue.papers()[0]["id"]
    covenue.limits = _nobody_reads_errors
    assert covenue.run("accept", paper).exit_code == 0  # says first that there is no list
    assert covenue.run("nonsense").exit_code == 2
    covenue.limits = None
    assert [each["verdict"] for each in covenue.run("decisions", "--json").json] == ["accepted"]


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_closed_streams_are_as_those_that_nobody_reads(covenue: Covenue, closed: tuple[int, ...]) -> None:
    covenue.run("init")
    covenue.limits = lambda: [os.close(each) for each in closed] and None
    assert covenue.run("entries").exit_code == 0
    outcome = covenue.run("nonsense")
    assert outcome.exit_code == 2
    assert "Traceback" not in outcome.err


def test_what_this_program_starts_has_the_stream_that_was_closed_too(covenue: Covenue) -> None:
    covenue.before += (
        "\nimport subprocess, candidates.cli as cli\n"
        "def start(arguments):\n"
        "    child = 'import os; os.fstat(1); os.write(2, b\"all there\")'\n"
        "    return subprocess.run([__import__('sys').executable, '-c', child]).returncode\n"
        "cli.run = start"
    )
    covenue.limits = lambda: os.close(1)
    outcome = covenue.run("entries")
    assert (outcome.exit_code, outcome.err) == (0, "all there")


def test_a_saved_file_of_another_year_is_refused_in_two_sentences(covenue: Covenue) -> None:
    (covenue.folder / "saved.bib").write_text("@article{a, title = {Spiking Nets}, year = 2025}\n")
    outcome = covenue.run("import", "saved.bib", "--edition", "icml-2024")
    assert outcome.exit_code == 1
    assert outcome.err == "covenue: saved.bib: The entry a is of 2025, not of 2024. Check the file and --edition.\n"
    assert covenue.papers() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [("entries",), ("entries", "--json"), ("export", "csv"), ("topic",)])
def test_a_full_disk_behind_standard_output_is_said_and_is_no_error_in_the_program(covenue: Covenue, words: tuple[str, ...]) -> None:
    covenue.run("init")
    covenue.before += "\nimport os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    outcome = covenue.run(*words)
    assert outcome.exit_code == 1
    assert "No space left on device" in outcome.err
    assert "error in the program" not in outcome.err


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("status", "coverage"),
        ("doctor", "check"),
        ("enrich", "annotate"),
        ("serve", "review"),
        ("covrage", "coverage"),
        ("Publsh", "publish"),
    ],
)
def test_a_word_that_is_no_command_is_answered_with_the_one_that_is_meant(typed: Typed, word: str, meant: str) -> None:
    answer = typed.run(word)
    assert (answer.exit_code, f"did you mean `covenue {meant}`?" in answer.err) == (2, True)


def test_help_is_a_word_too(typed: Typed) -> None:
    assert typed.run("help").out == typed.run("--help").out
    assert typed.run("help", "queue").out == typed.run("queue", "--help").out
    for words in (("HELP",), ("help", "help"), ("help", "--help")):
        assert typed.run(*words).out == typed.run("--help").out
    assert "did you mean `covenue crawl`?" in typed.run("help", "fetch").err
    assert "No such command 'xyzzyx'" in typed.run("xyzzyx").err
    assert typed.run("-v").out == typed.run("--version").out


@pytest.mark.parametrize(
    ("typed", "number", "offered"),
    [
        ("covenue help ", 2, {"crawl", "queue"}),
        ("covenue craw ", 2, {"crawl", "queue"}),
        ("covenue craw", 1, {"crawl"}),
        ("covenue show --fe", 2, {"--fetch-abstract"}),
    ],
)
def test_a_shell_that_completes_a_word_is_offered_words_alone(covenue: Covenue, typed: str, number: int, offered: set[str]) -> None:
    covenue.environment = {"COMP_WORDS": typed, "COMP_CWORD": str(number), "_COVENUE_COMPLETE": "bash_complete"}
    answer = covenue.run()
    assert (answer.exit_code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert all(line.startswith("plain,") for line in lines)
    assert offered <= {line.removeprefix("plain,") for line in lines}


def test_every_word_that_people_look_for_leads_to_a_command() -> None:
    assert {meant.split()[0] for meant in LOOKED_FOR.values()} <= COMMANDS.keys()
    assert not LOOKED_FOR.keys() & COMMANDS.keys()


def test_a_word_of_bytes_that_are_no_letters_is_named_and_no_variable_of_others_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMEBODYS_TOKEN", "hush\udcff")
    monkeypatch.setenv("COVENUE_DATABASE", "b\udcff")
    monkeypatch.setattr(sys, "argv", ["covenue", "papers", "--search", "a\udcff"])
    assert cli._broken_words() == ["a\udcff", "COVENUE_DATABASE"]
