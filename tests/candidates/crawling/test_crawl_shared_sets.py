"""AAAI before 2024: issue pages are the list, sets that several years share complete it, one crawl of them for all years asked for."""

from dataclasses import replace

from covenue_command import Covenue
from misbehaving import Fault, MisbehavingServer, answered, empty_500, made_up

from spiders.paper import Paper

TRACKS = ("AAAI Technical Track on Planning", "AAAI Technical Track on Computer Vision")


def volume(year: int, first: int) -> list[Paper]:
    """Twelve papers of a year in two sections, their articles numbered from `first` on."""
    papers = made_up("aaai", year, 12, TRACKS)
    return [replace(paper, doi=f"10.1609/aaai.v{year - 1986}i1.{first + order}") for order, paper in enumerate(papers)]


def test_sections_that_years_share_are_read_once_for_all_years_of_the_run(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("aaai", 2021): volume(2021, 2100), ("aaai", 2022): volume(2022, 2200)})
    outcome = covenue.crawl(server, "aaai-2021", "aaai-2022")
    for name in ("aaai-2021", "aaai-2022"):
        report = outcome.edition(name)
        assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 12)
    papers = covenue.papers("aaai-2021")
    assert {paper["sources"]["title"] for paper in papers} == {"ojs"}
    assert {paper["sources"]["abstract"] for paper in papers} == {"oai-shared"}
    assert {paper["track"] for paper in papers} == set(TRACKS)
    records = [target for target in server.targets("ojs") if "ListRecords" in target and "resumptionToken" not in target]
    assert len(records) == len(set(records)) == 2, "each shared set once, though two years are in it"


def test_a_paper_that_its_section_does_not_hold_is_asked_for_alone(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("aaai", 2021): volume(2021, 2100)})
    server.faults = [Fault(r"verb=ListRecords&metadataPrefix=oai_dc&set=.*TCV", answered(200, body=NOTHING))]
    report = covenue.crawl(server, "aaai-2021").edition("aaai-2021")
    assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 12)
    assert sum("GetRecord" in target for target in server.targets("ojs")) == 6


def test_records_that_the_site_cannot_serve_leave_their_papers_without_abstract(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("aaai", 2021): volume(2021, 2100)})
    server.faults = [
        Fault(r"verb=ListRecords&metadataPrefix=oai_dc&set=.*TCV", answered(200, body=NOTHING)),
        Fault(r"GetRecord.*article/2101", empty_500),
        Fault(r"semanticscholar|openalex", answered(404)),
    ]
    report = covenue.crawl(server, "aaai-2021").edition("aaai-2021")
    assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 11)


def test_records_that_the_site_does_not_know_are_asked_for_once_however_many_they_are(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("aaai", 2021): volume(2021, 2100)})
    server.faults = [
        Fault(r"verb=ListRecords&metadataPrefix=oai_dc&set=.*TCV", answered(200, body=NOTHING)),
        Fault(r"GetRecord", answered(200, body=NOTHING.replace(b"noRecordsMatch", b"idDoesNotExist"))),
        Fault(r"semanticscholar|openalex", answered(404)),
    ]
    report = covenue.crawl(server, "aaai-2021").edition("aaai-2021")
    assert (report["status"], report["crawled"], report["abstracts"]) == ("complete", 12, 6)
    asked = sum("GetRecord" in target for target in server.targets("ojs"))
    covenue.crawl(server, "aaai-2021")
    assert sum("GetRecord" in target for target in server.targets("ojs")) == asked == 6


def test_a_volume_that_the_archive_does_not_have_is_looked_for_elsewhere(server: MisbehavingServer, covenue: Covenue) -> None:
    server.serve_editions({("aaai", 2022): volume(2022, 2200)})
    report = covenue.crawl(server, "aaai-2021").edition("aaai-2021")
    assert (report["status"], report["crawled"]) == ("failed", 0)
    assert "has no volume 35" in report["message"]


NOTHING = (
    b'<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    b'<error code="noRecordsMatch">No matching records in this repository</error></OAI-PMH>'
)
