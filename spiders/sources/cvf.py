"""CVF open access: one list a conference (until 2020 one a day), and a page a paper for its abstract."""

from spiders.formats import cvf
from spiders.sources.details import paper_by_paper
from spiders.visit import Visit, refusals

# A conference lasts four days; a menu that names more than this many is none.
MOST_DAYS = 10


async def days(visit: Visit) -> None:
    """The lists that the conference's page names, never a guessed one: until 2020 there is none of all papers. They declare no total."""
    for place in visit.places:
        for address in (await _lists_of(visit, place))[:MOST_DAYS]:
            await visit.page(address, address, cvf.papers)


async def _lists_of(visit: Visit, place: str) -> list[str]:
    menu = f"menu {place}"
    if known := visit.recorded(menu):
        return known.note.split()
    answer = await visit.get(place, "html")
    with refusals(answer):
        addresses = cvf.days(answer)
    if not addresses:  # the papers themselves stand here (until 2017, and 2020 at first)
        await visit.keep(place, visit.parsed(cvf.papers, answer), answer=answer)
    return (await visit.note(menu, " ".join(addresses or (place,)))).note.split()


async def paper_pages(visit: Visit) -> None:
    """A request a paper."""
    urls = [paper.url for paper in visit.papers() if not paper.has_abstract and paper.url.startswith(cvf.SITE)]
    await paper_by_paper(visit, urls, cvf.paper)
