"""Rules for the records of the three packages, which no linter holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [path for package in ("spiders", "classifier", "candidates") for path in sorted((ROOT / package).rglob("*.py"))]
# More than three values in a row are told apart by nobody who reads the call.
MOST_BY_PLACE = 3


def records(path: Path) -> Iterator[tuple[str, int]]:
    """Every data class of a module with the number of fields that a call may give by their place."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            made = [ast.unparse(each) for each in node.decorator_list if ast.unparse(each).startswith("dataclass")]
            if made:
                yield node.name, 0 if "kw_only=True" in made[0] else len(by_place(node))


def by_place(record: ast.ClassDef) -> list[str]:
    found = []
    for each in record.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            if ast.unparse(each.annotation) == "KW_ONLY":
                break
            if not ast.unparse(each.annotation).startswith("ClassVar") and "init=False" not in ast.unparse(each):
                found.append(each.target.id)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_record_of_many_fields_is_made_by_their_names(path: Path) -> None:
    assert [name for name, number in records(path) if number > MOST_BY_PLACE] == []
