"""The pages of the stand-in: each function writes what one site would answer about the editions that are held, None for no such page.

Only what covenue asks for is there; the forms are those that the parsers in `spiders.formats` describe.
"""

import json
import re
from collections.abc import Callable, Sequence
from hashlib import md5
from html import escape
from typing import Any

from candidates.demo.exchange import Asked, Reply, html_reply, json_reply
from candidates.demo.oai_site import OaiSite
from candidates.demo.small_editions import Editions
from spiders.editions import own_table
from spiders.paper import Paper

# Every third paper is shown once more as an oral, as the virtual sites list their talks.
PAPERS_AN_ORAL = 3
CREATIVE = "Creative AI Track"


class StandIn:
    """All sites over the same editions."""

    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        oai = OaiSite({year: papers for (venue, year), papers in editions.items() if venue == "aaai"})
        self._sites: dict[str, Callable[[Asked], Reply | None]] = {
            "ojs.aaai.org": oai.answer,
            "iclr.cc": self._virtual,
            "icml.cc": self._virtual,
            "neurips.cc": self._virtual,
            "www.ijcai.org": self._ijcai,
            "api.crossref.org": self._crossref,
            "api.semanticscholar.org": self._scholar,
            "api.openalex.org": self._openalex,
            "proceedings.mlr.press": self._pmlr,
            "proceedings.neurips.cc": self._proceedings,
        }

    def answer(self, asked: Asked) -> Reply:
        """The reply of the site that is asked; 404 for a page that it does not have."""
        if asked.host in self._sites and asked.path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /cache/\n", content_type="text/plain")
        site = self._sites.get(asked.host)
        reply = site(asked) if site else None
        return reply or html_reply("<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>Not Found</body></html>", 404)

    def _year(self, venue: str, year: str) -> Sequence[Paper]:
        return self.editions.get((venue, int(year)), ())

    def _volume(self, source: str, place: str) -> Sequence[Paper]:
        """The papers of the edition that the table of editions says is published there."""
        for (venue, year), papers in self.editions.items():
            if any(each.name == source and place in each.places for each in own_table().venues[venue].editions[year].lists):
                return papers
        return ()

    def _virtual(self, asked: Asked) -> Reply | None:
        venue = asked.host.removesuffix(".cc")
        found = re.fullmatch(rf"/static/virtual/data/{venue}-(\d{{4}})-orals-posters\.json", asked.path)
        papers = self._year(venue, found[1]) if found else ()
        if not papers:
            return None
        posters = [event(paper, order, "Poster") for order, paper in enumerate(papers)]
        talks = [event(paper, order, "Oral") for order, paper in enumerate(papers) if order % PAPERS_AN_ORAL == 0]
        return json_reply({"count": len(posters + talks), "next": None, "previous": None, "results": posters + talks})

    def _ijcai(self, asked: Asked) -> Reply | None:
        found = re.fullmatch(r"/proceedings/(\d{4})/(\d+)?", asked.path)
        papers = self._year("ijcai", found[1]) if found else ()
        if not found or not papers:
            return None
        if not found[2]:
            return html_reply(ijcai_list(papers))
        known = [paper for paper in papers if _number(paper) == found[2]]
        return html_reply(ijcai_page(known[0])) if known else None

    def _crossref(self, asked: Asked) -> Reply | None:
        if asked.path.startswith("/works/"):
            volume = asked.path.removeprefix("/works/")
            papers = self._volume("crossref", volume)
            return json_reply(crossref("work", volume_work(volume, papers[0].year))) if papers else None
        if asked.path != "/works":
            return None
        prefix = asked.query.get("filter", "").partition(",")[0].removeprefix("prefix:")
        held = [paper for papers in self.editions.values() for paper in papers if paper.doi.startswith(f"{prefix}/")]
        volumes = {paper.doi.rpartition(".")[0]: paper.year for paper in held}
        works = [*(volume_work(doi, year) for doi, year in volumes.items()), *map(paper_work, held)]
        rows, start = int(asked.query.get("rows", "20")), int(asked.query.get("cursor", "*").replace("*", "0"))
        # The cursor never ends by itself.
        message = {"total-results": len(works), "items": works[start : start + rows], "next-cursor": str(start + rows)}
        return json_reply(crossref("work-list", message))

    def _scholar(self, asked: Asked) -> Reply | None:
        if asked.method != "POST" or asked.path != "/graph/v1/paper/batch":
            return None
        held = {paper.doi: paper for papers in self.editions.values() for paper in papers if paper.doi}
        known = (held.get(name.removeprefix("DOI:")) for name in json.loads(asked.body)["ids"])
        return json_reply([_scholar_entry(paper) if paper else None for paper in known])

    def _openalex(self, asked: Asked) -> Reply | None:
        return json_reply({"meta": {"count": 0}, "results": []}) if asked.path == "/works" else None

    def _pmlr(self, asked: Asked) -> Reply | None:
        found = re.fullmatch(r"/(v\d+)/assets/bib/bibliography\.bib", asked.path)
        papers = self._volume("pmlr", found[1]) if found else ()
        if not found or not papers:
            return None
        body = bibliography(found[1], papers).encode()
        etag = f'"{md5(body, usedforsecurity=False).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(b"", content_type="application/octet-stream", status=304, headers={"ETag": etag})
        return Reply(body, content_type="application/octet-stream", headers={"ETag": etag})

    def _proceedings(self, asked: Asked) -> Reply | None:
        found = re.fullmatch(r"/paper_files/paper/(\d{4})(/vol\d+-main-conference)?", asked.path)
        papers = self._year("neurips", found[1]) if found else ()
        if not found or not papers:
            return None
        # As in 2025: where there is a Creative AI track, the base page holds nothing else and sends on to the rest.
        creative = [paper for paper in papers if paper.track == CREATIVE]
        if not creative:
            return html_reply(book(papers, ""))
        volume = f"/paper_files/paper/{found[1]}/vol{int(found[1]) - 1987}-main-conference"
        return html_reply(book([paper for paper in papers if paper not in creative], "") if found[2] else book(creative, volume))


def event(paper: Paper, order: int, kind: str) -> dict[str, Any]:
    """An event of a virtual site; an oral points to its poster and carries no abstract."""
    poster, oral = 30000 + order, 1030000 + order
    mine, other = (oral, poster) if kind == "Oral" else (poster, oral)
    names = {"iclr": "ICLR", "icml": "ICML", "neurips": "NeurIPS"}
    group = "Creative_AI_Track" if paper.track == CREATIVE else "Conference"
    return {
        "id": mine,
        "name": escape(paper.title),
        "authors": [{"id": 1000 + order, "fullname": escape(name), "institution": ""} for name in paper.authors],
        "abstract": escape(paper.abstract or "") if kind == "Poster" else "",
        "topic": "",
        "keywords": [],
        "decision": "Accept (oral)" if order % PAPERS_AN_ORAL == 0 else "Accept (poster)",
        "eventtype": kind,
        "event_type": f"{{location}} {kind}",
        "virtualsite_url": f"/virtual/{paper.year}/{kind.lower()}/{mine}",
        "sourceurl": f"https://openreview.net/group?id={names[paper.venue]}.cc/{paper.year}/{group}",
        "paper_url": f"https://openreview.net/forum?id={_key(paper)[:10]}",
        "paper_pdf_url": None,
        "related_events_ids": [other] if order % PAPERS_AN_ORAL == 0 else [],
        "visible": True,
    }


def ijcai_list(papers: Sequence[Paper]) -> str:
    """The list of a year, one section a track."""
    sections = []
    for order, track in enumerate(dict.fromkeys(paper.track for paper in papers)):
        rows = "".join(map(_ijcai_row, (paper for paper in papers if paper.track == track)))
        heading = f'<div class="section_title"><h3>{escape(track)}</h3></div>'
        sections.append(f'<div class="section" id="section{order}">{heading}\n{rows}</div>')
    title = f"Proceedings of the International Joint Conference on Artificial Intelligence {papers[0].year} | IJCAI"
    return _page(title, f'<div class="proceedings"><h2>Content</h2>\n{"".join(sections)}</div>')


def _ijcai_row(paper: Paper) -> str:
    number = _number(paper)
    return (
        f'<div id="paper{number}" class="paper_wrapper">\n<div class="title">{escape(paper.title)}</div>\n'
        f'<div class="authors">{escape(", ".join(paper.authors))}</div>\n<div class="details">(<a href="{int(number):04d}.pdf">PDF</a> | '
        f'<a href="/proceedings/{paper.year}/{number}"> Details</a>)</div>\n</div>\n'
    )


def ijcai_page(paper: Paper) -> str:
    """The page of one paper; entities are nested in its meta elements."""
    number = _number(paper)
    pdf = f"https://www.ijcai.org/proceedings/{paper.year}/{int(number):04d}.pdf"
    given = [
        ("citation_title", escape(paper.title)),
        *(("citation_author", name) for name in paper.authors),
        ("citation_doi", paper.doi),
        ("citation_pdf_url", pdf),
    ]
    metas = "".join(f'<meta name="{name}" content="{escape(value)}" />\n' for name, value in given)
    body = (
        f'<div class="container-fluid proceedings-detail"><div class="row"><h1>{escape(paper.title)}</h1></div>\n'
        f'<div class="row"><div>{escape(paper.track)}. Pages 1-9.</div><a class="button btn-lg btn-download" href="{pdf}">PDF</a></div>\n'
        f'<hr>\n<div class="row">\n<div class="col-md-12">\n{escape(paper.abstract or "")}\n</div></div></div>'
    )
    return _page(f"{escape(paper.title)} | IJCAI", body, metas)


def crossref(kind: str, message: dict[str, Any]) -> dict[str, Any]:
    """A message in Crossref's envelope; `kind`: "work" or "work-list"."""
    return {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}


def volume_work(doi: str, year: int) -> dict[str, Any]:
    """A volume of proceedings as Crossref has it."""
    return {"DOI": doi, "type": "proceedings", "title": ["Proceedings"], "published": {"date-parts": [[year, 10, 27]]}}


def paper_work(paper: Paper) -> dict[str, Any]:
    """A paper as its publisher deposits it: no abstract."""
    names = [name.rpartition(" ") for name in paper.authors]
    return {
        "DOI": paper.doi,
        "type": "proceedings-article",
        "title": [escape(paper.title, quote=False)],
        "author": [{"given": given, "family": family, "affiliation": []} for given, _, family in names],
        "published": {"date-parts": [[paper.year, 10, 27]]},
    }


def _scholar_entry(paper: Paper) -> dict[str, Any]:
    return {"paperId": _key(paper), "externalIds": {"DOI": paper.doi}, "title": paper.title, "abstract": paper.abstract}


def bibliography(volume: str, papers: Sequence[Paper]) -> str:
    """PMLR's bibliography of a volume."""
    entries = [f"@Proceedings{{ICML{papers[0].year},\n  title =     {{Proceedings}},\n  volume =    {volume[1:]}\n}}\n"]
    for paper in papers:
        key = f"{_key(paper)[:8]}{paper.year % 100}a"
        names = (name.rpartition(" ") for name in paper.authors)
        fields = {
            "title": paper.title,
            "author": " and ".join(f"{last}, {given}" if given else last for given, _, last in names),
            "year": str(paper.year),
            "volume": volume[1:],
            "publisher": "PMLR",
            "url": f"https://proceedings.mlr.press/{volume}/{key}.html",
            **({"abstract": paper.abstract} if paper.abstract else {}),
        }
        lines = ",\n".join(f"  {name} = \t {{{value}}}" for name, value in fields.items())
        entries.append(f"@InProceedings{{pmlr-{volume}-{key},\n{lines}\n}}\n")
    return "\n\n\n".join(entries)


def book(papers: Sequence[Paper], see_also: str) -> str:
    """A list of the proceedings application of NeurIPS."""
    rows = []
    for paper in papers:
        ending = paper.track.replace("Main Conference Track", "Conference").replace(" ", "_")
        address = f"/paper_files/paper/{paper.year}/hash/{_key(paper)}-Abstract-{ending}.html"
        rows.append(
            f'<li class="conference" data-track="conference"><div class="paper-content"><a title="paper title" href="{address}">'
            f'{escape(paper.title)}</a>\n<span class="paper-authors">{escape(", ".join(paper.authors))}</span></div>\n'
            f'<span class="paper-track-badge">{escape(paper.track)}</span></li>\n'
        )
    more = f'<p class="book-see-also">See also: <a href="{see_also}">Main Conference</a></p>' if see_also else ""
    head = f'<h1 class="book-title">Advances in Neural Information Processing Systems {papers[0].year}</h1>{more}'
    count = f'<span class="paper-count">{len(papers)} papers</span>'
    return _page("Book", f'<div class="col book-page">{head}\n{count}<ul class="paper-list">\n{"".join(rows)}</ul></div>')


def _page(title: str, body: str, head: str = "") -> str:
    start = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n<title>{title}</title>\n{head}</head>\n'
    return f"{start}<body>\n{body}\n</body>\n</html>\n"


def _number(paper: Paper) -> str:
    """The number that ends a DOI, under which IJCAI shows a paper."""
    return paper.doi.rpartition("/")[2]


def _key(paper: Paper) -> str:
    return md5(f"{paper.edition} {paper.title}".encode(), usedforsecurity=False).hexdigest()
