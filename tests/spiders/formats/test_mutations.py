"""No answer, however garbled, makes a parser crash, hang, swell or invent papers that no database would take."""

import pytest
from mutations import FIXTURES, PARSERS, Parser, judge, mutants

COUNT = 200


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_mutated_answers_end_in_a_format_error_or_plausible_papers(parser: Parser) -> None:
    body = (FIXTURES / parser.fixture).read_bytes()
    faults = [
        (label, outcome.kind, outcome.detail)
        for label, mutant in mutants(body, COUNT, parser.name)
        if (outcome := judge(parser.parse, mutant)).fault
    ]
    assert not faults


def test_mutants_are_the_same_for_the_same_seed() -> None:
    body = (FIXTURES / "oai_records.xml").read_bytes()
    assert list(mutants(body, 24, "seed")) == list(mutants(body, 24, "seed"))
    assert list(mutants(body, 24, "seed")) != list(mutants(body, 24, "another"))
