"""proceedings.mlr.press: whole volumes as BibTeX, YAML, feed or page, single papers, and the list of volumes.

The site's templates escape nothing, neither in its pages nor in its BibTeX and YAML (jekyll theme at 2e847f2, 2026-09).
Therefore these files are read by the lines of their templates: a strict BibTeX or YAML parser fails on a whole volume
for one unbalanced brace in an abstract or one colon in a name (v306).
"""

import re
from collections.abc import Iterator, Mapping

import lxml.etree

from spiders.addresses import forum_in
from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import metas, read_html, read_xml, text_of
from spiders.formats.names import bibtex_names, rebraced, unbraced
from spiders.formats.text import clean, clean_abstract, decode
from spiders.guard import Answer
from spiders.paper import Paper

HOME = "https://proceedings.mlr.press"
POSITION_TRACK = "Position Paper Track"

# Only these begin a field; anything else that looks like one stands inside an abstract.
FIELDS = (
    "title|author|booktitle|pages|year|editor|volume|number|series|month|publisher|address|pdf|url|abstract|openreview"
    "|software|note|section|supp|supplementary|video|keywords|doi|issn|name|shortname"
)
ENTRY = re.compile(r"^@(InProceedings|Article)\s*\{\s*([^,\s]*)\s*,", re.I | re.M)
# A field begins a line, after a line that ended the value before it with a brace, a quote or a number.
FIELD = re.compile(rf"(?:(?<=[}}\"0-9],)|\A)[ \t]*\n[ \t]*({FIELDS})[ \t]*=[ \t]*", re.I)

YAML_ENTRY = re.compile(r"^- title:", re.M)
YAML_FIELD = re.compile(
    r"^  (title|abstract|volume|URL|PDF|edit|series|container-title|publisher|author|editor|page|id|issued|firstpage"
    r"|lastpage|published|openreview|section):[ \t]?",
    re.M,
)
YAML_PERSON = re.compile(r"^  - (?:given|prefix|family|suffix):.*(?:\n    (?:given|prefix|family|suffix):.*)*", re.M)
YAML_NAME = re.compile(r"(given|prefix|family|suffix):[ \t]*(.*)")

LISTED = re.compile(r"<div\s+class=[\"']paper[\"'][^>]*>", re.I)
HEADING = re.compile(r"<h[23]\b[^>]*>(.*?)</h[23]>", re.I | re.S)
LISTED_TITLE = re.compile(r"<p\s+class=[\"']title[\"'][^>]*>(.*?)(?=</?p\b|</?div\b)", re.I | re.S)
LISTED_AUTHORS = re.compile(r"<span\s+class=[\"']authors[\"'][^>]*>(.*?)(?=</span|</?p\b|<span|</?div\b)", re.I | re.S)
LINK = re.compile(r"<a\s[^<>]*?href=[\"']([^\"'<>\s]+)[\"'][^<>]*>([^<]{0,40})", re.I)
ABSTRACT = re.compile(r"<div\s+id=[\"']abstract[\"'][^>]*>(.*?)(?:</div>|<h4\b|\Z)", re.I | re.S)
JOINT = re.compile(r",\s*(?:&nbsp;|&#160;|\xa0)\s*")


def bibliography(answer: Answer, edition: Edition) -> Listing:
    """`assets/bib/bibliography.bib` of a volume: every paper with its abstract. Raises FormatError."""
    text = _lines(answer)
    starts = list(ENTRY.finditer(text))
    if not starts:
        raise FormatError("layout", "no @InProceedings entry in the volume's bibliography")
    if not text.rstrip().endswith("}"):
        raise FormatError("truncated", "the volume's bibliography ends in the middle of an entry")
    ends = [start.start() for start in starts[1:]] + [len(text)]
    papers, spoilt = [], []
    for start, end in zip(starts, ends, strict=True):
        fields = _bibtex_fields(text[start.end() : end])
        title = rebraced(clean(unbraced(fields.get("title", ""))))
        if not title:
            spoilt.append(f"The entry {start[2][:60]} has no title.")
            continue
        papers.append(_paper_of(fields, title, edition))
    _refuse_nothing(papers, "title")
    return Listing(papers=papers, listed=len(starts), spoilt=spoilt)


def _lines(answer: Answer) -> str:
    """The text of a file that is read by its lines, whose ends git may have changed (`core.autocrlf`)."""
    return decode(answer.body, answer.charset).replace("\r\n", "\n")


def _paper_of(fields: Mapping[str, str], title: str, edition: Edition) -> Paper:
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=bibtex_names(fields.get("author", "")),
        abstract=clean_abstract(fields.get("abstract")),
        track=_track(title),
        url=clean(fields.get("url", "")),
        pdf=clean(fields.get("pdf", "")),
        forum=clean(fields.get("openreview", "")),
    )


def _bibtex_fields(entry: str) -> dict[str, str]:
    """Name to value, without the outer braces or quotes. The last field ends where the entry does."""
    starts = list(FIELD.finditer(entry))
    ends = [start.start() for start in starts[1:]] + [len(entry)] * bool(starts)
    fields: dict[str, str] = {}
    for start, end in zip(starts, ends, strict=True):
        value = entry[start.end() : end].strip()
        if end == len(entry):
            # What follows the entry's own brace, such as a comment or an @Proceedings block, is not part of it.
            value = re.split(r"\n@\w+\{", value)[0].rstrip().removesuffix("}").rstrip()
        value = value.removesuffix(",").rstrip()
        if value[:1] + value[-1:] in ("{}", '""'):
            value = value[1:-1]
        fields.setdefault(start[1].lower(), value)
    return fields


def _track(title: str) -> str:
    """ICML prints its position papers in the main volume and has their titles begin so (2024 and 2025)."""
    return POSITION_TRACK if title.startswith("Position:") else ""


def _refuse_nothing(papers: list[Paper], what: str) -> None:
    if not papers:
        raise FormatError("layout", f"no {what} of a paper was found where the volume's template puts it")


def citeproc(answer: Answer, edition: Edition) -> Listing:
    """`assets/bib/citeproc.yaml` of a volume, read by lines: its names are unquoted and may break YAML. Raises FormatError."""
    text = _lines(answer)
    starts = [start.start() for start in YAML_ENTRY.finditer(text)]
    if not starts:
        raise FormatError("layout", "no '- title:' entry in the volume's citeproc file")
    papers = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        fields = _yaml_fields("  " + text[start + 2 : end])
        title = rebraced(clean(fields["title"]))
        if title:
            papers.append(_yaml_paper(fields, title, edition))
    _refuse_nothing(papers, "title")
    return Listing(papers=papers, listed=len(starts))


def _yaml_paper(fields: Mapping[str, str], title: str, edition: Edition) -> Paper:
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=tuple(_yaml_names(fields.get("author", ""))),
        abstract=clean_abstract(fields.get("abstract")),
        track=clean(fields.get("section", "")) or _track(title),
        url=clean(fields.get("URL", "")),
        pdf=clean(fields.get("PDF", "")),
        forum=clean(fields.get("openreview", "")),
    )


def _yaml_fields(entry: str) -> dict[str, str]:
    starts = list(YAML_FIELD.finditer(entry))
    ends = [start.start() for start in starts[1:]] + [len(entry)]
    fields = {"title": ""}
    for start, end in zip(starts, ends, strict=True):
        value = entry[start.end() : end]
        fields[start[1]] = value if start[1] in ("author", "editor") else _yaml_scalar(value)
    return fields


def _yaml_scalar(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value


def _yaml_names(block: str) -> Iterator[str]:
    for person in YAML_PERSON.finditer(block):
        parts = {kind: _yaml_scalar(value) for kind, value in YAML_NAME.findall(person[0])}
        name = clean(" ".join(parts.get(kind, "") for kind in ("given", "prefix", "family", "suffix")))
        if name:
            yield name


def feed(answer: Answer, edition: Edition) -> Listing:
    """`assets/rss/feed.xml` of a volume: titles and abstracts without authors, in reverse order."""
    root = read_xml(answer.body, answer.charset)
    items = root.findall("channel/item")
    papers = [paper for item in reversed(items) if (paper := _feed_paper(item, edition))]
    _refuse_nothing(papers, "item")
    spoilt = [f"Item {order} of the feed has no title." for order, item in enumerate(items, 1) if not text_of(item.find("title"))]
    return Listing(papers=papers, listed=len(items), spoilt=spoilt)


def _feed_paper(item: lxml.etree._Element, edition: Edition) -> Paper | None:
    title, abstract, url = (text_of(item.find(name)) for name in ("title", "description", "link"))
    if not title:
        return None
    return Paper(title=title, venue=edition.venue, year=edition.year, abstract=clean_abstract(abstract), track=_track(title), url=url)


def volume(answer: Answer, edition: Edition) -> Listing:
    """The page of a volume: titles, authors, links and OpenReview ids (since v202); no abstracts. Raises FormatError."""
    pieces = LISTED.split(decode(answer.body, answer.charset))
    # A page on which nobody has authors has changed its markup, even where its titles can still be found.
    if not any(LISTED_AUTHORS.search(piece) for piece in pieces[1:]):
        raise FormatError("layout", "no 'div.paper' with authors on the volume's page")
    papers, spoilt, section = [], [], _section("", pieces[0])
    for order, piece in enumerate(pieces[1:], 1):
        title = LISTED_TITLE.search(piece)
        if title and clean(title[1]):
            papers.append(_listed_paper(piece, clean(title[1]), section, edition))
        else:
            spoilt.append(f"Paper {order} of the volume's page has no title.")
        section = _section(section, piece)
    _refuse_nothing(papers, "title")
    return Listing(papers=papers, listed=len(pieces) - 1, spoilt=spoilt)


def _section(before: str, piece: str) -> str:
    """The section that holds what follows: the last heading in a piece of the page, if it has one."""
    headings = [clean(heading) for heading in HEADING.findall(piece)]
    return next((heading for heading in reversed(headings) if not heading.startswith("Volume ")), before)


def _listed_paper(piece: str, title: str, section: str, edition: Edition) -> Paper:
    authors = LISTED_AUTHORS.search(piece)
    links = _links(piece)
    return Paper(
        title=title,
        venue=edition.venue,
        year=edition.year,
        authors=_listed_names(authors[1] if authors else ""),
        track=section or _track(title),
        url=clean(links.get("abs", "")),
        pdf=clean(links.get("download pdf", links.get("pdf", ""))),
        forum=_forum(links),
    )


def _links(text: str) -> dict[str, str]:
    return {clean(name).lower(): address for address, name in LINK.findall(text)}


def _forum(links: Mapping[str, str]) -> str:
    # Only from the link of that name: the tracking code beside it says `forum?id=false` (seen 2026-09, v267).
    return forum_in(links.get("openreview", ""))


def _listed_names(text: str) -> tuple[str, ...]:
    """Joined by `,&nbsp;`; a comma with a plain blank may belong to a name ("Smith, Jr.")."""
    pieces = JOINT.split(text) if JOINT.search(text) else text.split(",")
    return tuple(name for piece in pieces if (name := clean(piece)))


def paper(answer: Answer, edition: Edition) -> Listing:
    """The page of one paper. Raises FormatError."""
    text = decode(answer.body, answer.charset)
    head = metas(text)
    title = next(iter(head.get("citation_title", ())), "")
    if not title:
        raise FormatError("layout", "no citation_title on the paper's page")
    abstract = ABSTRACT.search(text)
    return Listing(
        papers=(
            Paper(
                title=title,
                venue=edition.venue,
                year=edition.year,
                authors=tuple(name for name in head.get("citation_author", ()) if name),
                abstract=clean_abstract(abstract[1] if abstract else ""),
                track=_track(title),
                url=next(iter(head.get("citation_abstract_html_url", ())), ""),
                pdf=next(iter(head.get("citation_pdf_url", ())), ""),
                forum=_forum(_links(text)),
            ),
        ),
        listed=1,
    )


def volume_of(answer: Answer, *, conference: str, year: int) -> int | None:
    """The number of a conference's main volume on the site's index; None while it is not listed there.

    `conference` is the short name that the index uses ("ICML"). Workshop volumes name the conference too and are passed
    over. Raises FormatError `layout` where the page lists no volume at all.
    """
    links = read_html(answer.body, answer.charset).xpath("//li/a[@href][1]")
    listed = [
        (number, text_of(link.getparent()))
        for link in links
        if (number := re.fullmatch(r"/?v(\d{1,4})/?", link.get("href").removeprefix(HOME)))
    ]
    if not listed:
        raise FormatError("layout", "no volume on the index of the proceedings")
    # Nothing but the year may follow, else it is a workshop of the conference ("Proceedings of the ICML 2022 Workshop on").
    name = re.compile(rf"Volume \d+\s*:?\s*(?:Proceedings of (?:the )?)?{re.escape(conference)}\s+{year}\b[^A-Za-z]*")
    return next((int(number[1]) for number, text in listed if name.fullmatch(text)), None)
