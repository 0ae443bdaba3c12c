"""CVF open access: whose papers a list holds is told by its address, whatever a table calls the venue."""

import pytest
from mutations import FIXTURES, answered

from spiders.editions import Edition
from spiders.formats.cvf import SITE, papers
from spiders.formats.listing import FormatError

LIST = (FIXTURES / "cvf_list.html").read_bytes()


def titles(venue: str, year: int, address: str) -> list[str]:
    return [paper.title for paper in papers(answered(LIST, address), Edition(venue, year, lists=(), abstracts=())).papers]


def test_a_venue_of_ones_own_may_have_any_id() -> None:
    assert titles("mine", 2025, f"{SITE}CVPR2025?day=all") == titles("cvpr", 2025, "") != []


@pytest.mark.parametrize("folder", ["content_cvpr_2018", "/content_CVPR_2018"])
def test_until_2020_papers_lie_in_folders_of_other_names(folder: str) -> None:
    people = '<dd><form><input name="query" value="A B"></form></dd>'
    entry = f'<dt class="ptitle"><br><a href="{folder}/html/A_B_CVPR_2018_paper.html">Alpha</a></dt>{people}'
    other = f'<dt class="ptitle"><a href="{folder}_workshops/w1/html/C_D_CVPR_2018_paper.html">Of a Workshop</a></dt><dd></dd>'
    edition = Edition("cvpr", 2018, lists=(), abstracts=())
    found = papers(answered(f"<dl>{entry}{other}</dl>".encode(), f"{SITE}CVPR2018.py?day=2018-06-19"), edition)
    assert [each.title for each in found.papers] == ["Alpha"]


@pytest.mark.parametrize(("year", "address"), [(2024, f"{SITE}CVPR2025?day=all"), (2025, f"{SITE}ICCV2025?day=all")])
def test_papers_of_another_year_or_conference_are_passed_over(year: int, address: str) -> None:
    with pytest.raises(FormatError, match="no paper of the conference"):
        titles("cvpr", year, address)
