"""Ordinary titles of the field, and the words that they are made of; both come with covenue.

A table of how many of some 38,000 titles of six venues (AAAI, ICLR, IJCAI, MM, ICML, NeurIPS; 2021, 2023, 2025) hold a word or a pair of
words, and a few hundred titles. Pure but for reading them once.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

GLUE = (
    "a an and are as at based be beyond by can do does for from get good how in into is it its make more need new not of off on or our "
    "out over the that their there these this to toward towards under up use using via we what when where which who why with within "
    "without you your"
)
# In every second title: a single one tells nothing, a pair of words may be made of them ("neural operator").
COMMON = "abstract student extended approach framework method model models learning network networks neural deep"
PAIR_STOP_WORDS = frozenset(GLUE.split())
STOP_WORDS = PAIR_STOP_WORDS | frozenset(COMMON.split())
LETTERS = re.compile(r"[^\W\d_]{2,}")


@cache
def background_counts() -> tuple[int, dict[str, int]]:
    """How many background titles there are, and how many hold each word or pair of words."""
    lines = (resources.files("classifier") / "background" / "words.tsv").read_text(encoding="utf-8").splitlines()
    counts = {term: int(count) for term, count in (line.split("\t") for line in lines)}
    return counts.pop("(titles)"), counts


@cache
def background_titles() -> tuple[str, ...]:
    """Ordinary titles of the venues, one of each hundred: what a list is told apart from."""
    return tuple((resources.files("classifier") / "background" / "titles.txt").read_text(encoding="utf-8").splitlines())


def share_of_title_words(texts: Iterable[str]) -> float:
    """Of the words, of two letters at least, the share of such as titles are made of; 0 without any."""
    _, counts = background_counts()
    words = [word.lower() for text in texts for word in LETTERS.findall(text)]
    return sum(word in STOP_WORDS or word in counts for word in words) / max(1, len(words))
