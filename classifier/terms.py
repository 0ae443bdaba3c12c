"""The words of a text as features: words, pairs of neighbours, beginnings of words, parts of names in mixed case. Pure.

A term is told apart by its number (a checksum of its letters), so that no table of words has to be kept beside what is learnt.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

# Accents of their own, and the scripts of India, whose vowels are such marks and to `re` no letters: "हिन्दी" was cut at each.
MARKED = "\u0300-\u036f\u0900-\u0963\u0971-\u0dff"
# Letters of any script, with digits after or before ("3d", "gpt4"); single letters tell nothing.
WORD = re.compile(rf"[^\W\d_][\w{MARKED}]+|(?<!\d)\d+[^\W\d_][\w{MARKED}]*")
# Scripts that set no blanks between words (Thai, kana, Han): two letters each are a word there, for a whole title would else be one.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# An abbreviation in the plural: "SNNs", "LLMs".
PLURAL = re.compile(r"[A-Z][A-Z0-9]+s")
# Words that hyphens join.
COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]\w*(?:-[^\W\d_]\w*)+(?![\w-])")
PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
GLUE_WORDS = (
    "a an and are as at be been beyond by can do does for from get good has have how in into is it its make more need new not of "
    "off on or our out over such than that the their there these this through to toward towards under up use using via was we "
    "were what when where which who why with within without you your also between show propose paper results method methods "
    "proposed "
)
GLUE = frozenset(GLUE_WORDS.split())
# Where papers are known by, not what they are about: a list that names them in its titles must not learn them.
VENUE_WORDS = (
    "aaai acl acm acmmm arxiv corr cvpr dac eccv emnlp icassp iccv iclr icml icra ijcai ijcnn iros jmlr kdd mlsys naacl neurips "
    "nips openreview pami sigir sigkdd tmlr tnnls tpami tip wacv www workshop spotlight oral poster tutorial github pdf slides "
    "preprint blog "
)
VENUES = frozenset(VENUE_WORDS.split())
YEARED = re.compile(r"([a-z]+)[-']?(?:19|20)?\d\d")
# "spik" and "federat" are too short and too long; five letters join the forms of most words (measured 2026-11 on four lists).
BEGINNING = 5
# 2**20 numbers: of 300,000 terms in 7,000 papers a seventh share theirs with another, nearly all of those seen once.
NUMBERS = 1 << 20


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """The word without a plural s."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(1 << 16)
def tells_nothing(word: str) -> bool:
    """Whether a word is glue, or names a venue ("eccv24") instead of a subject."""
    year = YEARED.fullmatch(word)
    return word in GLUE or word in VENUES or bool(year and year[1] in VENUES)


@lru_cache(1 << 16)
def _of_word(raw: str) -> tuple[str, ...]:
    """The terms of one word as it stands: itself, its beginning, its parts."""
    raw = raw[:-1] if PLURAL.fullmatch(raw) else raw
    word = stem(raw.lower())
    if tells_nothing(word) or tells_nothing(raw.lower()):
        return ()
    found = [word]
    if len(word) >= BEGINNING:
        found.append(f"{word[:BEGINNING]}*")
    if not raw.islower() and not raw.isupper() and len(parts := PARTS.findall(raw)) > 1:
        found += [stem(part.lower()) for part in parts if len(part) > 1]
    return tuple(found)


def _parted(word: str) -> list[str]:
    """The word, with each run of a script without blanks as its pairs of letters: "脉冲神经" gives "脉冲", "冲神", "神经".

    What stands beside a run is a word as elsewhere: the year of "网络2021年" is none.
    """
    found, end = list[str](), 0
    for run in UNSPACED.finditer(word):
        found += WORD.findall(word[end : run.start()])
        found += [run[0][place : place + 2] for place in range(max(1, len(run[0]) - 1))]
        end = run.end()
    return found + WORD.findall(word[end:])


def words(text: str) -> list[str]:
    """The words of a text as they stand there, in its order."""
    raw = WORD.findall(text)
    if not text.isascii() and UNSPACED.search(text):
        return [part for word in raw for part in _parted(word)]
    return raw


def terms(text: str, more: Callable[[Sequence[str]], list[str]] | None = None) -> list[str]:
    """The terms of a text in its order, as often as they stand there: "spiking network" gives both words, the pair and "spiki*".

    Then compounds that hold a small word, and what `more` finds among the words.
    """
    raw = words(text)
    found: list[str] = []
    last = ""
    for each in raw:
        own = _of_word(each)
        if own:
            found += own
            if last:
                found.append(f"{last} {own[0]}")
            last = own[0]
        else:
            last = ""
    # Part by part, since the pattern tries every word: 21 instead of 47 µs an abstract (2026-11-30).
    found += [compound for part in text.split() if "-" in part for compound in _compounds(part)]
    return found + more(raw) if more else found


def standing(text: str) -> dict[str, str]:
    """Each of the terms with the piece of the text where it stands first: "time serie" with "time-series", "spiki*" with "Spiking"."""
    if UNSPACED.search(text):
        raw = words(text)
        pairs = [" ".join(pair) for pair in pairwise(raw)]
    else:
        spans = [word.span() for word in WORD.finditer(text)]
        raw = [text[start:end] for start, end in spans]
        pairs = [text[start:end] for (start, _), (_, end) in pairwise(spans)]
    found: dict[str, str] = {}
    own = [_of_word(word) for word in raw]
    for word, its_own in zip(raw, own, strict=True):
        for term in its_own:
            found.setdefault(term, word)
    for pair, (one, other) in zip(pairs, pairwise(own), strict=True):
        if one and other:
            found.setdefault(f"{one[0]} {other[0]}", pair)
    for compound in COMPOUND.findall(text):
        for term in _compounds(compound):
            found.setdefault(term, compound)
    return found


def _compounds(text: str) -> list[str]:
    """The compounds that hold a word which tells nothing by itself: of "out-of-distribution" only "distribution" would be left."""
    found = [tuple(stem(word) for word in compound.lower().split("-")) for compound in COMPOUND.findall(text)]
    return ["-".join(words) for words in found if any(len(word) < 2 or word in GLUE for word in words)]


def number(term: str) -> int:
    """The number of a term, the same on every machine."""
    # Not kept: 7,000 papers have 280,000 terms, and making the number takes half the time of looking it up (0.45 and 0.9 s, 2026-11-30).
    return zlib.crc32(term.encode("utf-8", "surrogatepass")) % NUMBERS
