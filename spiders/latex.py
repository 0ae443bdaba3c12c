"""LaTeX as the text that it shows: the one door to pylatexenc. Pure; imports nothing of the project.

The library is loaded when first asked, for that takes longer than reading a volume (2026-11).
"""

import logging
from collections.abc import Callable
from functools import cache


@cache
def latex_converter(math_mode: str, *, keep_comments: bool = False) -> Callable[[str], str]:
    """A function from LaTeX to text; `math_mode` is "text" or "verbatim" (formulas as written). Broken LaTeX may raise anything.

    Whatever LaTeX there is, nothing is logged: a title that breaks off in a macro printed a warning on the terminal (2026-11-29).
    """
    from pylatexenc.latex2text import LatexNodes2Text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    convert: Callable[[str], str] = LatexNodes2Text(math_mode=math_mode, keep_comments=keep_comments).latex_to_text
    return convert
