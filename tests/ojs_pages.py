"""The archive and the issue pages of ojs.aaai.org, as the misbehaving server shows them: an issue a year, a section a track."""

import re
from html import escape

from candidates.demo.exchange import Asked, Reply, html_reply
from candidates.demo.small_editions import Editions
from spiders.paper import Paper

BASE = "https://ojs.aaai.org/index.php/AAAI"


def ojs_page(editions: Editions, asked: Asked) -> Reply | None:
    """The reply to a request for the archive or an issue (numbered by its year), None for any other page."""
    years = {year: papers for (venue, year), papers in editions.items() if venue == "aaai"}
    if asked.path == "/index.php/AAAI/issue/archive":
        return html_reply(
            f'<html><body><div class="page page_issue_archive"><ul>{"".join(map(_summary, sorted(years)[::-1]))}</ul></div></body></html>'
        )
    found = re.fullmatch(r"/index\.php/AAAI/issue/view/(\d{4})", asked.path)
    if found and int(found[1]) in years:
        papers = years[int(found[1])]
        tracks = dict.fromkeys(paper.track for paper in papers)
        sections = (_section(track, [paper for paper in papers if paper.track == track]) for track in tracks)
        return html_reply(f'<html><body><div class="obj_issue_toc"><div class="sections">{"".join(sections)}</div></div></body></html>')
    return None


def _summary(year: int) -> str:
    return (
        f'<li><div class="obj_issue_summary"><h2><a class="title" href="{BASE}/issue/view/{year}">AAAI-{year % 100} Technical Tracks</a>'
        f'<div class="series">Vol. {year - 1986} No. 1 ({year})</div></h2></div></li>'
    )


def _section(track: str, papers: list[Paper]) -> str:
    rows = "".join(
        f'<div class="obj_article_summary"><h3 class="title"><a href="{BASE}/article/view/{paper.doi.rpartition(".")[2]}">'
        f'{escape(paper.title)}</a></h3><div class="meta"><div class="authors">{escape(", ".join(paper.authors))}</div></div></div>'
        for paper in papers
    )
    return f'<div class="section"><h2>{escape(track)}</h2>{rows}</div>'
