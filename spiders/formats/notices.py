"""What journals and proceedings print beside their papers: editorials, corrections, keynotes, and the front matter that nobody wrote.

They are kept, because whether they count is the maintainer's choice, and told apart by their track. Front matter is nobody's paper.
"""

import re

FRONT_MATTER = re.compile(
    r"\W*(?:Front(?:\s|-)?matter|Preface|Foreword|Table of Contents|(?:Half )?Title Page(?: [ivx]+)?|Copyright(?: Page| Notice)?"
    r"|(?:Author|Keyword|Subject)(?:['’]?s['’]?)? Index|Cover(?: Page)?|Back Cover|Masthead|Session details: .{0,300}"
    r"|(?:IEEE .{0,90})?Publication Information|(?:IEEE .{0,90})?Information for Authors|Publisher['’]?s (?:Information|Page)"
    r"|(?:Conference|Symposium) Organi[sz]ation|(?:Conference|Technical) Program(?:me)?|Program(?:me)? at a Glance"
    r"|Sponsors(?: and Supporters)?"
    # What IEEE's volumes hold beside papers, and Crossref with them.
    r"|(?:[A-Z]{2,10}\W{0,2}(?:\d\d){1,2}\W+)?"
    r"(?:Organi[sz]ing|(?:Technical )?Program(?:me)?|Steering|(?:External )?Review|Executive) Committees?(?: Members)?"
    r"|(?:List of )?(?:External |Additional )?Reviewers"
    r"|(?:Message|Welcome(?: Message| Letter)?|Letter|Greetings|Foreword) from (?:the )?"
    r".{0,80}\b(?:Chairs?|Committees?|Editors?|President|Organi[sz]ers)"
    r")\W*",
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
    ("Panel", re.compile(r"Panel(?: Discussion)?: ", re.I)),
    # Papers of another length or another way in (DAC, ICCAD, ISCA, HPCA, 2021 to 2025); whether they count is the maintainer's choice.
    ("Late Breaking Results", re.compile(r"Late[ -]Breaking Results?\s*:", re.I)),
    ("Lightning Talk", re.compile(r"Lightning Talks?\s*:", re.I)),
    ("Invited Paper", re.compile(r"\W?Invited(?: (?:Paper|Talk))?\W?\s*:|.{0,300}[(\[:]\s*Invited(?: (?:Paper|Talk))?\W*\Z", re.I)),
    ("Special Session", re.compile(r".{0,300}\bSpecial Session(?: Paper)?\W*\Z", re.I)),
    ("Industry Paper", re.compile(r".{0,300}(?:[(\[:]\s*Industrial Product|\bIndustry Track Paper)\W*\Z", re.I)),
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
