"""ojs.aaai.org as the stand-in gives it: OAI-PMH with sets of a year, records in parts, tokens that are valid once given out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from html import escape

from candidates.demo.exchange import Asked, Reply
from spiders.formats.oai import YEAR_BEFORE_VOLUME_1
from spiders.paper import Paper

BASE = "https://ojs.aaai.org/index.php/AAAI"
JOURNAL = "Proceedings of the AAAI Conference on Artificial Intelligence"
# The site gives 100 records and 99 sets at a time; so few that even a small edition has a second part.
RECORDS_A_PART = 8
SETS_A_PART = 6
HEADERS_A_PART = 20

FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"
	xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
	xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/
		http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
	<responseDate>2026-11-01T08:00:00Z</responseDate>
	<request verb="{verb}">{base}/oai</request>
	{content}</OAI-PMH>
"""
SET = """		<set>
			<setSpec>{spec}</setSpec>
			<setName>{name}</setName>
		</set>
"""
HEADER = """			<header>
				<identifier>oai:ojs.aaai.org:article/{number}</identifier>
				<datestamp>{stamp}</datestamp>
				<setSpec>{spec}</setSpec>
			</header>
"""
RECORD = """		<record>
{header}			<metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
	<dc:title xml:lang="en-US">{title}</dc:title>
{creators}{description}	<dc:date>{year}-04-11</dc:date>
	<dc:type>info:eu-repo/semantics/article</dc:type>
	<dc:identifier>{base}/article/view/{number}</dc:identifier>
	<dc:identifier>{doi}</dc:identifier>
	<dc:source xml:lang="en-US">{journal}; Vol. {volume} No. {issue}: AAAI-{yy:02d} Technical Tracks {issue}; 1-9</dc:source>
	<dc:language>eng</dc:language>
	<dc:relation>{base}/article/view/{number}/{galley}</dc:relation>
</oai_dc:dc>
			</metadata>
		</record>
"""
DOI = re.compile(r"\.v\d+i(?P<issue>\d+)\.(?P<number>\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A paper as the journal keeps it."""

    paper: Paper
    number: str
    issue: str
    spec: str
    stamp: str


class OaiSite:
    """The interface over the papers of all years of AAAI that the stand-in holds."""

    def __init__(self, editions: Mapping[int, Sequence[Paper]]) -> None:
        self._names: dict[str, str] = {"AAAI": JOURNAL}
        self._articles = [article for year, papers in editions.items() for article in self._shelved(year, papers)]
        self._tokens: dict[str, tuple[str, Sequence[str], int]] = {}

    def _shelved(self, year: int, papers: Sequence[Paper]) -> list[Article]:
        """The articles of a year: a set a track: numbered within the year since 2024, shared by all years before."""
        tracks = enumerate(dict.fromkeys(paper.track for paper in papers), 1)
        specs = {track: f"AAAI:AI{year % 100}-{order}" if year >= 2024 else f"AAAI:{_initials(track)}" for order, track in tracks}
        self._names |= {spec: escape(track) for track, spec in specs.items()}
        shelved = []
        for order, paper in enumerate(papers):
            found = DOI.search(paper.doi)
            number, issue = (found["number"], found["issue"]) if found else (str(year * 100 + order), "1")
            stamp = f"{year}-04-11T08:{order // 60:02d}:{order % 60:02d}Z"
            shelved.append(Article(paper=paper, number=number, issue=issue, spec=specs[paper.track], stamp=stamp))
        return shelved

    def answer(self, asked: Asked) -> Reply | None:
        """The reply to a request under /index.php/AAAI/oai, None for any other page."""
        if asked.path != "/index.php/AAAI/oai":
            return None
        verb = asked.query.get("verb", "")
        if token := asked.query.get("resumptionToken"):
            if token not in self._tokens:
                return _error(verb, "badResumptionToken", "The requested resumptionToken is invalid or has expired")
            return self._part(*self._tokens[token])
        if verb == "ListSets":
            return self._part(verb, [SET.format(spec=spec, name=escape(name)) for spec, name in self._names.items()], 0)
        if verb in ("ListRecords", "ListIdentifiers"):
            write = _record if verb == "ListRecords" else _header
            chosen = [write(article) for article in self._chosen(asked.query)]
            if chosen:
                return self._part(verb, chosen, 0)
            return _error(verb, "noRecordsMatch", "No matching records in this repository")
        if verb == "GetRecord":
            known = [each for each in self._articles if asked.query.get("identifier", "").endswith(f"/{each.number}")]
            if known:
                return _xml(verb, f"<GetRecord>\n{_record(known[0])}\t</GetRecord>\n")
            return _error(verb, "idDoesNotExist", "No matching identifier in this repository")
        return _error("", "badVerb", "Illegal OAI verb")

    def _chosen(self, query: Mapping[str, str]) -> list[Article]:
        spec, first, last = query.get("set", "AAAI"), query.get("from", ""), query.get("until", "9999")
        return [each for each in self._articles if spec in ("AAAI", each.spec) and first <= each.stamp <= last]

    def _part(self, verb: str, entries: Sequence[str], cursor: int) -> Reply:
        """A part of a list from `cursor` on, with the token for the next; a list of one part has none."""
        size = {"ListSets": SETS_A_PART, "ListRecords": RECORDS_A_PART}.get(verb, HEADERS_A_PART)
        end, token = cursor + size, ""
        if end < len(entries):
            text = md5(f"{verb} {end} {entries}".encode(), usedforsecurity=False).hexdigest()
            self._tokens[text] = verb, entries, end
            token = (
                f'\t\t<resumptionToken expirationDate="2099-01-01T00:00:00Z"\n'
                f'\t\t\tcompleteListSize="{len(entries)}"\n\t\t\tcursor="{cursor}">{text}</resumptionToken>\n'
            )
        elif cursor:
            token = f'\t\t<resumptionToken completeListSize="{len(entries)}"\n\t\t\tcursor="{cursor}" />\n'
        return _xml(verb, f"<{verb}>\n{''.join(entries[cursor:end])}{token}\t</{verb}>\n")


def _initials(track: str) -> str:
    """ "AAAI Technical Track on Computer Vision" as TCV."""
    return "".join(letter for letter in track if letter.isupper())[-3:]


def _header(article: Article) -> str:
    return HEADER.format(number=article.number, stamp=article.stamp, spec=article.spec)


def _record(article: Article) -> str:
    paper = article.paper
    creators = (f"\t<dc:creator>{escape(_last_first(name))}</dc:creator>\n" for name in paper.authors)
    described = f'\t<dc:description xml:lang="en-US">{escape(escape(paper.abstract))}</dc:description>\n' if paper.abstract else ""
    return RECORD.format(
        header=_header(article),
        title=escape(escape(paper.title, quote=False), quote=False),
        creators="".join(creators),
        description=described,
        year=paper.year,
        base=BASE,
        number=article.number,
        doi=paper.doi,
        journal=JOURNAL,
        volume=paper.year - YEAR_BEFORE_VOLUME_1,
        issue=article.issue,
        yy=paper.year % 100,
        galley=int(article.number) + 2000,
    )


def _last_first(name: str) -> str:
    given, _, last = name.rpartition(" ")
    return f"{last}, {given}" if given else name


def _error(verb: str, code: str, words: str) -> Reply:
    return _xml(verb, f'<error code="{code}">{words}</error>')


def _xml(verb: str, content: str) -> Reply:
    text = FRAME.format(verb=verb, base=BASE, content=content)
    return Reply(text.encode(), content_type="text/xml;charset=UTF-8")
