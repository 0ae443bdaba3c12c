"""Numbers in sentences."""

import pytest

from candidates.counted import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ("paper",), "1 paper"),
        (0, ("paper",), "0 papers"),
        (1234, ("paper",), "1,234 papers"),
        (2, ("entry", "entries"), "2 entries"),
        (1, ("entry", "entries"), "1 entry"),
    ],
)
def test_a_number_has_its_word(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said
