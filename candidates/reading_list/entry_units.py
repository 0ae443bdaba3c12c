"""The units of an entry's line (links, bold runs, code, plain text), and what a link's label says of where it leads. Pure."""

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from candidates.reading_list.inline import Line, Mark, plain

WORD = re.compile(r"[^\W_]+")
# Labels of links that lead to something about the paper rather than carry its title; the first group leads to the paper itself.
PAPER_LABEL = re.compile(
    r"(?:read|full|official|original)?(?:papers?|paperlinks?|pdf|arxiv\d*|biorxiv|openreview|forum|links?|html|abs|abstract|doi|acm|ieee|url|"
    r"fulltext|text|proceedings|preprint|here|read|pub|publication|pmlr|aaai|ijcai|iclr|icml|neurips|nips|acl|cvf|springer|elsevier|nature|"
    r"(?:论文|原文|全文|文章)(?:链接|地址|paper|pdf)?|链接)(?:link)?"
)
# How a paper was shown. A link leads to that beside another link or behind a title; one that says nothing else stays the title.
SHOWN_LABEL = re.compile(r"oral|spotlight|highlight|(?:oral|spotlight)?presentation|(?:best)?(?:paper)?award")
SIDE_LABEL = re.compile(
    r"(?:official|unofficial|source|our|author)?s?(?:codes?|github|git|repo|repos|repository|implementation|impl|official|unofficial|software)"
    r"(?:base|official|unofficial|pytorch|tensorflow|link)*|"
    r"(?:project|home|web)?(?:page|site)|project|projects?|website|web|homepage|demo|videos?|slides?|poster|blog|post|talk|youtube|bib|bibtex|"
    r"datasets?|data|supp|supplementary|supplement|supplementarymaterial|appendix|models?|weights|checkpoints?|huggingface|hf|colab|reviews?|"
    rf"{SHOWN_LABEL.pattern}|"
    r"cite|citation|pytorch|tensorflow|jax|keras|matlab|notes?|analysis|summary|stars|tweet|twitter|news|media|readthedocs|docs|wiki|zhihu|"
    r"(?:源?代码|项目|主页)(?:链接|地址|code|主页|homepage)?|视频|数据集|博客|解读"
)
ADDRESS = re.compile(r"https?://\S+|(?<!\S)www\.\S+")
# Words before an address that may say what it leads to.
LONGEST_NAME_OF_ADDRESS = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a line: a link, a bold run, code or plain text."""

    start: int
    end: int
    _: KW_ONLY
    link: Mark | None = None
    strong: bool = False
    code: bool = False


def label_of(text: str) -> str:
    """The letters of a link's label, to know "[PDF]" and "(pdf)" for one."""
    return "".join(WORD.findall(plain(text))).casefold()


def is_address(text: str) -> bool:
    """The label of a link that is an address itself, or one with its name: "https://x.org/a", "keras: https://x.org/b"; no title that
    speaks of one: "A Study of www.x.org Links"."""
    found = ADDRESS.search(plain(text))
    if found is None or WORD.search(plain(text)[found.end() :]):
        return False
    return len(WORD.findall(plain(text)[: found.start()])) <= LONGEST_NAME_OF_ADDRESS


def is_label(line: Line, unit: Unit) -> bool:
    """A link whose text says what it leads to ("[PDF]", "[Code (official)]") rather than being a title."""
    if unit.link is None:
        return False
    label = label_of(line.text[unit.start : unit.end])
    if is_address(line.text[unit.start : unit.end]):
        return True
    if SHOWN_LABEL.fullmatch(label):
        return len(list(line.of("link", "bare"))) > 1 or WORD.search(plain(line.text[: unit.start])) is not None
    return not label or PAPER_LABEL.fullmatch(label) is not None or SIDE_LABEL.fullmatch(label) is not None


def units_of(line: Line, start: int = 0) -> list[Unit]:
    """The line from `start` on in units; a link is one whatever is bold in it, pictures are none."""
    cuts: list[tuple[int, int, Mark | None, bool, bool]] = []
    links = [mark for mark in line.of("link", "bare") if mark.end > start]
    others = [mark for mark in line.of("strong", "code") if mark.end > start]
    for link in links:
        bold = any(mark.kind == "strong" and _covers(mark, link) for mark in others)
        code = any(mark.kind == "code" and mark.start <= link.start + 1 and link.end - 1 <= mark.end for mark in others)
        cuts.append((max(link.start, start), link.end, link, bold, code))
    for mark in others:
        for first, last in _gaps(max(mark.start, start), mark.end, [(link.start, link.end) for link in links]):
            cuts.append((first, last, None, mark.kind == "strong", mark.kind == "code"))
    cuts.sort(key=lambda cut: (cut[0], -cut[1]))
    units: list[Unit] = []
    place = start
    for first, last, linked, strong, code in cuts:
        if first < place:
            continue
        if first > place:
            units.append(Unit(place, first))
        units.append(Unit(first, last, link=linked, strong=strong, code=code))
        place = last
    if place < len(line.text):
        units.append(Unit(place, len(line.text)))
    return units


def _covers(bold: Mark, link: Mark) -> bool:
    """The link is bold, from outside or (but for a bracket) from inside."""
    around = bold.start <= link.start and link.end <= bold.end
    return around or (link.start <= bold.start and bold.end - bold.start >= link.end - link.start - 1)


def _gaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of [start, end) no stretch of `taken` covers."""
    free: list[tuple[int, int]] = []
    for first, last in sorted(taken):
        if first < end and last > start:
            if first > start:
                free.append((start, first))
            start = max(start, last)
    if start < end:
        free.append((start, end))
    return free
