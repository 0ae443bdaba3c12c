"""`covenue classify` and `covenue evaluate`, run as a person runs them."""

import json
from pathlib import Path

import pytest

from candidates.cli import run

LIST = """# A list

## Papers

### Spiking Attention Mechanism

- Spikformer: When Spiking Neural Network Meets Transformer
- Spike-driven Transformer

### ANN2SNN

- Optimal Conversion of Conventional Artificial Neural Networks to Spiking Neural Networks
- Bridging the Gap between ANNs and SNNs by Calibrating Offset Spikes
"""
PAPERS = [
    {"title": "Towards High-performance Spiking Transformers", "abstract": None, "keywords": ["SNN"], "venue": "mm", "year": 2024},
    {"title": "Private Non-smooth ERM", "abstract": "Optimization."},
    {"title": "Half a \ud800 pair", "year": "unknown", "keywords": "none"},
]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the tests of this module, so that each text is encoded once."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture
def folder(tmp_path: Path, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_text(LIST)
    (tmp_path / ".covenue").symlink_to(vectors)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_missing_file_and_a_folder_are_told_with_what_to_type(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", "nothing.jsonl"]) == 1
    assert "There is no file nothing.jsonl." in capsys.readouterr().err
    assert run(["classify", str(folder)]) == 2
    assert "with -o FOLDER" in capsys.readouterr().err


def test_a_line_comes_out_for_each_paper_in_order_with_and_without_json(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "in.jsonl").write_text("\n".join(json.dumps(paper) for paper in PAPERS))
    assert run(["classify", "in.jsonl"]) == 0
    plain = capfdbinary.readouterr().out
    assert run(["classify", "in.jsonl", "--json"]) == 0
    assert capfdbinary.readouterr().out == plain
    answers = lines(plain.decode())
    assert [answer["title"] for answer in answers] == [paper["title"] for paper in PAPERS]
    assert [answer["flagged"] for answer in answers] == [True, False, False]
    assert set(answers[0]) == {"title", "score", "flagged", "categories", "reasons"}
    assert answers[0]["reasons"]


def test_bad_lines_are_named_and_the_rest_goes_on(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    good = json.dumps(PAPERS[0])
    (folder / "in.jsonl").write_bytes(b'{"title": "  "}\nnot json\n[]\n\n\xff\xfe{}\n' + good.encode() + b'\n{"title": 7}\n')
    assert run(["classify", "in.jsonl"]) == 3
    out, err = capfdbinary.readouterr()
    assert len(lines(out.decode())) == 1
    assert [line.split(":")[0] for line in err.decode().splitlines()] == ["line 1", "line 2", "line 3", "line 5", "line 7"]


@pytest.mark.parametrize(
    ("setting", "said"),
    [('topic = "nowhere.toml"', "no readable topic file"), ('model = "/no/such/model"', "no model folder")],
)
def test_settings_that_cannot_be_used_end_in_one_sentence(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], setting: str, said: str
) -> None:
    (folder / "covenue.toml").write_text(setting)
    (folder / "in.jsonl").write_text(json.dumps(PAPERS[0]))
    assert run(["classify", "in.jsonl"]) == 1
    err = capfdbinary.readouterr().err.decode()
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_the_list_alone_can_be_measured(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["evaluate", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert report["screening"]["positives"] == 4
    assert report["screening"]["recall"] == 1.0
    assert report["categories"]["papers"] == 4
    assert "logistic regression on vectors" in report["leave_one_out"]


def test_labels_are_measured_among_all_papers_of_their_editions(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    labelled = {**PAPERS[0], "label": 2, "category": "Spiking Attention Mechanism", "also": []}
    (folder / "labels.jsonl").write_text(json.dumps(labelled))
    others = [{"title": f"Ordinary paper {n}", "venue": "mm", "year": 2024} for n in range(20)]
    (folder / "papers.jsonl").write_text(
        "\n".join(json.dumps(paper) for paper in [PAPERS[0], *others, {**PAPERS[1], "venue": "aaai", "year": 1999}])
    )
    assert run(["evaluate", "--labels", "labels.jsonl", "--papers", "papers.jsonl", "--encode-all", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert (report["screening"]["papers"], report["screening"]["positives"], report["screening"]["average_precision"]) == (21, 1, 1.0)
    assert report["categories"]["top1"] == 1.0
    simpler = [f"{what} for “spik”" for what in ("search titles", "search titles and abstracts")]
    assert set(report["baselines"]) == {"covenue", *simpler, "logistic regression on words", "logistic regression on vectors"}
    assert set(report["parts"]) == set(report["intervals"]) == {"all", "with abstract", "title only", "2024"}
    assert report["intervals"]["2024"]["recall"] == [1.0, 1.0]
    assert sum(one["papers"] for one in report["reliability"]) == 21
    assert run(["evaluate", "--labels", "labels.jsonl"]) == 0
    shown, said = capfdbinary.readouterr()
    assert "avg. precision" in shown.decode() or "avg." in shown.decode()
    assert b"Only the labelled papers are measured" in said
    assert not list(folder.glob("*.sqlite")), "measuring makes no database"


def test_the_decisions_that_labels_say_are_replayed(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    places = ("Speech", "Vision", "Robots", "Maps")
    labelled = [{"title": f"Spiking Neural Networks for {place}", "venue": "mm", "year": 2024, "label": 2} for place in places]
    labelled.append({"title": "Spiking Neurons Recorded", "venue": "mm", "year": 2024, "label": 0})
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, labelled)))
    assert run(["evaluate", "--labels", "labels.jsonl", "--replay", "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    replayed = report["replay"]
    assert {"screening", "categories", "seconds"} <= set(report)
    assert (replayed["papers"], replayed["belong"], replayed["steps"][0]["decided"]) == (5, 4, 0)
    assert replayed["steps"][-1]["waiting"] == 0
    assert replayed["strengths"][0]["strength"] == 0.0
    assert run(["evaluate", "--labels", "labels.jsonl", "--replay"]) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "Deciding on 5 papers, of which 4 belong" in shown
    assert "Best strength" in shown


def test_a_replay_of_no_decisions_says_where_to_decide(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["evaluate", "--replay"]) == 1
    assert "Nothing is decided yet" in capfdbinary.readouterr().err.decode()


def test_the_decisions_of_the_database_are_replayed_in_their_order(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "covenue.toml").write_text('list = "README.md"\n')
    titles = ("Cooking of Rice", "Spiking Networks for Speech", "Spiking Networks for Maps")
    (folder / "mm.json").write_text(json.dumps([{"title": title} for title in titles]))
    assert run(["import", "mm.json", "--edition", "mm-2024"]) == 3, "fewer papers than were counted: done in part"
    capfdbinary.readouterr()
    assert run(["papers", "mm-2024", "--json"]) == 0
    ids = {paper["title"]: paper["id"] for paper in json.loads(capfdbinary.readouterr().out)}
    assert run(["reject", ids["Cooking of Rice"]]) == 0
    assert run(["accept", *(ids[title] for title in titles[1:])]) == 0
    capfdbinary.readouterr()
    assert run(["evaluate", "--replay", "--json"]) == 0
    steps = json.loads(capfdbinary.readouterr().out)["replay"]["steps"]
    assert [(step["decided"], step["accepted"], step["waiting"]) for step in steps] == [(0, 0, 3), (1, 0, 2), (2, 1, 1), (3, 2, 0)]


def test_a_wrong_labels_file_names_its_line(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "labels.jsonl").write_text('{"title": "A"}')
    assert run(["evaluate", "--labels", "labels.jsonl"]) == 1
    assert "line 1" in capfdbinary.readouterr().err.decode()
