"""Mends text that was decoded with the wrong table ("SpikingÂ Neural", "Uniï¬ed"). Pure; needs ftfy only for what is not plain ASCII."""

import re

from spiders.steering import without_steering

# UTF-8 read as cp1252 or cp1254: the no-break space U+00A0 (C2 A0) shows as "Â" and a space. After a word only, so that a word that
# begins with "Â" is left alone.
SPACE = re.compile(r"(?<=\S)Â[\xa0 ](?=\S)|Â\xa0")
# The ligatures U+FB00 to U+FB04 (EF AC 80 to 84). The third byte of "fi", 81, is undefined in these tables and was dropped on the way
# (seen 2026-11: "Efï¬cient", "Classiï¬cation"), so that "ï¬" alone can only be "fi"; ftfy cannot know that.
LIGATURES = {"ï¬€": "ff", "ï¬‚": "fl", "ï¬ƒ": "ffi", "ï¬„": "ffl", "ï¬\x81": "fi", "ï¬": "fi"}
LIGATURE = re.compile("|".join(sorted(LIGATURES, key=len, reverse=True)))
WHOLE_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
LINE_ENDS = re.compile(r"(\r\n|\n|\r)")


def mend(text: str) -> str:
    """`text` of one line with its encoding repaired; unchanged when nothing is broken.

    A broken no-break space becomes a plain one: it came with the copy from a web page, and the lines around it have plain spaces.
    """
    if text.isascii():
        return text
    import ftfy  # here: 70 ms, and most lines are plain ASCII

    mended = LIGATURE.sub(lambda found: LIGATURES[found[0]], SPACE.sub(" ", text))
    repaired: str = ftfy.fix_encoding(mended)
    return repaired


def one_line(text: str) -> str:
    """`text` mended, its ligatures written out, every run of white space one plain space and no sign in it that steers what shows it, as
    titles are compared and shown."""
    mended = without_steering(mend(text))
    for ligature, letters in WHOLE_LIGATURES.items():
        mended = mended.replace(ligature, letters)
    return " ".join(mended.split())


def fix_encoding(data: bytes) -> bytes:
    """UTF-8 bytes with every broken line mended; lines, line ends and all other lines stay as they are.

    Raises UnicodeDecodeError for bytes that are not UTF-8. Doing it twice changes nothing more.
    """
    pieces = LINE_ENDS.split(data.decode("utf-8"))
    return "".join(piece if piece in ("\r\n", "\n", "\r") else _settled(piece) for piece in pieces).encode("utf-8")


def _settled(line: str) -> str:
    """Mended until nothing changes: text broken twice over needs two rounds, and three were never seen."""
    for _ in range(4):
        mended = mend(line)
        if mended == line or LINE_ENDS.search(mended):
            break
        line = mended
    return line
