"""What a section of a list is for, judged by its name, and the anchor that GitHub gives it. Pure."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

CONTENTS = frozenset({"contents", "tableofcontents", "toc", "index", "content", "outline", "navigation", "目录"})
TODO = re.compile(
    r"(?:still)?todos?|todo(?:list|items?|papers?)|(?:still)?tobe(?:done|added)|openitems|(?:still)?missing(?:papers?|editions?|venues?)?|roadmap|待办"
)
# Sections about the list itself: bullets there are rules, people and links, never papers. Whole names only: "Citation Networks" is a topic.
ASIDE = re.compile(
    r"(?:howto)?contribut(?:e|ing|ion|ions|ors)(?:guide|guidelines)?|licen[sc]es?|acknowledge?ments?|thanks|credits|citations?|citing|"
    r"(?:howto)?cite(?:us|this)?|bibtex|contacts?(?:us)?|about(?:us|this\w*)?|overview|introduction|star(?:s|history|gazers)|news|"
    r"(?:recent|latest)?(?:news|updates?)|change(?:log|s)|whatsnew|usage|installation|gettingstarted|faq|sponsors?|maintainers?|disclaimer|"
    r"(?:related|other)(?:awesome)?(?:lists?|repositor(?:y|ies)|resources?|projects?)|legend|notation"
)
# GitHub keeps letters, marks, numbers, "-" and "_" of a heading and turns spaces into "-" (github-slugger's rule).
NOT_IN_SLUG = re.compile(r"[^\w\- ]", re.UNICODE)


class SectionKind(Enum):
    """What the items of a section are."""

    PAPERS = "papers"
    CONTENTS = "contents"
    TODO = "todo"
    ASIDE = "aside"


def kind_of(name: str, parent: SectionKind | None) -> SectionKind:
    """The kind of a section by its name; a section inside the contents, the TODO or an aside is of that kind as well."""
    letters = "".join(c for c in name.casefold() if c.isalnum())
    if letters in CONTENTS:
        return SectionKind.CONTENTS
    if TODO.fullmatch(letters):
        return SectionKind.TODO
    if ASIDE.fullmatch(letters):
        return SectionKind.ASIDE
    return SectionKind.PAPERS if parent is None else parent


def slug_of(name: str) -> str:
    """The anchor that GitHub gives a heading of this text, without the "-1" of a second heading of the same name."""
    return NOT_IN_SLUG.sub("", name.strip().lower()).replace(" ", "-")


def slugs_of(names: Iterable[str]) -> Iterator[str]:
    """The anchors of all headings of a page in order; the second "papers" is "papers-1"."""
    taken: set[str] = set()
    for name in names:
        base = slug_of(name)
        slug, n = base, 0
        while slug in taken:
            n += 1
            slug = f"{base}-{n}"
        taken.add(slug)
        yield slug
