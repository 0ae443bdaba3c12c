"""No answer, however garbled, makes a parser crash, hang, swell or invent papers that no database would take."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from mutations import EVERYTHING, FIXTURES, Parser, judge, mutants

from spiders import formats, saved

COUNT = 200


@pytest.mark.parametrize("parser", EVERYTHING.values(), ids=lambda parser: parser.name)
def test_mutated_answers_end_in_a_refusal_or_plausible_papers(parser: Parser) -> None:
    body = (FIXTURES / parser.fixture).read_bytes()
    faults = [
        (mutant.label, outcome.kind, outcome.detail)
        for mutant in mutants(body, COUNT, parser.name)
        if (outcome := judge(parser, mutant)).fault
    ]
    assert not faults


def parsers_of(room: ModuleType) -> Iterator[str]:
    """What reads an answer: the functions of a room's modules whose first argument is one."""
    for each in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{each.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if (
                function.__module__ == module.__name__
                and not name.startswith("_")
                and "answer" in list(inspect.signature(function).parameters)[:1]
            ):
                yield f"{each.name}.{name}"


def test_every_parser_is_mutated() -> None:
    mutated = (Path(__file__).parent / "mutations.py").read_text(encoding="utf-8")
    assert [name for room in (formats, saved) for name in parsers_of(room) if name not in mutated] == []


def test_mutants_are_the_same_for_the_same_seed() -> None:
    body = (FIXTURES / "oai_records.xml").read_bytes()
    assert list(mutants(body, 24, "seed")) == list(mutants(body, 24, "seed"))
    assert list(mutants(body, 24, "seed")) != list(mutants(body, 24, "another"))
