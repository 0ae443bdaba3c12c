"""What a section of a list is for, judged by its name and by what stands in it, and the anchor that GitHub gives it. Pure."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from candidates.reading_list.venue_names import YEAR

CONTENTS = frozenset(
    {
        "contents",
        "tableofcontents",
        "toc",
        "index",
        "content",
        "outline",
        "navigation",
        "catalog",
        "catalogue",
        "quicklinks",
        "目录",
        "目錄",
        "索引",
    }
)
TODO = re.compile(
    r"(?:still)?todos?|todo(?:list|items?|papers?)|(?:still)?tobe(?:done|added)|openitems|(?:still)?missing(?:papers?|editions?|venues?)?|roadmap|"
    r"nextsteps|backlog|pending|planned(?:papers|editions|venues)?|whats?(?:is)?missing|whatsnext|notyet(?:included|covered|added)|comingsoon|"
    r"(?:work)?inprogress|helpwanted|"
    r"待[办辦](?:事[项項])?|待补充|待補充|待添加|待完成|待更新|未完成|未收录|未收錄|やること(?:リスト)?|追加予定|未収録|未対応|할일(?:목록)?|해야할일|추가예정|"
    r"(?:noch)?offen(?:epunkte)?|zutun|aufgaben|nochzutun|esfehlen|fehltnoch|àfaire|resteàfaire|porhacer|pendientes?|tareas(?:pendientes)?|"
    r"dafare|mancanti|afazer|pendências|(?:что|ещё|еще|надо|нужно)сделать|задачи|осталось(?:сделать)?"
)
# Names of sections about the list itself or its people: bullets there are never papers, whatever they say.
ASIDE_WORDS = frozenset(
    """
    about acknowledgement acknowledgements acknowledgment acknowledgments announcement announcements authors bibtex changelog changes
    citation citations cite citing community companies company contact contacts contribute contributes contributing contribution
    contributions contributor contributors credits disclaimer events faq feedback friends guide guideline guidelines help history
    installation institutes institutions introduction jobs labs legend licence licences license licenses licensing maintainer
    maintainers members motivation news notation notes organisation organisations organization organizations overview people preface
    researcher researchers rule rules sponsor sponsors star stargazers stars started support team thanks update updated updates usage
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# Names of sections that hold papers in one list and anything else in another: their content decides.
DOUBTFUL_WORDS = frozenset(
    """
    applications apps article articles base bases benchmark benchmarks blog blogposts blogs book books camera cameras challenge
    challenges chip chips code codebase codebases codes competition competitions conference conferences corpora corpus course courses
    data dataset datasets demo demos device devices framework frameworks hardware implementation implementations industry journal
    journals leaderboard leaderboards lecture lectures libraries library links list lists material materials media model models
    newsletter newsletters package packages platform platforms podcast podcasts post posts product products project projects reading
    repositories repository resource resources sensor sensors services set sets simulator simulators sites slide slides software talk
    talks teaching theses thesis tool toolbox toolboxes toolkit toolkits tools tutorial tutorials video videos website websites workshop
    workshops
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# What may stand beside these words without making a subject of them ("Maintainers and Friends", "Open Source Software").
FILLER = frozenset(
    """
    a additional an and awesome by collection collections compilation compilations external for free further github group groups how
    in is latest log misc miscellaneous more my new of on online open or other others our page popular public recent related
    research s similar some source the this to us useful what whats
    """.split()  # noqa: SIM905  # words read better as a text than as a list
)
# What joins a kind and its subject.
OF = frozenset({"about", "at", "for", "from", "in", "of", "on", "sorted", "using", "with", "working"})
ASIDE_HAN = re.compile(
    r"贡献|致谢|感谢|维护者|作者|新闻|更新|动态|公告|引用|许可|协议|联系|关于|简介|介绍|前言|说明|指南|规则|公司|机构|团队|交流|赞助"
)
DOUBTFUL_HAN = re.compile(r"工具|数据集|数据|代码|博客|教程|视频|书籍|课程|资源|框架|平台|讲座|比赛|竞赛|链接")
HAN = re.compile(r"[\u4e00-\u9fff]")
# A name in Chinese of more letters says what it is about, not only what kind it is.
LONGEST_HAN_KIND = 8
# GitHub keeps letters, marks, numbers, "-" and "_" of a heading and turns spaces into "-" (github-slugger's rule).
NOT_IN_SLUG = re.compile(r"[^\w\- ]", re.UNICODE)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# How many papers a section has, behind its name: "2024 (37)", "ICML 2023 [12 papers]".
COUNT = re.compile(r"(?<=\S)\s*[(\[（]\s*\d{1,4}\s*(?:papers?|entries|篇|本|편|шт\.?)?\s*[)\]）]\s*$", re.IGNORECASE)


class SectionKind(Enum):
    """What the items of a section are. DOUBTFUL: papers if they look like papers, by their links and editions."""

    PAPERS = "papers"
    CONTENTS = "contents"
    TODO = "todo"
    ASIDE = "aside"
    DOUBTFUL = "doubtful"


def kind_of(name: str, parent: SectionKind | None) -> SectionKind:
    """The kind of a section by its name; a section inside the TODO or an aside is of that kind as well.

    Below a contents heading stand sections of their own, whatever its level: only its links are contents.
    """
    letters = "".join(c for c in name.casefold() if c.isalnum())
    if letters in CONTENTS:
        return SectionKind.CONTENTS
    if TODO.fullmatch(letters):
        return SectionKind.TODO
    own = _kind_by_words(name, letters)
    if own is not None:
        return own
    inherited = parent in (SectionKind.TODO, SectionKind.ASIDE)
    return parent if inherited and parent is not None else SectionKind.PAPERS


def _kind_by_words(name: str, letters: str) -> SectionKind | None:
    if HAN.search(letters) and len(letters) <= LONGEST_HAN_KIND:
        if ASIDE_HAN.search(letters):
            return SectionKind.ASIDE
        return SectionKind.DOUBTFUL if DOUBTFUL_HAN.search(letters) else None
    words = set(_words(name))
    if not words or not words <= ASIDE_WORDS | DOUBTFUL_WORDS | FILLER:
        return None
    # "Related lists", "How to cite": an aside by one word that says so, unless all that it says is what papers come with ("Models").
    if words & ASIDE_WORDS:
        return SectionKind.ASIDE
    return SectionKind.DOUBTFUL if words & DOUBTFUL_WORDS else None


def is_kind_of_subject(name: str) -> bool:
    """A heading that names a kind with its subject ("Companies working on Event-based Vision"): what stands below it decides."""
    [first, second, *_] = [*_words(name), "", ""]
    return first in ASIDE_WORDS | DOUBTFUL_WORDS and second in OF


def _words(name: str) -> list[str]:
    return [word.casefold().replace("’", "'").removesuffix("'s") for word in WORD.findall(name)]


def without_count(name: str) -> str:
    """A name without the number of papers behind it; a year in brackets is no such number."""
    found = COUNT.search(name)
    return name[: found.start()] if found and not re.search(YEAR, found[0]) else name


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
