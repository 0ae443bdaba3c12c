"""Papers whose titles are headings above fields of their own: read as one entry each, and written so."""

import pytest
from own_venues import read_list

from candidates.publishing.addition import Addition
from candidates.publishing.list_writer import publish_into

FORUM = "https://openreview.net/forum?id="
ZETA = Addition(title="Zeta Things of a Kind", venue="icml", year=2023, category="A", url=f"{FORUM}z", authors=("Mia Moon", "Sam Sun"))
BULLETS = "### {title}\n- Authors: {who}\n- Paper: [link]({url})\n- Venue: {edition}\n"
BOLD = "### {title}\n\n- **Authors:** {who}\n- **Venue:** {edition}\n- **Link:** {url}\n{code}"
LINES = "### {title}\n\n**Authors:** {who}  \n**Venue:** {edition}  \n**Paper:** [link]({url})\n"
PARAGRAPHS = "### {title}\n\nAuthors: {who}\n\nVenue: {edition}\n\nLink: [PDF]({url})\n"
LABELLED = "### {title}\n\n- Authors: {who}\n- Venue: {edition}\n\n[[Paper]({url})]\n"


def written(form: str, name: str, edition: str, who: str = "Jane Doe, John Roe", code: str = "") -> str:
    title = ZETA.title if name == "Zeta" else f"{name} Paper on Things"
    return form.format(title=title, who=who, edition=edition, url=f"{FORUM}{name.lower()}" if name != "Zeta" else ZETA.url, code=code)


@pytest.mark.parametrize("form", [BULLETS, BOLD, LINES, PARAGRAPHS, LABELLED])
@pytest.mark.parametrize("rule", ["\n", "\n---\n\n", "\n***\n\n"])
def test_a_heading_above_fields_is_a_paper_and_a_new_one_is_parted_from_it_as_the_others_are(form: str, rule: str) -> None:
    code = "- **Code:** https://github.com/p/a\n"
    old = rule.join([written(form, "Alpha", "ICLR 2021"), written(form, "Beta", "NeurIPS 2022", "Ann Poole, Mike Moore", code)])
    text = f"# Shelf\n\n## A\n\n{old}"
    found = read_list(text.encode())
    assert [(e.title, e.venue, e.year, e.section) for e in found.entries] == [
        ("Alpha Paper on Things", "iclr", 2021, "A"),
        ("Beta Paper on Things", "neurips", 2022, "A"),
    ]
    assert found.entries[1].authors == ("Ann Poole", "Mike Moore")
    done = publish_into(found, [ZETA])
    assert done.data.decode() == text + rule + written(form, "Zeta", "ICML 2023", "Mia Moon, Sam Sun")
    assert publish_into(read_list(done.data), [ZETA]).data == done.data


@pytest.mark.parametrize(
    "below",
    [
        "- [Alpha Paper on Things](https://openreview.net/forum?id=a), ICLR 2021\n",
        "- Note: a remark\n- Survey: [link](https://arxiv.org/abs/2101.00001)\n- [Alpha Paper on Things](https://openreview.net/forum?id=a)\n",
        "Curated by: Jane Doe\n\n- [Alpha Paper on Things](https://openreview.net/forum?id=a), ICLR 2021\n",
    ],
)
def test_a_heading_above_papers_stays_a_section(below: str) -> None:
    found = read_list(f"# Shelf\n\n## Neural Methods of Things\n\n{below}\n".encode())
    assert "Alpha Paper on Things" in {entry.title for entry in found.entries}
    assert found.categories == ("Neural Methods of Things",)


@pytest.mark.parametrize(
    "fields",
    [
        "- Maintainers: Jane Doe, John Roe\n- Related survey: [Paper](https://arxiv.org/abs/2101.00001)\n- Conference: ACL 2022\n",
        "- Instructor: Jane Doe, John Roe\n- University: Some Town\n- Reading: [Paper](https://arxiv.org/abs/2101.00001)\n",
        "- Instructor: Jane Doe, John Roe\n- Paper: [link](https://arxiv.org/abs/2101.00001)\n",
    ],
)
def test_a_heading_above_fields_of_no_paper_stays_a_section(fields: str) -> None:
    found = read_list(f"# Shelf\n\n## A\n\n### Neural Methods of Things\n\n{fields}\n### Other Methods of Things\n\n{fields}".encode())
    assert "Neural Methods of Things" not in {entry.title for entry in found.entries}
    assert "Neural Methods of Things" in {section.name for section in found.sections}


def test_a_year_in_front_of_a_heading_is_no_number() -> None:
    text = "# Shelf\n\n## A\n\n" + written(BULLETS.replace("### ", "### 2001. "), "Alpha", "ICLR 2021")
    [entry] = read_list(text.encode()).entries
    assert (entry.title, entry.marker) == ("2001. Alpha Paper on Things", "")


def test_the_name_of_a_field_stays_where_few_entries_have_it() -> None:
    others = "".join(f"- [{name} Paper on Things]({FORUM}{name}), ICLR 2020\n" for name in ("Delta", "Epsilon", "Eta", "Theta", "Iota"))
    old = written(PARAGRAPHS, "Alpha", "ICLR 2021") + "\n" + written(PARAGRAPHS, "Beta", "NeurIPS 2022")
    text = f"# Shelf\n\n## B\n\n{others}\n## A\n\n{old}"
    done = publish_into(read_list(text.encode()), [ZETA])
    assert done.data.decode() == text + "\n" + written(PARAGRAPHS, "Zeta", "ICML 2023", "Mia Moon, Sam Sun")
