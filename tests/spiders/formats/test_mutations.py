"""No answer, however garbled, makes a parser crash, hang, swell or invent papers that no database would take."""

import pytest
from mutations import FIXTURES, MOST_MEGABYTES, PARSERS, Parser, judge, megabytes, mutants

COUNT = 200


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_mutated_answers_end_in_a_format_error_or_plausible_papers(parser: Parser) -> None:
    body, before = (FIXTURES / parser.fixture).read_bytes(), megabytes()
    faults = [
        (label, outcome.kind, outcome.detail)
        for label, mutant in mutants(body, COUNT, parser.name)
        if (outcome := judge(parser.parse, mutant)).fault
    ]
    assert not faults
    assert megabytes() - before < MOST_MEGABYTES


def test_mutants_are_the_same_for_the_same_seed() -> None:
    body = (FIXTURES / "oai_records.xml").read_bytes()
    assert list(mutants(body, 24, "seed")) == list(mutants(body, 24, "seed"))
    assert list(mutants(body, 24, "seed")) != list(mutants(body, 24, "another"))
