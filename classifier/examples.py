"""What the classifier learns from: the entries of a list and what a maintainer decided."""

from dataclasses import KW_ONLY, dataclass

from spiders.paper import Paper


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of the maintained list; `abstract` and `authors` where its paper has been crawled, or the list names them."""

    title: str
    categories: tuple[str, ...]
    abstract: str | None = None
    _: KW_ONLY
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a maintainer decided on a paper; `category` where it was accepted into one."""

    paper: Paper
    accepted: bool
    category: str | None = None
