"""Whether what a list names is a paper, by where its links lead and what it says. Pure."""

import re

from candidates.reading_list.entry_fields import EntryText
from spiders.addresses import parts_of

# Where papers are published, kept or discussed; ends of host names. Any address that ends in .pdf counts as well.
PAPER_HOSTS = (
    "doi.org", "arxiv.org", "openreview.net", "aclanthology.org", "aclweb.org", "thecvf.com", "ecva.net", "mlr.press", "jmlr.org",
    "neurips.cc", "nips.cc", "icml.cc", "iclr.cc", "ijcai.org", "aaai.org", "acm.org", "ieee.org", "computer.org", "springer.com",
    "sciencedirect.com", "elsevier.com", "nature.com", "science.org", "sciencemag.org", "pnas.org", "biorxiv.org", "medrxiv.org",
    "semanticscholar.org", "hal.science", "usenix.org", "isca-speech.org", "bmvc2022.org", "mdpi.com", "frontiersin.org",
    "wiley.com", "mitpressjournals.org", "direct.mit.edu", "plos.org", "cell.com", "tandfonline.com", "oup.com", "iop.org",
    "aps.org", "ssrn.com", "dblp.org", "mlsys.org", "roboticsproceedings.org", "proceedings.com", "scholar.google.com",
    "researchgate.net", "papers.ssrn.com", "zenodo.org", "eprint.iacr.org", "osf.io", "dl.acm.org", "techrxiv.org",
    "paperswithcode.com", "alphaxiv.org", "ar5iv.org", "vldb.org", "ndss-symposium.org", "bmva-archive.org.uk", "isca-archive.org",
)  # fmt: skip
# Where code, films, posts and people are.
OTHER_HOSTS = (
    "github.com", "github.io", "gitlab.com", "bitbucket.org", "youtube.com", "youtu.be", "bilibili.com", "medium.com", "kaggle.com",
    "huggingface.co", "pypi.org", "twitter.com", "x.com", "linkedin.com", "zhihu.com", "readthedocs.io", "wikipedia.org", "discord.gg",
    "slack.com", "t.me", "colab.research.google.com", "vimeo.com", "gitee.com", "substack.com", "patreon.com", "shields.io", "csdn.net",
)  # fmt: skip
PAPER_SERVER = re.compile(r"^(?:paper|proceedings)s?\.", re.IGNORECASE)


def leads_to_paper(url: str) -> bool:
    """An address where papers are published, kept or discussed."""
    parts = parts_of(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host.endswith(PAPER_HOSTS) or parts.path.lower().endswith((".pdf", ".ps")) or PAPER_SERVER.match(host) is not None


def leads_elsewhere(url: str) -> bool:
    """An address where code, films, posts or people are."""
    host = (parts_of(url).hostname or "").removeprefix("www.")
    return host.endswith(OTHER_HOSTS) and not leads_to_paper(url)


def speaks_for_paper(entry: EntryText) -> bool:
    """The entry names a venue, links to where papers are, or has a label of a paper's link."""
    named = entry.badge is not None or (entry.edition is not None and bool(entry.edition.venue))
    return named or any(leads_to_paper(link.url) for link in entry.links)


def speaks_against(entry: EntryText) -> bool:
    """All its links lead to code, films, posts or people, and it names no venue."""
    return bool(entry.links) and not speaks_for_paper(entry) and all(leads_elsewhere(link.url) for link in entry.links)
