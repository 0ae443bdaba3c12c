"""www.sigops.org: the accepted papers of SOSP, before its proceedings are out. Titles and authors alone.

The page names no charset and keeps the lists of earlier years inside comments. Source: the page of 2026, saved.
"""

import re

from spiders.editions import Edition
from spiders.formats.listing import FormatError, Listing
from spiders.formats.markup import first, has_class, read_html, text_of
from spiders.formats.names import comma_names
from spiders.guard import Answer
from spiders.paper import Paper

# Brackets within brackets: two are known.
DEEPEST = 5
INNERMOST = re.compile(r"(?<!\s)\s*\([^()]*\)")


def accepted(answer: Answer, edition: Edition) -> Listing:
    """The list in force; institutions stand in brackets behind the names, and have brackets of their own. Raises FormatError."""
    # `read_html` drops comments, and with them the lists of earlier years. Without a charset the bytes are UTF-8 (seen 2026-10).
    items = read_html(answer.body, answer.charset).xpath(f"//ul[{has_class('paperlist')}]/li")
    papers = [
        Paper(title=title, venue=edition.venue, year=edition.year, authors=names(text_of(first(item.xpath("./em")))))
        for item in items
        if (title := text_of(first(item.xpath("./b"))))
    ]
    if not any(paper.authors for paper in papers):
        raise FormatError("layout", "no 'ul.paperlist' with titles and authors")
    untitled = [order for order, item in enumerate(items, 1) if not text_of(first(item.xpath("./b")))]
    return Listing(papers=papers, listed=len(items), spoilt=[f"Accepted paper {order} has no title." for order in untitled])


def names(text: str) -> tuple[str, ...]:
    """The names of "A, B (Institute (City)), C", without what stands in brackets."""
    for _ in range(DEEPEST):
        text = INNERMOST.sub("", text)
    return comma_names(text)
