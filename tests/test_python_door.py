"""The names for other programs: documented, importable, and cheap until they are used."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

EXAMPLES = re.findall(r"```python\n(.*?)```", (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_page_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in EXAMPLES:
        exec(example, names)
    assert {"papers", "classifier", "workspace"} <= names.keys()


@pytest.mark.parametrize("package", ["spiders", "classifier", "candidates"])
def test_every_public_name_is_there_and_there_are_at_most_a_dozen(package: str) -> None:
    module = import_module(package)
    assert len(module.__all__) <= 12
    assert all(getattr(module, name) is not None for name in module.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        module.nothing  # noqa: B018 - asking is the test


def test_importing_the_packages_and_asking_for_help_loads_nothing_heavy() -> None:
    heavy = {"torch", "scrapy", "sqlalchemy", "sklearn"}
    code = f"import sys, spiders, classifier, candidates, candidates.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "candidates", "--version"], capture_output=True, text=True, check=True)
    assert "covenue" in done.stdout
