"""The ACL Anthology before 2020: its papers have names of another form, on the event's page and in the source files."""

import pytest
from mutations import answered

from spiders.editions import Edition
from spiders.formats.acl_anthology import collection, event
from spiders.paper import Paper

ACL = Edition("acl", 2019, lists=(), abstracts=())
ENTRY = (
    '<p class="d-sm-flex"><span class=d-block><strong><a class=align-middle href=/{id}/>{title}</a></strong><br>'
    "<a href=/people/a/ada-quill/>Ada Quill</a></span></p>"
)
CARD = '<div class="card bg-light abstract-collapse" id=abstract-{id}><div class="card-body">{text}</div></div>'
SAID = "Eight voices answer one question, and all of them agree."


def on_the_page(*identifiers: str) -> list[Paper]:
    entries = "".join(ENTRY.format(id=each, title=f"On {each}") for each in identifiers)
    cards = "".join(CARD.format(id=each.replace(".", "--"), text=f"{each}: {SAID}") for each in identifiers)
    return list(event(answered(f"<html><body>{entries}{cards}</body></html>".encode()), ACL).papers)


def in_the_file(name: str, volume: str, number: str, address: str = "") -> Paper:
    url = f"<url>{address}</url>" if address else ""
    author = "<author><first>Ada</first><last>Quill</last></author>"
    record = f'<paper id="{number}"><title>Voices</title>{author}{url}</paper>'
    body = f'<collection id="{name}"><volume id="{volume}">{record}</volume></collection>'
    return collection(answered(body.encode()), ACL).papers[0]


def test_the_page_of_an_event_has_papers_of_both_forms_and_no_front_matter() -> None:
    found = on_the_page("P19-1000", "P19-1001", "W19-5200", "W19-5201", "2020.acl-main.0", "2020.acl-main.10")
    assert [(each.url, each.track, each.doi) for each in found] == [
        ("https://aclanthology.org/P19-1001/", "P19-1", "10.18653/v1/P19-1001"),
        ("https://aclanthology.org/W19-5201/", "W19-52", "10.18653/v1/W19-5201"),
        ("https://aclanthology.org/2020.acl-main.10/", "acl-main", "10.18653/v1/2020.acl-main.10"),
    ]
    assert [each.abstract for each in found] == [f"{each}: {SAID}" for each in ("P19-1001", "W19-5201", "2020.acl-main.10")]


@pytest.mark.parametrize(
    ("place", "identifier", "track"),
    [
        (("P19", "1", "7"), "P19-1007", "P19-1"),
        (("W19", "52", "7"), "W19-5207", "W19-52"),
        (("D19", "1", "660"), "D19-1660", "D19-1"),
        (("D19", "53", "2"), "D19-5302", "D19-53"),
        (("2020.findings", "emnlp", "7"), "2020.findings-emnlp.7", "findings-emnlp"),
        (("P19", "1", "7", "P19-1008"), "P19-1008", "P19-1"),
        (("P19", "1", "7", "https://elsewhere.org/7.pdf"), "P19-1007", "P19-1"),
    ],
)
def test_a_paper_of_a_source_file_has_the_address_of_its_page(place: tuple[str, ...], identifier: str, track: str) -> None:
    found = in_the_file(*place)
    assert (found.url, found.pdf) == (f"https://aclanthology.org/{identifier}/", f"https://aclanthology.org/{identifier}.pdf")
    assert (found.track, found.doi) == (track, f"10.18653/v1/{identifier}")
