"""Does an address lead to another edition than the one asked for? Sites send what they do not have on to what they have. Pure.

USENIX leads from atc26 to atc25 (seen 2026); a proceedings site that is moved leads old addresses to its newest volume.
"""

import re

from spiders.addresses import parts_of

# "CVPR2022", "v23", "osdi25", "acl-2024", "2026.ijcai.org": a number with the word that it is joined to.
NUMBER = re.compile(r"([A-Za-z]*)(\d{1,6})(?![A-Za-z\d])")
VOLUMES = frozenset({"v", "vol", "volume"})


def leads_to_another_edition(asked: str, answered: str, year: int) -> bool:
    """Whether `asked` names the edition (its year, "osdi25", a volume) and `answered` in its place another one of the same kind."""
    given = _numbers(answered)
    return any(
        word in given and number not in given[word]
        for word, numbers in _numbers(asked).items()
        for number in numbers
        if number == str(year) or word in VOLUMES or (word and number == f"{year % 100:02d}")
    )


def _numbers(address: str) -> dict[str, set[str]]:
    """The numbers of an address by the word before each; of those without a word only years."""
    parts = parts_of(address)
    found: dict[str, set[str]] = {}
    for word, number in NUMBER.findall(f"{parts.netloc}{parts.path}"):
        if word or re.fullmatch(r"(?:19|20)\d\d", number):
            found.setdefault(word.lower(), set()).add(number)
    return found
