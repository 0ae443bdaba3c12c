"""Every public name says what it is for, and which of the project's errors it raises."""

import ast
import builtins
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [
    path
    for package in ("spiders", "classifier", "candidates")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts  # Alembic's upgrade and downgrade; what a version does stands at its head
]
# What Scrapy, http.server and asyncio call by name.
HOOKS = {"from_crawler", "open_spider", "close_spider", "process_request", "do_GET", "do_POST", "connection_made", "connection_lost"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt], above: str = "") -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """The public classes and functions of a module, and the methods of such classes, by their dotted names."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield above + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{above}{node.name}.")


def overrides(path: Path, name: str) -> bool:
    """A method that a base class has too: what it is for is said there."""
    kind, _, method = name.rpartition(".")
    if not kind or method in HOOKS:
        return bool(kind)
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    bases = getattr(module, kind.partition(".")[0]).__mro__[1:]
    return any(hasattr(base, method) for base in bases)


def own_statements(node: ast.AST) -> Iterator[ast.AST]:
    """What a function does itself, without the functions within it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield child
            yield from own_statements(child)


def errors_raised(function: Function) -> set[str]:
    """The errors, by the names of their classes, that a function makes and raises itself."""
    raised = [each.exc.func for each in own_statements(function) if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call)]
    return {each.id for each in raised if isinstance(each, ast.Name) and each.id.endswith("Error") and not hasattr(builtins, each.id)}


def is_command(node: ast.ClassDef | Function) -> bool:
    """The docstring of a command is its help."""
    return any("command(" in ast.unparse(each) for each in node.decorator_list)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
class TestDocstrings:
    def test_every_public_name_has_one(self, path: Path) -> None:
        module = ast.parse(path.read_text("utf-8"))
        found = public(module.body)
        assert [name for name, node in found if not ast.get_docstring(node) and not overrides(path, name)] == []
        assert ast.get_docstring(module) or not module.body

    def test_it_names_the_errors_that_are_raised(self, path: Path) -> None:
        silent = []
        for name, node in public(ast.parse(path.read_text("utf-8")).body):
            if isinstance(node, ast.ClassDef) or is_command(node) or not ast.get_docstring(node):
                continue
            told = ast.get_docstring(node) or ""
            silent += [f"{name}: {error}" for error in errors_raised(node) if error not in told]
        assert silent == []
