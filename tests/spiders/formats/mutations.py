"""Every parser against answers that went wrong: cut, garbled, retyped, swollen, hostile.

`PARSERS` lists the parsers, each with an honest answer of its format in `fixtures/`; a new parser is one line there, and is
then read against its twin (`test_twins.py`), mutated a little in the suite (`test_mutations.py`), and thoroughly by the call below.
`READERS` lists what else reads what others wrote: saved files of whichever format, lists, lines for `classify`, decisions.

    python -m tests.spiders.formats.mutations --count 10000 [--parser NAME]

which reports for each parser how its mutated answers ended. Allowed are a refusal in words and plausible papers; another exception,
over 1 s of processor time or over 300 MB of memory is a fault and exit code 1.
"""

import argparse
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from candidates.errors import CovenueError
from candidates.queue.decision_file import read_lines
from candidates.reading_list.reader import read_list
from candidates.screening.paper_files import papers_in as papers_of_lines
from spiders.editions import Edition, own_table
from spiders.formats import (
    acl_anthology,
    crossref,
    cvf,
    dblp,
    ecva,
    ijcai,
    jmlr,
    oai,
    ojs,
    openalex,
    openreview,
    pmlr,
    proceedings_app,
    semanticscholar,
    sigops,
    usenix,
    virtual,
)
from spiders.formats.listing import FormatError
from spiders.guard import Answer
from spiders.paper import Paper
from spiders.saved import bibtex, csv_table, json_lists, ris
from spiders.saved.belonging import listing_of
from spiders.saved.recognise import read_saved
from spiders.saved.record import Records

FIXTURES = Path(__file__).parent / "fixtures"
MOST_SECONDS = 1.0
MOST_MEGABYTES = 300

SECTIONS = {"aaai:ai25-4": "AAAI Technical Track on Cognitive Modeling & Cognitive Systems"}
OJS = "https://ojs.aaai.org/index.php/AAAI/"


@dataclass(frozen=True)
class Parser:
    """One parser with the answer it is tried on. Its expected result stands beside it as `NAME.expected.json`.

    `parse` takes the body, and the charset that a header may name. `allowed`: so many times the time and memory of others.
    """

    name: str
    parse: "Parse"
    fixture: str
    allowed: float = 1.0


class Parse(Protocol):
    """See `Parser`."""

    def __call__(self, body: bytes, charset: str = "") -> object: ...


def answered(body: bytes, url: str = "", charset: str = "") -> Answer:
    """A site's answer with this body."""
    return Answer(url=url, status=200, body=body, charset=charset)


def of(venue: str, year: int, parser: Callable[..., object], url: str = "") -> Parse:
    """A parser for one edition, and the address of its answer."""
    return lambda body, charset="": parser(answered(body, url, charset), Edition(venue, year, lists=(), abstracts=()))


def asked(venue: str, year: int, parser: Callable[..., Records]) -> Parse:
    """A parser of files that people have, with the question whether the records belong."""
    edition = own_table().edition(f"{venue}-{year}")
    return lambda body, charset="": listing_of(parser(answered(body, "", charset), edition), edition, own_table())


def plainly(parser: Callable[..., object], url: str = "") -> Parse:
    """A parser of what belongs to no edition."""
    return lambda body, charset="": parser(answered(body, url, charset))


def of_a_file(reader: Callable[[bytes], object]) -> Parse:
    """A reader of files, which no header comes with."""
    return lambda body, charset="": reader(body)


def saved(edition: str) -> Parse:
    """The door for saved files of whichever format."""
    return of_a_file(partial(read_saved, edition=own_table().edition(edition)))


def iclr(year: int, name: str = "Conference", decisions: Mapping[str, str] | None = None) -> Parse:
    """The parser of an ICLR year's notes."""
    return of("iclr", year, partial(openreview.notes, group=f"ICLR.cc/{year}/{name}", decisions=decisions))


def events(venue: str, year: int) -> Parse:
    """The parser of a virtual site's events."""
    return of(venue, year, virtual.orals_and_posters, f"https://{venue}.cc/static/virtual/data/{venue}-{year}-orals-posters.json")


DOIS = ("10.1145/3746027.3754001", "10.1145/3746027.3754002", "10.1145/3746027.3754003")

PARSERS: list[Parser] = [
    Parser("oai-records", of("aaai", 2025, partial(oai.records, sections=SECTIONS)), "oai_records.xml"),
    Parser("oai-records-last", of("aaai", 2025, oai.records), "oai_records_last.xml"),
    Parser("oai-record", of("aaai", 2025, oai.records), "oai_record.xml"),
    Parser("oai-nothing", of("aaai", 2025, oai.records), "oai_nothing.xml"),
    Parser("oai-identifiers", plainly(oai.identifiers), "oai_identifiers.xml"),
    Parser("oai-sets", plainly(oai.sets), "oai_sets.xml"),
    Parser("ojs-archive", plainly(ojs.archive, OJS + "issue/archive/2"), "ojs_archive.html"),
    Parser("ojs-issue", of("aaai", 2026, ojs.issue, OJS + "issue/view/683"), "ojs_issue.html"),
    Parser("ojs-article", of("aaai", 2023, ojs.article), "ojs_article.html"),
    Parser(
        "ojs-article-without-metas",
        of("aaai", 2023, ojs.article, OJS + "article/view/25217"),
        "ojs_article_without_metas.html",
    ),
    Parser("openreview-v2-2024", iclr(2024), "openreview_v2_2024.json"),
    Parser("openreview-v2-2026", iclr(2026), "openreview_v2_2026.json"),
    Parser("openreview-v1-2023", iclr(2023), "openreview_v1_2023.json"),
    Parser("openreview-v1-2022", iclr(2022), "openreview_v1_2022.json"),
    Parser("openreview-v1-2021", iclr(2021), "openreview_v1_2021.json"),
    Parser(
        "openreview-v1-2020",
        iclr(2020, decisions={"BkgzMCVtPB": "Accept (Talk)", "rejected020": "Reject"}),
        "openreview_v1_2020.json",
    ),
    Parser("openreview-v1-2017", iclr(2017, "conference"), "openreview_v1_2017.json"),
    Parser("openreview-v1-2013", iclr(2013, "conference"), "openreview_v1_2013.json"),
    Parser("virtual-2025", events("neurips", 2025), "virtual_2025.json"),
    Parser("virtual-2026", events("icml", 2026), "virtual_2026.json"),
    Parser("virtual-abstracts", plainly(virtual.abstracts), "virtual_abstracts.json"),
    Parser(
        "virtual-list",
        of("icml", 2026, virtual.list_page, "https://icml.cc/virtual/2026/papers.html"),
        "virtual_list.html",
    ),
    Parser("virtual-poster", of("icml", 2026, virtual.poster_page), "virtual_poster.html"),
    Parser(
        "virtual-poster-without-json",
        of("icml", 2026, virtual.poster_page),
        "virtual_poster_without_json.html",
    ),
    Parser("pmlr-bibliography", of("icml", 2025, pmlr.bibliography), "pmlr_bibliography.bib"),
    Parser("pmlr-bibliography-editors", of("acml", 2025, pmlr.bibliography), "pmlr_bibliography_editors.bib"),
    Parser("pmlr-citeproc", of("icml", 2026, pmlr.citeproc), "pmlr_citeproc.yaml"),
    Parser("pmlr-feed", of("icml", 2025, pmlr.feed), "pmlr_feed.xml"),
    Parser("pmlr-volume", of("icml", 2025, pmlr.volume), "pmlr_volume.html"),
    Parser("pmlr-volume-sections", of("icml", 2013, pmlr.volume), "pmlr_volume_sections.html"),
    Parser("pmlr-paper", of("icml", 2024, pmlr.paper), "pmlr_paper.html"),
    Parser("pmlr-index", plainly(partial(pmlr.volume_of, conference="ICML", year=2025)), "pmlr_index.html"),
    Parser("papers-app-book", of("neurips", 2025, proceedings_app.book), "papers_app_book.html"),
    Parser("papers-app-creative", of("neurips", 2025, proceedings_app.book), "papers_app_creative.html"),
    Parser("papers-app-book-old", of("neurips", 2020, proceedings_app.book), "papers_app_book_old.html"),
    Parser("papers-app-datasets-2021", of("neurips", 2021, proceedings_app.book), "papers_app_datasets_2021.html"),
    Parser("papers-app-abstract", of("neurips", 2024, proceedings_app.abstract_page), "papers_app_abstract.html"),
    Parser("papers-app-abstract-old", of("neurips", 2020, proceedings_app.abstract_page), "papers_app_abstract_old.html"),
    Parser("papers-app-abstract-round", of("neurips", 2021, proceedings_app.abstract_page), "papers_app_abstract_round.html"),
    Parser("papers-app-index", plainly(proceedings_app.books, "https://proceedings.neurips.cc/"), "papers_app_index.html"),
    Parser("ijcai-list", of("ijcai", 2025, ijcai.proceedings), "ijcai_list.html"),
    Parser("ijcai-paper", of("ijcai", 2025, ijcai.paper), "ijcai_paper.html"),
    Parser("ijcai-paper-reprint", of("ijcai", 2025, ijcai.paper), "ijcai_paper_reprint.html"),
    Parser("ijcai-accepted", of("ijcai", 2026, ijcai.accepted), "ijcai_accepted.html"),
    Parser("crossref-works", of("mm", 2025, partial(crossref.works, volume="10.1145/3746027", rows=5)), "crossref_works.json"),
    Parser("crossref-work", plainly(crossref.work), "crossref_work.json"),
    Parser("crossref-volume", plainly(crossref.volume), "crossref_volume.json"),
    Parser("crossref-volume-month", plainly(crossref.volume), "crossref_volume_month.json"),
    Parser(
        "crossref-journal",
        of("tnnls", 2024, partial(crossref.chosen_works, chosen=crossref.of_journal_year(2024, printed=True), rows=1000)),
        "crossref_journal.json",
    ),
    Parser(
        "crossref-journal-online",
        of("fnins", 2024, partial(crossref.chosen_works, chosen=crossref.of_journal_year(2024, printed=False), rows=1000)),
        "crossref_journal.json",
    ),
    Parser("cvf-menu", plainly(cvf.days, f"{cvf.SITE}CVPR2025"), "cvf_menu.html"),
    Parser("cvf-list", of("cvpr", 2025, cvf.papers, f"{cvf.SITE}CVPR2025?day=all"), "cvf_list.html"),
    Parser("cvf-paper", of("cvpr", 2025, cvf.paper), "cvf_paper.html"),
    Parser("ecva-list", of("eccv", 2024, ecva.papers), "ecva_list.html"),
    Parser("ecva-list-2018", of("eccv", 2018, ecva.papers), "ecva_list.html"),
    Parser("ecva-paper", of("eccv", 2024, ecva.paper), "ecva_paper.html"),
    Parser("anthology-event", of("acl", 2025, acl_anthology.event), "anthology_event.html"),
    Parser("anthology-collection", of("acl", 2025, partial(acl_anthology.collection, volumes=("acl",))), "anthology_collection.xml"),
    Parser("jmlr-volume", of("jmlr", 2025, jmlr.volume), "jmlr_volume.html"),
    Parser("jmlr-paper", of("jmlr", 2025, jmlr.paper), "jmlr_paper.html"),
    Parser("usenix-sessions", of("osdi", 2025, usenix.technical_sessions), "usenix_sessions.html"),
    Parser("sigops-accepted", of("sosp", 2025, sigops.accepted), "sigops_accepted.html"),
    Parser("virtual-poster-2025", of("eccv", 2024, virtual.poster_page), "virtual_poster_2025.html"),
    Parser("dblp-stream", plainly(dblp.contents_pages), "dblp_stream.json"),
    Parser("dblp-sparql", of("mm", 2025, dblp.sparql), "dblp_sparql.json"),
    Parser("dblp-contents", of("mm", 2025, dblp.contents), "dblp_contents.xml"),
    Parser("dblp-search", of("mm", 2025, dblp.search), "dblp_search.json"),
    Parser("dblp-search-nothing", of("mm", 2030, dblp.search), "dblp_search_nothing.json"),
    Parser("openalex", plainly(openalex.abstracts), "openalex.json"),
    Parser("semanticscholar", plainly(partial(semanticscholar.abstracts, dois=DOIS)), "semanticscholar.json"),
    Parser("saved-bibtex", asked("mm", 2025, bibtex.entries), "saved.bib"),
    Parser("saved-table", asked("mm", 2025, csv_table.rows), "saved.csv"),
    Parser("saved-table-semicolon", asked("mm", 2025, csv_table.rows), "saved_semicolon.csv"),
    Parser("saved-ris", asked("mm", 2025, ris.entries), "saved.ris"),
    Parser("records-wrapped", asked("mm", 2025, json_lists.papers), "records_wrapped.json"),
    Parser("records-array", asked("mm", 2025, json_lists.papers), "records.json"),
    Parser("records-lines", asked("mm", 2025, json_lists.papers), "records.jsonl"),
]

# What reads more than answers; without twins, since other tests say what each reads.
READERS: list[Parser] = [
    Parser("saved-page", saved("ijcai-2025"), "ijcai_list.html"),
    Parser("saved-xml", saved("aaai-2025"), "oai_records.xml"),
    Parser("saved-json", saved("mm-2025"), "crossref_works.json"),
    Parser("saved-text", saved("mm-2025"), "saved.bib"),
    Parser("saved-other-table", saved("mm-2025"), "saved.csv"),
    # Only counted: a title is repeated in its answer as it came, and the classifier cleans what it reads.
    Parser("lines-to-classify", of_a_file(lambda body: sum(1 for _ in papers_of_lines(body.splitlines(keepends=True)))), "records.jsonl"),
    Parser("decisions", of_a_file(lambda body: read_lines(body.decode("utf-8", "replace"))), "decisions.jsonl"),
    # The maintainer's own file, for which nobody waits at a crawl: 40,000 papers of a letter each, more than any list has, take 4 s.
    Parser("list", of_a_file(lambda body: read_list(body, own_table().spellings)), "list.md", allowed=4.0),
]
EVERYTHING = {each.name: each for each in (*PARSERS, *READERS)}


# The mutations. Each takes an honest answer and its own source of chance, and gives what might arrive instead. ---------------

Mutation = Callable[[bytes, random.Random], bytes]

ENTITY_BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(ord("a"), ord("j")))
    + b'<!ENTITY file SYSTEM "file:///etc/hostname">]>'
)
VALUE = re.compile(rb'(?<=[:\[,])\s*(?:"(?:[^"\\]|\\.)*"|-?\d+|true|false|null|\[\]|\{\})')
TAG = re.compile(rb"<[^<>]*>")
TEXT = re.compile(rb"(?<=[>\"])[^<>\"]{3,}(?=[<\"])")
NAME = re.compile(rb'\b(?:class|id|name)="[^"]*"|"\w+"(?=\s*:)|(?<=</)[\w:]+|(?<=<)[\w:]+')
SWAPS = (b"null", b"0", b"-1e309", b"true", b'""', b"[]", b"{}", b"[[[]]]", b'{"value":[{"value":1}]}', b'"x"')
SWAPS_OF_DIGITS = (b"9" * 5000, b"1e400", b'"\\ud835"', b'"\\u0000"')
SIZES = (10_000, 300_000, 3_000_000)
# What a header may name beside what the body is in: other charsets, codecs that are none, and no name at all.
CHARSETS = ("latin-1", "utf-16", "utf-32", "utf-7", "gb18030", "punycode", "idna", "undefined", "base64", "none-such", "a" * 9999, "\0")


def truncated(body: bytes, chance: random.Random) -> bytes:
    """The connection ended."""
    return body[: chance.randrange(len(body))]


def holed(body: bytes, chance: random.Random) -> bytes:
    """Some bytes are missing."""
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(body))
        body = body[:at] + body[at + chance.randint(1, 9) :] or b" "
    return body


def garbled(body: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(body)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def recoded(body: bytes, chance: random.Random) -> bytes:
    """Another charset than the one declared, or a declaration of one that does not exist."""
    text = body.decode()
    charset = chance.choice(("latin-1", "utf-16", "utf-8-sig", "cp1252", "gb18030", "utf-32"))
    wrong = chance.choice((b"punycode", b"idna", b"utf-7", b"latin-1", b"none-such", b"base64", b"utf-16", b"undefined"))
    if chance.random() < 0.4:
        return re.sub(rb"(?i)utf-8", wrong, body)
    return text.encode(charset, "xmlcharrefreplace")


def without_tags(body: bytes, chance: random.Random) -> bytes:
    """Tags, brackets or quotes got lost."""
    share = chance.choice((0.02, 0.2, 0.7))
    pattern = TAG if body.lstrip()[:1] == b"<" else re.compile(rb'[][{}",:]')
    return pattern.sub(lambda found: b"" if chance.random() < share else found[0], body)


def renamed(body: bytes, chance: random.Random) -> bytes:
    """Classes, keys or elements have other names: a redesign."""
    share = chance.choice((0.05, 0.5, 1.0))
    return NAME.sub(lambda found: found[0].replace(b'"', b'"x-', 1) if chance.random() < share else found[0], body)


def retyped(body: bytes, chance: random.Random) -> bytes:
    """Values of other types."""
    share = chance.choice((0.01, 0.1, 0.6))
    swaps = SWAPS + SWAPS_OF_DIGITS
    return VALUE.sub(lambda found: chance.choice(swaps) if chance.random() < share else found[0], body)


def swollen(body: bytes, chance: random.Random) -> bytes:
    """A field, or a stretch of the answer, of a size that no honest one has."""
    found = list(TEXT.finditer(body))
    place = chance.choice(found).end() if found else chance.randrange(len(body))
    filling = chance.choice((b"a ", b"&amp;", b"<i>", b"<p a='", b"\\u00e9", b"<br/>", b"&#38;amp;", b"and ", b", ", b"$"))
    return body[:place] + filling * (chance.choice(SIZES) // len(filling)) + body[place:]


def nested(body: bytes, chance: random.Random) -> bytes:
    """Thousands of brackets or elements inside each other."""
    depth = chance.choice((200, 5_000, 200_000))
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<div>", b"</div>"), (b"<b><p>", b"</p></b>")))
    at = chance.randrange(len(body))
    return body[:at] + opening * depth + closing * chance.choice((0, depth)) + body[at:]


def bombed(body: bytes, chance: random.Random) -> bytes:
    """Entities that expand a thousand millionfold, or name a file."""
    name = chance.choice((b"&j;", b"&file;", b"&a;", b"&unknown;"))
    found = list(TEXT.finditer(body))
    place = chance.choice(found).start() if found else 0
    start = chance.choice((0, body.find(b"?>") + 2 if b"?>" in body[:200] else 0))
    return body[:start] + ENTITY_BOMB + body[start:place] + name * chance.choice((1, 1000)) + body[place:]


def repeated(body: bytes, chance: random.Random) -> bytes:
    """A stretch of the answer a hundred times."""
    start = chance.randrange(len(body))
    end = min(len(body), start + chance.randrange(1, 3000))
    return body[:end] + body[start:end] * chance.choice((1, 10, 100)) + body[end:]


def replaced(body: bytes, chance: random.Random) -> bytes:
    """Something else altogether."""
    return chance.choice(
        (
            b"",
            b"\n",
            b"null",
            b"[]",
            b"{}",
            b"<html></html>",
            b"<",
            b"\xff\xfe",
            b"\x1f\x8b\x08\x00" + body[:400],
            b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>",
            b'{"name":"ChallengeRequiredError","message":"Challenge verification required","status":403}',
            b'<?xml version="1.0"?><a>' + body,
            b"@inproceedings{",
            b"\x00" * 5000,
        )
    )


def flooded(body: bytes, chance: random.Random) -> bytes:
    """One tag or object with as many attributes or members as the largest page could hold, or as many tags with many."""
    tags = [found.end() for found in re.finditer(rb"<[A-Za-z][\w:-]*", body)]
    count = chance.choice((300, 3_000, 40_000, 300_000))
    value = chance.choice((b"", b"=1", b'="1"', b"='>'"))
    if tags:
        place, names = chance.choice(tags), (b" a%d%s" % (number, value) for number in range(count))
    else:
        place = body.find(b"{") + 1
        names = (b'"a%d":1,' % number for number in range(count))
    return body[:place] + b"".join(names) + body[place:]


def attributed(body: bytes, chance: random.Random) -> bytes:
    """Attributes that no page has: one of megabytes, the same one again and again, or one that never ends, on a tag or on every tag."""
    value = chance.choice((b'" a="', b"&quot;", b"\n", b"x y ", b"javascript:", b"=", b"/", b"%41"))
    size = chance.choice((300, 30_000, 3_000_000))
    attribute = chance.choice((b' class="', b' id="', b' href="', b' content="', b" a='", b" title=", b' name="citation_title" content="'))
    text = attribute + value * (size // len(value)) + chance.choice((b'"', b"'", b""))
    tags = list(re.finditer(rb"<[A-Za-z][\w:-]*", body))
    if not tags:
        return body.replace(b'":', b'":' + b'"' + value.replace(b'"', b"'") * (size // len(value)) + b'",', 1)
    if size == 300:
        return re.sub(rb"<[A-Za-z][\w:-]*", lambda found: found[0] + text, body)
    place = chance.choice(tags).end()
    return body[:place] + text + body[place:]


def stuttering(body: bytes, chance: random.Random) -> bytes:
    """A few signs of the answer itself, or such as patterns begin with, again and again: what takes a pattern the square of the time."""
    start = chance.randrange(len(body))
    own = body[start : start + chance.choice((1, 2, 3, 5, 9, 20))]
    signs = chance.choice(
        (own, own, own, b"(", b"{\\", b"$", b"\\", b"<!--", b"<![CDATA[", b" ", b"\n", b"and ", b'"', b"[](", b"1", b"\xc3\xa2")
    )
    place = chance.randrange(len(body))
    return body[:place] + signs * (chance.choice((3_000, 60_000, 400_000)) // len(signs)) + body[place:]


MUTATIONS: Sequence[Mutation] = (
    truncated,
    holed,
    garbled,
    recoded,
    without_tags,
    renamed,
    retyped,
    swollen,
    nested,
    bombed,
    repeated,
    replaced,
    flooded,
    attributed,
    stuttering,
)


@dataclass(frozen=True)
class Mutant:
    """A mutated answer: what was done to it, its body, and the charset that its header names."""

    label: str
    body: bytes
    charset: str = ""


def mutants(body: bytes, count: int, seed: str) -> Iterator[Mutant]:
    """`count` mutated answers; the same for the same seed."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # text seeds are the same in every process
        first = MUTATIONS[number % len(MUTATIONS)]
        done, changed = [first.__name__], first(body, chance)
        if changed and chance.random() < 0.25:
            second = chance.choice((truncated, garbled, without_tags, renamed))
            done, changed = [*done, second.__name__], second(changed, chance)
        charset = chance.choice(CHARSETS) if chance.random() < 0.05 else ""
        yield Mutant(f"{number} {'+'.join([*done, charset[:20]])}", changed, charset)


# Judging ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """How one mutated answer ended: `kind` of FormatError, "papers", or a fault, with its `detail`."""

    kind: str
    fault: bool
    seconds: float
    megabytes: float
    detail: str = ""


def papers_in(result: object) -> Iterator[Paper]:
    """The papers anywhere in what a parser returned."""
    if isinstance(result, Paper):
        yield result
    elif isinstance(result, Mapping):
        for value in result.values():
            yield from papers_in(value)
    elif isinstance(result, (list, tuple)):
        for value in result:
            yield from papers_in(value)
    elif is_dataclass(result):
        for each in fields(result):
            yield from papers_in(getattr(result, each.name))


def implausible(paper: Paper) -> str:
    """What no record may be, "" if it is fine: not clean, not storable, of a wrong type."""
    texts = [paper.title, paper.abstract or "", paper.track, paper.url, paper.pdf, paper.doi, paper.forum]
    texts += [*paper.authors, *paper.keywords]
    if not all(isinstance(text, str) for text in texts) or not isinstance(paper.year, int):
        return "a field of a wrong type"
    if not paper.title.strip():
        return "no title"
    joined = "\n".join(texts)
    try:
        joined.encode()
    except UnicodeEncodeError:
        return "half a surrogate pair"
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", joined):
        return "a control character"
    return "an empty name" if not all(map(str.strip, paper.authors)) else ""


def judge(parser: Parser, mutant: Mutant) -> Outcome:
    """Runs a parser on one answer, up to twice more where it seemed slow: a busy machine took 1.6 s for what takes 0.3 s (2026-11-25)."""
    outcome = _once(parser, mutant)
    for _ in range(2):
        if outcome.seconds > MOST_SECONDS * parser.allowed:
            outcome = min(outcome, _once(parser, mutant), key=lambda each: each.seconds)
    return outcome


def _once(parser: Parser, mutant: Mutant) -> Outcome:
    before, start = _forget_peak(), time.process_time()
    detail = ""
    try:
        result = parser.parse(mutant.body, mutant.charset)
        detail = next(filter(None, map(implausible, papers_in(result))), "")
        kind, fault = ("implausible papers", True) if detail else ("papers", False)
    except FormatError as problem:
        kind, fault = problem.kind, False
    except CovenueError as problem:
        kind, fault = type(problem).__name__, False
    except Exception as problem:  # noqa: BLE001 - any other exception is exactly what is looked for
        kind, fault, detail = type(problem).__name__, True, str(problem)[:200]
    seconds, grown = time.process_time() - start, _peak() - before
    if seconds > MOST_SECONDS * parser.allowed:
        return Outcome(kind, True, seconds, grown, f"took {seconds:.1f} s")
    if grown > MOST_MEGABYTES * parser.allowed:
        return Outcome(kind, True, seconds, grown, f"took {grown:.0f} MB")
    return Outcome(kind, fault, seconds, grown, detail)


STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def _forget_peak() -> float:
    """The megabytes held now; from here on `_peak` counts anew (on Linux: the mutations themselves take memory too)."""
    if not STATUS.exists():
        return _peak()
    CLEAR.write_text("5")
    return _status("VmRSS")


def _peak() -> float:
    """The most megabytes held since `_forget_peak`, elsewhere than on Linux since the process began."""
    if STATUS.exists():
        return _status("VmHWM")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _status(name: str) -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name + ":"))
    return int(line.split()[1]) / 1024


def run(name: str, count: int) -> tuple[Counter[str], list[str], float, float]:
    """(how often each kind, the faults, most seconds, most megabytes) for one parser."""
    parser = EVERYTHING[name]
    body = (FIXTURES / parser.fixture).read_bytes()
    kinds: Counter[str] = Counter()
    faults, slowest, largest = [], 0.0, 0.0
    for mutant in mutants(body, count, parser.name):
        outcome = judge(parser, mutant)
        kinds[outcome.kind] += 1
        slowest, largest = max(slowest, outcome.seconds), max(largest, outcome.megabytes)
        if outcome.fault:
            faults.append(f"{mutant.label}: {outcome.kind} {outcome.detail}")
    return kinds, faults, slowest, largest


def main() -> int:
    options = argparse.ArgumentParser(description="Mutated answers against every parser.")
    options.add_argument("--count", type=int, default=10_000, help="mutated answers for each parser")
    options.add_argument("--parser", choices=list(EVERYTHING), action="append")
    given = options.parse_args()
    failed = False
    for name in given.parser or EVERYTHING:
        # A process each, so that memory one parser left behind is not counted against the next.
        with get_context("spawn").Pool(1) as pool:
            kinds, faults, slowest, largest = pool.apply(run, (name, given.count))
        failed = failed or bool(faults)
        counts = json.dumps(dict(kinds.most_common()))
        print(f"{name}: {counts}, at most {slowest:.2f} s, {largest:.0f} MB; {len(faults)} faults", flush=True)
        for fault in faults[:5]:
            print(f"    {fault}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
