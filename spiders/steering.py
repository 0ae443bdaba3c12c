"""Signs that are not seen and steer what shows a text: C1 controls, which begin commands of a terminal, and bidirectional overrides and
isolates, by which a line reads as another one than it is (CVE-2021-42574). No title, name or abstract needs them. Pure.

U+0085 is not among them: it is white space, and whoever folds white space makes a space of it. Marks (U+200E, U+200F, U+061C) stay:
Hebrew and Arabic names have them.
"""

import re

STEERING = re.compile("[\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def without_steering(text: str) -> str:
    """The text without such signs."""
    return text if text.isascii() else STEERING.sub("", text)
