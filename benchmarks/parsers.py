"""Papers a second of the parsers, on one core: `python benchmarks/parsers.py [NAME=FILE …]`.

Without arguments each parser reads an answer made large by repeating the entries of its fixture. `NAME=FILE` measures the
parser of that name on a saved answer instead: `python benchmarks/parsers.py virtual-2025=neurips-2025-orals-posters.json`.
"""

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/spiders/formats"))

from mutations import FIXTURES, PARSERS, Parser, papers_in

# Papers a second that a list format must reach on one core.
WANTED = 3000
# Some 2,000 papers: large enough that what happens once an answer does not count.
COPIES = 1000

# How the entries of a fixture are found, so that they can be repeated; a parser of a list adds its own line.
ENTRIES: dict[str, str] = {
    "oai-records": r"<record>.*</record>",
    "ojs-issue": r'<div class="section">.*</ul>\s*</div>(?=\s*</div><!-- \.sections)',
    "openreview-v2-2024": r'(?<="notes": \[).*(?=\],?\s*"count")',
    "openreview-v1-2022": r'(?<="notes": \[).*(?=\],?\s*"count")',
    "virtual-2025": r'(?<="results": \[).*(?=\]\s*\})',
    "virtual-list": r"<li>.*</li>",
    "pmlr-bibliography": r"@InProceedings.*\n\}\n",
    "pmlr-citeproc": r"- title:.*id: plato26a\n",
    "pmlr-feed": r"<item>.*</item>",
    "pmlr-volume": r'<div class="paper">.*</div>(?=\s*<p class="rss)',
    "papers-app-book": r'<li class="conference".*</li>(?=\s*</ul>\s*</div>)',
    "ijcai-list": r'<div class="section" id.*</div>(?=\s*</div>\s*</body>)',
    "ijcai-accepted": r'<li class="ij-paper".*</li>',
    "crossref-works": r'(?<="items":\[).*(?=\],"items-per-page")',
    "dblp-sparql": r'(?<="bindings":\[).*(?=\]\},"meta")',
    "dblp-contents": r'<r style="ee">.*</r>(?=\s*</dblpcites>)',
    "dblp-search": r'(?<="hit":\[).*(?=\]\}\}\})',
    "saved-bibtex": r"@inproceedings\{10.*?\n\}\n",
    "saved-table-semicolon": r"(?<=Link\n).*",
    "records-lines": r"\{.*",
}
# Formats of a page a paper: measured by reading one page as often as a list would have papers.
PAGES = ("pmlr-paper", "papers-app-abstract", "papers-app-abstract-old", "ijcai-paper")


def enlarged(parser: Parser) -> bytes:
    """The fixture with its entries repeated, each copy with other numbers and titles; a single page as it is."""
    text = (FIXTURES / parser.fixture).read_text(encoding="utf-8")
    if parser.name in PAGES:
        return text.encode()
    found = re.search(ENTRIES[parser.name], text, re.S)
    if found is None:
        raise SystemExit(f"{parser.name}: the entries of {parser.fixture} are not where ENTRIES says")
    joint = ",\n" if parser.fixture.endswith(".json") else "\n"
    return (text[: found.start()] + joint.join(copies(found[0])) + text[found.end() :]).encode()


def copies(entries: str) -> Sequence[str]:
    """`COPIES` of the entries: event numbers, forums and titles differ from copy to copy."""
    numbers = re.compile(
        r'(?<="id": )(\d+)|(?<="id": ")(\w+)|(?<="forum": ")(\w+)|(?<=\?id=F)(\d+)|(?<="name": ")|(?<=\d">)'
        r"|(?<=/mm/)\w+25|(?<=27\.)3754001(?=,\n)"
    )
    return [numbers.sub(lambda found, n=n: f"{found[0]}{n}" if found[0] else f"{n} ", entries) for n in range(COPIES)]


def measure(parser: Parser, body: bytes) -> float:
    """Prints and returns the papers a second, the best of three."""
    seconds, count = float("inf"), 0
    pages = 2 * COPIES if parser.name in PAGES else 1
    for _ in range(3):
        start = time.process_time()
        count = sum(1 for _ in range(pages) for _ in papers_in(parser.parse(body)))
        seconds = min(seconds, time.process_time() - start)
    size, rate = len(body) / 1e6, count / seconds
    sys.stdout.write(f"{parser.name}: {count} papers of {size:.1f} MB in {seconds:.2f} s, {rate:,.0f} a second\n")
    return rate


def main() -> int:
    given = dict(argument.split("=", 1) for argument in sys.argv[1:])
    chosen = [parser for parser in PARSERS if parser.name in (given or (*ENTRIES, *PAGES))]
    bodies = [Path(given[parser.name]).read_bytes() if given else enlarged(parser) for parser in chosen]
    return int(min(map(measure, chosen, bodies)) < WANTED)


if __name__ == "__main__":
    sys.exit(main())
