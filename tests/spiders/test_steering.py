"""No sign that steers a terminal or turns a line around comes out of an answer, goes into a list or reaches a terminal."""

import io
import re
from collections.abc import Callable

import pytest

from candidates.cli import Screen
from spiders.formats.text import clean
from spiders.mojibake import one_line
from spiders.steering import without_steering

SIGNS = [chr(each) for each in (*range(0x80, 0x85), *range(0x86, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("made", [clean, one_line, without_steering])
def test_every_such_sign_goes_and_the_words_stay(made: Callable[[str], str]) -> None:
    for sign in SIGNS:
        # Some are a letter of Windows' table (0x80 the euro), which takes their place.
        cleaned = made(f"On {sign}Spikes{sign} of Δ")
        assert not set(SIGNS) & set(cleaned)
        assert re.fullmatch(r"On \S?Spikes\S? of Δ", cleaned)


def test_marks_that_hebrew_names_need_stay() -> None:
    assert clean("דוד\u200e (David)") == "דוד\u200e (David)"


def test_letters_that_were_decoded_by_the_wrong_table_come_back_before_what_is_left_goes() -> None:
    assert clean("Jos\u00c3\u00a9 thinks itâ\x80\x99s sparse") == "José thinks it’s sparse"


def test_a_terminal_gets_none_of_them_and_keeps_its_colours() -> None:
    terminal = io.StringIO()
    Screen(terminal).write("\x1b[31mred\x1b[0m \x9b31m\u202etfel\n")
    assert terminal.getvalue() == "\x1b[31mred\x1b[0m 31mtfel\n"
