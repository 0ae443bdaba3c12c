"""Which redirects lead to another edition, and which only to another address of the same."""

import pytest

from spiders.another_edition import leads_to_another_edition

OTHERS = [
    (2022, "https://openaccess.thecvf.com/CVPR2022", "https://openaccess.thecvf.com/CVPR2024?day=all"),
    (2024, "https://proceedings.neurips.cc/paper_files/paper/2024", "https://proceedings.neurips.cc/paper_files/paper/2022"),
    (2024, "https://aclanthology.org/events/acl-2024/", "https://aclanthology.org/events/acl-2022/"),
    (2022, "https://jmlr.org/papers/v23/", "https://jmlr.org/papers/v25/"),
    (
        2024,
        "https://proceedings.mlr.press/v235/assets/bib/bibliography.bib",
        "https://proceedings.mlr.press/v267/assets/bib/bibliography.bib",
    ),
    (2026, "https://www.usenix.org/conference/atc26/technical-sessions", "https://www.usenix.org/conference/atc25/technical-sessions"),
    (2026, "https://2026.ijcai.org/accepted-papers/", "https://www.ijcai.org/proceedings/2025/"),
]
SAME = [
    (2024, "https://iclr.cc/a/iclr-2024-orals.json", "https://iclr.cc/a/iclr-2024-orals.json"),
    (
        2020,
        "http://papers.nips.cc/paper/2020/hash/4b9a24-Abstract.html",
        "https://proceedings.neurips.cc/paper_files/paper/2020/hash/4b9a24-A.html",
    ),
    (2022, "https://www.jmlr.org/papers/v23/", "https://jmlr.org/papers/volume23/"),
    (2025, "https://proceedings.neurips.cc/paper/2025", "https://proceedings.neurips.cc/paper/2025/vol38-main-conference"),
    (2024, "https://www.ijcai.org/proceedings/2024/", "https://www.ijcai.org/archive/2026/proceedings/2024/"),
    (2026, "https://2026.ijcai.org/accepted-papers/", "https://www.ijcai.org/accepted-papers/"),
    (2024, "https://ojs.aaai.org/index.php/AAAI/issue/view/576", "https://ojs.aaai.org/index.php/AAAI/issue/view/577"),
    (2024, "https://[broken", "https://site.org/2022"),
]


@pytest.mark.parametrize(("year", "asked", "answered"), OTHERS)
def test_an_address_that_names_another_edition_in_the_same_place_is_another(year: int, asked: str, answered: str) -> None:
    assert leads_to_another_edition(asked, answered, year)


@pytest.mark.parametrize(("year", "asked", "answered"), SAME)
def test_another_address_of_the_same_edition_is_none(year: int, asked: str, answered: str) -> None:
    assert not leads_to_another_edition(asked, answered, year)
