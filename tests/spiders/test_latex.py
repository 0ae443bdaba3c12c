"""LaTeX as text says nothing on the terminal, whatever a title holds."""

import logging

import pytest

from spiders.latex import latex_converter


@pytest.mark.parametrize("source", [r"$O(\sqrt{n}\ensuremath", r"\ensuremath", r"\frac{1}"])
def test_macros_that_break_off_are_converted_without_a_word(source: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        try:
            latex_converter("text")(source)
        except Exception:  # noqa: BLE001  # any kind may come of broken LaTeX; that nothing is printed is what counts
            return
        finally:
            assert not [each for each in caplog.records if each.name.startswith("pylatexenc")]
