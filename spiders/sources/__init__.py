"""What is asked of each platform, and in which order; one module a platform, a coroutine a way of asking.

LISTS say which papers an edition holds. DETAILS complete papers that are known. INDEXES are those of them that copy from others,
so that what they lack another one may have.
"""

from collections.abc import Awaitable, Callable, Mapping

from spiders.sources import (
    aaai,
    acl_anthology,
    crossref,
    cvf,
    dblp,
    doi_indexes,
    ijcai,
    jmlr,
    openreview,
    pmlr,
    proceedings_app,
    sigops,
    usenix,
    virtual,
)
from spiders.visit import Visit

Asking = Callable[[Visit], Awaitable[None]]

LISTS: Mapping[str, Asking] = {
    "oai": aaai.numbered_sets,
    "ojs": aaai.issues,
    "virtual": virtual.orals_and_posters,
    "virtual-pages": virtual.paper_list,
    "openreview": openreview.accepted_notes,
    "papers": proceedings_app.books,
    "pmlr": pmlr.bibliography,
    "ijcai": ijcai.proceedings,
    "ijcai-accepted": ijcai.accepted,
    "cvf": cvf.days,
    "anthology-event": acl_anthology.event,
    "anthology": acl_anthology.collections,
    "jmlr": jmlr.volume,
    "usenix": usenix.technical_sessions,
    "sigops": sigops.accepted,
    "crossref": crossref.works,
    "dblp": dblp.contents,
}
DETAILS: Mapping[str, Asking] = {
    "oai-shared": aaai.shared_sets,
    "papers": proceedings_app.abstract_pages,
    "virtual-pages": virtual.poster_pages,
    "ijcai": ijcai.paper_pages,
    "cvf": cvf.paper_pages,
    "jmlr": jmlr.paper_pages,
    "semanticscholar": doi_indexes.semantic_scholar,
    "openalex": doi_indexes.open_alex,
}
INDEXES = {"semanticscholar", "openalex"}
# The hosts that a platform has besides the addresses of an edition's places.
PLATFORM_HOSTS: Mapping[str, tuple[str, ...]] = {
    "anthology-event": ("aclanthology.org",),
    "anthology": ("raw.githubusercontent.com",),
    "oai": ("ojs.aaai.org",),
    "oai-shared": ("ojs.aaai.org",),
    "ojs": ("ojs.aaai.org",),
    "openreview": ("api2.openreview.net",),
    "pmlr": ("proceedings.mlr.press",),
    "ijcai": ("www.ijcai.org",),
    "crossref": ("api.crossref.org",),
    "dblp": ("sparql.dblp.org",),
    "semanticscholar": ("api.semanticscholar.org",),
    "openalex": ("api.openalex.org",),
}
