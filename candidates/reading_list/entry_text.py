"""What one entry of a list says: its title, link, venue and year, whatever the list's style. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from candidates.reading_list.markdown import Span, plain
from candidates.reading_list.venue_names import QUOTE, YEAR, Edition, VenueNames
from spiders.mojibake import one_line

CHECKBOX = re.compile(r"^\s*\[(?P<mark>[ xX✓✔]?)\](?=\s)\s*")
# Labels of links that lead to something about the paper rather than carry its title; the first group leads to the paper itself.
PAPER_LABEL = re.compile(
    r"papers?|paperlinks?|pdf|arxiv|openreview|forum|links?|html|abs|abstract|doi|acm|ieee|url|fulltext|proceedings|preprint|here|"
    r"pmlr|aaai|ijcai|iclr|icml|neurips|nips|acl|cvf|论文"
)
SIDE_LABEL = re.compile(
    r"(?:official|source)?codes?|github|official|projects?|page|projectpage|website|homepage|videos?|slides|poster|blog|demo|bib|bibtex|"
    r"datasets?|data|supp|supplementary|appendix|talk|youtube|models?|weights|huggingface|colab|reviews?|cite|citation|pytorch|tensorflow|"
    r"jax|notes|summary|stars|代码"
)
BRACKETED = (
    rf"(?P<venue>[^()\[\]{{}}（）【】]{{0,60}}?)[\s,.-]*(?P<quote>{QUOTE})?(?P<year>{YEAR}|\d\d)"
    r"(?P<note>(?:[\s,;:/.-][^()\[\]（）]{0,60})?)"
)
TAIL = re.compile(rf"\s*[(\[（【]\s*{BRACKETED}\s*[)\]）】][\s.,;]*$")
HEAD = re.compile(rf"^\s*[(\[（【]\s*{BRACKETED}\s*[)\]）】]\s*[:|–—-]?\s*")
VENUE_ONLY = re.compile(r"\s*[(\[（]\s*(?P<venue>[A-Za-z][A-Za-z ]{1,20})\s*[)\]）][\s.,;]*$")
ANY_BRACKET = re.compile(rf"[(\[（【]\s*{BRACKETED}\s*[)\]）】]")
LOOSE = re.compile(r"[\s,.;:|–—-]+$")
EMPTY_BRACKETS = re.compile(r"[(\[（][\s|,;:/·&+]*[)\]）]")
QUOTED = re.compile(r"^(?P<before>.*\S)\s*[\"“](?P<title>[^\"”]+?)[,.]?[\"”](?P<after>.*)$")
OPENING = re.compile(r"^[\s|,;:.·•/–—(\[-]*$")
SHORTCODE = re.compile(r"^(?::[a-z0-9_+-]+:\s*)+")
WORD = re.compile(r"[^\W_]+")
# A link or bold text of fewer words may be the short name of a method ("**SpikeLM**: Towards …"), if the sentence goes on after it.
SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry taken apart. Unknown parts are "" or None; `checkbox` is None without one, `edition` as written at the entry.

    `title_link`: the title itself carries the link. `title_strong`: it is bold. `rest`: what follows the title (authors, notes).
    """

    title: str
    url: str = ""
    edition: Edition | None = None
    checkbox: str | None = None
    title_link: bool = False
    title_strong: bool = False
    tail: str = ""
    rest: str = ""


def entry_of(spans: Sequence[Span], names: VenueNames) -> EntryText:
    """Takes the spans of one entry apart."""
    spans, checkbox = _without_checkbox(spans)
    kept, paper_url, side_url = _without_resources(spans, names)
    removed = len(kept) < len(spans)
    head = _leading_title(kept, names)
    if head is None:
        text = _tidy("".join(s.text for s in kept), removed)
        title, edition, tail = _strip_editions(_without_pictograph(text), names)
        title, rest = _out_of_quotes(title)
        if rest and edition is None:
            edition, tail = _edition_around("", rest, names)
        url = next((s.url for s in kept if s.url), "") or paper_url or side_url
        return EntryText(_clean(title), url, edition, checkbox, tail=tail, rest=_clean(rest))
    before, titled, after = head
    title, edition, tail = _strip_editions(titled.text, names)
    if edition is None:
        edition, tail = _edition_around(before, _tidy(after, removed), names)
    url = titled.url or paper_url or next((s.url for s in kept if s.url), "") or side_url
    linked = titled.url is not None
    return EntryText(_clean(title), url or "", edition, checkbox, linked, titled.strong, tail, _clean(_tidy(after, True)))


def label_of(text: str) -> str:
    """The letters of a link's label, to know "[PDF]" and "(pdf)" for one."""
    return "".join(WORD.findall(plain(text))).casefold()


def _without_checkbox(spans: Sequence[Span]) -> tuple[Sequence[Span], str | None]:
    if not spans or spans[0].url is not None:
        return spans, None
    found = CHECKBOX.match(spans[0].text)
    if found is None:
        return spans, None
    first = spans[0]
    return (Span(first.text[found.end() :], None, first.strong, first.image), *spans[1:]), found["mark"]


def _without_resources(spans: Sequence[Span], names: VenueNames) -> tuple[list[Span], str, str]:
    """The spans without badges and links such as [pdf], with the address of the paper and of anything else that these gave."""
    kept: list[Span] = []
    paper, side = "", ""
    for span in spans:
        label = label_of(span.text)
        if span.url is not None and (PAPER_LABEL.fullmatch(label) or (span.image and not SIDE_LABEL.fullmatch(label))):
            paper = paper or span.url
        elif span.url is not None and (span.image or SIDE_LABEL.fullmatch(label) or not label):
            side = side or span.url
        elif span.image:
            continue
        elif span.url is not None and names.known_edition.fullmatch(span.text.strip()):
            paper = paper or span.url
            kept.append(Span(f"[{span.text.strip()}]", None, span.strong))
        else:
            kept.append(span)
    return kept, paper, side


def _leading_title(spans: Sequence[Span], names: VenueNames) -> tuple[str, Span, str] | None:
    """(text before, the span that carries the title, text after), when a link or bold text is clearly the title."""
    for n, span in _joined(spans):
        if span.url is None and not span.strong:
            continue
        before = "".join(s.text for s in spans[:n])
        after = "".join(s.text for s in spans[n + span_count(spans, n) :])
        if _strip_editions(span.text, names)[0].strip() == "" or label_of(span.text) == "":
            continue
        opening = OPENING.match(_without_pictograph(_strip_editions(before, names)[0])) is not None
        words = len(WORD.findall(span.text))
        goes_on = re.match(r"\s*:|\s*[^\W_]|-\w", after) is not None and ANY_BRACKET.match(after) is None
        if (opening and not (words < SHORT_NAME and goes_on) and not _runs_on(span, after, names)) or (
            span.url is not None and words > SHORT_NAME
        ):
            return before, span, after
    return None


def _runs_on(span: Span, after: str, names: VenueNames) -> bool:
    """Bold text whose sentence goes on directly ("**Spiking** networks") is emphasis, not a title; an edition ends the sentence."""
    ended = span.text.rstrip().endswith((".", "!", "?", ",")) or not _strip_bare(after, names)[0]
    return span.url is None and not ended and re.match(r" ?[^\W_]|-\w", after) is not None


def _joined(spans: Sequence[Span]) -> list[tuple[int, Span]]:
    """Neighbouring spans of one link (or one bold run) as one, with the index where they begin."""
    joined: list[tuple[int, Span]] = []
    n = 0
    while n < len(spans):
        count = span_count(spans, n)
        run = spans[n : n + count]
        joined.append((n, Span("".join(s.text for s in run), run[0].url, all(s.strong for s in run))))
        n += count
    return joined


def span_count(spans: Sequence[Span], start: int) -> int:
    """How many spans from `start` on belong to the same link or bold run."""
    first = spans[start]
    end = start + 1
    while end < len(spans) and spans[end].url == first.url and (first.url is not None or spans[end].strong == first.strong):
        end += 1
    return end - start


def _strip_editions(text: str, names: VenueNames) -> tuple[str, Edition | None, str]:
    """The text without "(ICML'2024)" at its end or "[ICML 2024]" before it, that edition, and how it was written."""
    for pattern in (TAIL, HEAD):
        found = pattern.search(text)
        edition = _bracketed(found, names) if found else None
        if found and edition:
            return text[: found.start()] + text[found.end() :], edition, found[0].strip()
    found = VENUE_ONLY.search(text)
    if found and names.knows(found["venue"].strip()):
        label = found["venue"].strip()
        return text[: found.start()], Edition(names.venue_of(label), None, label), found[0].strip()
    return _strip_bare(text, names)


def _strip_bare(text: str, names: VenueNames) -> tuple[str, Edition | None, str]:
    """As `_strip_editions`, for "Title, ICML 2024" and "ICML 2024: Title"; known venues only."""
    for found in names.known_edition.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        alone = not before.strip(" *_") and not after.strip(" *_")
        edition = Edition(names.venue_of(found["venue"]), _year(found["year"]), found["venue"])
        if alone:
            return "", edition, found[0]
        if not after.strip(" .,;*_") and re.search(r"(?:[,.|:;–—]|\s-)\s*$", before):
            return LOOSE.sub("", before), edition, found[0]
        if not before.strip(" *_") and re.match(r"\s*[:|–—]|\s+-\s|\.\s", after):
            return re.sub(r"^[\s:|–—.-]+", "", after), edition, found[0]
    return text, None, ""


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _bracketed(found: re.Match[str], names: VenueNames) -> Edition | None:
    return names.read_label(found["venue"], found["year"], found["quote"] is not None)


def _edition_around(before: str, after: str, names: VenueNames) -> tuple[Edition | None, str]:
    """The edition that stands before or after a linked title."""
    for text in (after, before):
        for found in ANY_BRACKET.finditer(text):
            edition = _bracketed(found, names)
            if edition:
                return edition, found[0]
        known = names.known_edition.search(text)
        if known:
            return Edition(names.venue_of(known["venue"]), _year(known["year"]), known["venue"]), known[0]
    return None, ""


def _out_of_quotes(text: str) -> tuple[str, str]:
    """The title out of a citation such as 'A. Author, "Title," Venue'."""
    found = QUOTED.match(text)
    if found and re.search(r"[,.:]$", found["before"]) and len(WORD.findall(found["title"])) >= SHORT_NAME:
        return found["title"], f"{found['before']} {found['after']}"
    return text, ""


def _tidy(text: str, removed: bool) -> str:
    """`text` without the brackets and separators that removed links leave behind."""
    if not removed:
        return text
    before = None
    while before != text:
        before, text = text, EMPTY_BRACKETS.sub(" ", text)
    return re.sub(r"^[\s|,;:·•/–—-]+|[\s|,;:·•/–—-]+$", "", text)


def _without_pictograph(text: str) -> str:
    """`text` without the emoji it begins with (⭐, 🔥, :star:); one that touches the first word belongs to the title ("🎧MOSPA: …")."""
    text = SHORTCODE.sub("", text.lstrip())
    n = 0
    while n < len(text) and (unicodedata.category(text[n]) in ("So", "Mn", "Cf", "Sk") or text[n].isspace()):
        n += 1
    return text if n and n < len(text) and text[n].isalnum() and not text[n - 1].isspace() else text[n:]


def _clean(text: str) -> str:
    return one_line(plain(text))
