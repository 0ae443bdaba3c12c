"""A published line is one thing to three renderers whatever its title holds: no link, element or comment but those of the list's form."""

from collections.abc import Callable

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


@settings(max_examples=150)
@given(st.sampled_from(HOMES), st.text("aB1 []()<>!/:*_`~$\\&;#|-=\"'\n", min_size=3, max_size=30))
def test_no_mixture_of_signs_does_either(home: str, title: str) -> None:
    check(home, f"Spikes {title} Networks")
