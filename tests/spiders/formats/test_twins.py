"""Each parser reads its saved answer exactly as the twin beside it says (`fixtures/NAME.expected.json`)."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from mutations import FIXTURES, PARSERS, Parser


def plain(value: object) -> object:
    """As JSON holds it; empty fields are left out, so that twins stay readable."""
    if is_dataclass(value):
        return plain({each.name: getattr(value, each.name) for each in fields(value)})
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items() if item not in ("", None, (), {}, [])}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_parser_reads_its_answer_as_the_twin_says(parser: Parser) -> None:
    expected = json.loads((FIXTURES / f"{parser.name}.expected.json").read_text(encoding="utf-8"))
    assert plain(parser.parse((FIXTURES / parser.fixture).read_bytes())) == expected


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_an_answer_in_utf_8_is_read_so_though_its_server_names_a_table_of_256_signs_for_every_file(parser: Parser) -> None:
    body = (FIXTURES / parser.fixture).read_bytes()
    for named in ("iso-8859-1", "windows-1252", "us-ascii"):
        assert plain(parser.parse(body, named)) == plain(parser.parse(body))


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_an_answer_whose_lines_end_as_on_windows_is_read_alike(parser: Parser) -> None:
    body = (FIXTURES / parser.fixture).read_bytes()
    assert plain(parser.parse(body.replace(b"\n", b"\r\n"))) == plain(parser.parse(body))
