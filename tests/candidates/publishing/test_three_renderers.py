"""A published line is one thing to three renderers whatever its title holds: no link, element or comment but those of the list's form."""

from collections.abc import Callable
from typing import Any

import commonmark
import mistune
import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into
from candidates.reading_list.reader import read_list
from spiders.editions import own_table

# As forgiving as renderers are: raw HTML passes, no address is refused.
MARKDOWN_IT = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN_IT.validateLink = lambda _url: True  # type: ignore[method-assign]  # its documented way to allow every address
MISTUNE = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "task_lists", "footnotes"])
RENDERERS: dict[str, Callable[[str], str]] = {
    "markdown-it": MARKDOWN_IT.render,
    "mistune": lambda text: str(MISTUNE(text)),
    "commonmark": lambda text: str(commonmark.commonmark(text)),
}
HOMES = (
    "## SNN\n\n- Old Title of Spikes (NIPS'2024)\n",
    "## SNN\n\n- [Old Title of Spikes](https://a.b/1) (NIPS'2024)\n",
    "## SNN\n\n1. **Old Title of Spikes**, NIPS 2024. [[paper](https://a.b/1)]\n",
    "## SNN\n\n| Title | Venue | Link |\n|---|---|---|\n| Old Title of Spikes | NIPS 2024 | [pdf](https://a.b/1) |\n",
    "## SNN\n\n<ul>\n<li><b>Old Title of Spikes</b> (NIPS 2024)</li>\n</ul>\n",
)
BENIGN = "Quiet Words of a Title"
HOSTILE = (
    "[Spiking](javascript:alert(1)) Networks",
    "[Spiking]( javascript:alert(1) ) Networks",
    "[Spiking](<javascript:alert(1)>) Networks",
    "[Spiking](data:text/html;base64,PHNjcmlwdD4=) Networks",
    "![Spiking](https://tracker.example/x.png) Networks",
    "[![Spiking](https://tracker.example/x.png)](javascript:alert(1))",
    "<javascript:alert(1)> Networks",
    "<https://evil.example> Networks",
    "<img src=x onerror=alert(1)> Networks",
    "<script>alert(1)</script> Networks",
    "<!-- hidden Networks",
    "<!-- hidden --> Networks",
    "<?php echo 1 ?> Networks",
    "<![CDATA[ x ]]> Networks",
    "</ul></div> Networks",
    "$[a](javascript:alert(1))$ Networks",
    "$<img src=x onerror=alert(1)>$ Networks",
    "Networks $a <b$ and $c> d$",
    "[Spiking][1] Networks",
    "[Spiking]: javascript:alert(1)",
    "[^1]: Networks",
    "Networks[^1] and ~~struck~~",
    "\\[Spiking](javascript:alert(1)) Networks",
    "\\\\[Spiking](javascript:alert(1)) Networks",
    "`code](javascript:alert(1)) Networks",
    "&#91;a&#93;&#40;javascript:alert(1)&#41; Networks",
    "&lt;img src=x onerror=alert(1)&gt; Networks",
    "Networks | <b>bold</b> | cells",
    "**Bold** _and_ *light* Networks",
    "Spikes ](javascript:alert(1)) of Networks",
    'Spikes](javascript:alert(1) "title") of Networks',
    "- [ ] Networks",
    "--- Networks",
    "Networks\n\n<script>alert(1)</script>",
    "Networks\u2028# Heading",
    "\u202eskrowteN <b>\u202c",
    "\x9b31mNetworks\x9d",
)


def shape(html: str) -> list[str]:
    """The elements with the addresses they lead to, and the comments, in order; no text."""
    found: list[str] = []
    for node in BeautifulSoup(html, "html.parser").descendants:
        if isinstance(node, Comment):
            found.append("comment")
        elif name := getattr(node, "name", None):
            attributes = {key: value for key, value in node.attrs.items() if key != "style"}  # type: ignore[union-attr]  # it has a name
            found.append(f"{name} {attributes}")
    return found


def published(home: str, title: str) -> str:
    """The list with a paper of this title; the list as it was where the title cannot be written."""
    spellings = own_table().spellings
    one = Addition(title=title, venue="neurips", year=2025, category="SNN", url="https://a.b/2")
    return publish_into(read_list(home.encode(), spellings), [one]).data.decode()


def check(home: str, title: str) -> None:
    text = published(home, title)
    if text == home:
        return
    for name, render in RENDERERS.items():
        assert shape(render(text)) == shape(render(published(home, BENIGN))), (name, text)


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_adds_nothing_to_what_its_line_is(title: str, home: str) -> None:
    check(home, title)


# What sites give as addresses and names of authors; each with the signs that end what it stands in.
ADDRESSES = (
    "http://[",
    "http://a\u2100.b/",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://a.b/x) [y](javascript:alert(1)",
    "https://a.b/x> <script>alert(1)</script>",
    'https://a.b/" onmouseover="alert(1)',
    "https://a.b/' onmouseover='alert(1)",
    "https://a.b/my|own <!-- `x` **y**.pdf",
    "https://a.b/x\n\n# Heading",
)
AUTHORS = (
    "[A](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "A | B",
    "<!-- A",
    "A\n\n# B",
    "`A`",
    "A*B*",
    "&lt;b&gt;",
    "[^1]",
    "A\\",
)
WITH_ALL = (
    "## SNN\n\n- **Old Title of Spikes** Ada Lovelace, Bob Stone. NIPS 2024. [pdf](https://a.b/1.pdf) [doi](https://doi.org/10.1/1)\n",
    "## SNN\n\n| Title | Authors | Venue | Link |\n|---|---|---|---|\n"
    "| Old Title of Spikes | Ada Lovelace | NIPS 2024 | [pdf](https://a.b/1) |\n",
    "## SNN\n\n<table>\n<tr><th>Title</th><th>Authors</th><th>Venue</th><th>Link</th></tr>\n<tr><td>Old Title of Spikes</td>"
    '<td>Ada Lovelace</td><td>NIPS 2024</td><td><a href="https://a.b/1">pdf</a></td></tr>\n</table>\n',
)


@pytest.mark.parametrize("home", [*HOMES, *WITH_ALL])
@pytest.mark.parametrize(
    "given", [*({"url": each, "pdf": each} for each in ADDRESSES), *({"authors": (each, "Bo Li")} for each in AUTHORS)]
)
def test_no_address_and_no_author_adds_an_element_or_leads_out_of_the_web(given: dict[str, Any], home: str) -> None:
    quiet: dict[str, Any] = {"url": "https://a.b/2", "pdf": "https://a.b/2", "authors": ("Ann Lee", "Bo Li")}
    text, plain = (_published(home, **{**quiet, **each}) for each in (given, {}))
    for render in RENDERERS.values():
        elements, usual = shape(render(text)), shape(render(plain))
        if text != home and "authors" in given:
            assert elements == usual
        assert {each.partition(" ")[0] for each in elements} <= {each.partition(" ")[0] for each in usual}
        links = [str(link.get("href")) for link in BeautifulSoup(render(text), "html.parser").find_all("a")]
        assert all(link.startswith("https://") for link in links)


def _published(home: str, **given: Any) -> str:
    one = Addition(title=BENIGN, venue="neurips", year=2025, category="SNN", **given)
    return publish_into(read_list(home.encode(), own_table().spellings), [one]).data.decode()


@settings(max_examples=150)
@given(st.sampled_from(HOMES), st.text("aB1 []()<>!/:*_`~$\\&;#|-=\"'\n", min_size=3, max_size=30))
def test_no_mixture_of_signs_does_either(home: str, title: str) -> None:
    check(home, f"Spikes {title} Networks")
