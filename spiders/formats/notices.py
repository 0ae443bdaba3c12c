"""What journals and proceedings print beside their papers: editorials, corrections, keynotes, and the front matter that nobody wrote.

They are kept, because whether they count is the maintainer's choice, and told apart by their track. Front matter is nobody's paper.
"""

import re

FRONT_MATTER = re.compile(
    r"(?:Front(?:\s|-)?matter|Preface|Foreword|Table of Contents|Title Page|Copyright(?: Page| Notice)?|Author Index|Cover(?: Page)?"
    r"|(?:IEEE .{0,90})?Publication Information|(?:IEEE .{0,90})?Information for Authors|List of Reviewers|Back Cover|Masthead)\W*",
    re.I,
)
# Seen in the titles of TPAMI, TNNLS, IJCV, TC and TCAD of 2021 and of ASPLOS 2023 (2026-11); retracted papers so in AAAI 2021 to 2025 and
# ACL 2021. "Author Correction", "Retraction notice to" and "WITHDRAWN" are how Springer Nature and Elsevier write it.
KINDS = (
    (
        "Correction",
        re.compile(r"(?:(?:Publisher|Author) )?(?:Corrections?|Corrigend(?:um|a)|Errat(?:um|a)|Addendum)\b\W*(?:to|for|:|\Z)", re.I),
    ),
    ("Retracted", re.compile(r"\W?(?:Retracted|Withdrawn)(?: (?:Article|Paper))?(?:\W?:|[\])])", re.I)),
    (
        "Retraction",
        re.compile(r"(?:Retraction(?: Note| Notice)?|Notice of (?:Violation|Retraction))\b\W*(?:to|of|:|\Z)", re.I),
    ),
    ("Editorial", re.compile(r"(?:Guest |Farewell |State of the Journal )?Editorial\b|.{0,120}: an editorial\Z", re.I)),
    ("Keynote", re.compile(r"Keynote\b.{0,4}:|.{0,200}\((?:Invited )?Keynote(?: (?:Talk|Address))?\)\Z", re.I)),
    ("Poster", re.compile(r"Poster: ", re.I)),
)


def is_front_matter(title: str) -> bool:
    """Whether a title is that of a volume's own pages."""
    return FRONT_MATTER.fullmatch(title) is not None


def kind_of(title: str) -> str:
    """What a title says that the entry is instead of a paper ("Editorial", "Correction"), for its track; "" for a paper."""
    return next((kind for kind, pattern in KINDS if pattern.match(title)), "")


def told_as(title: str, track: str) -> str:
    """What a stored entry is instead of a paper that stands ("Retracted", "Editorial"), by its title or by the track it was given; "" for
    a paper.
    """
    return kind_of(title) or next((kind for kind, _ in KINDS if kind == track), "")
