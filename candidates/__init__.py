"""What is known, what was decided, what is missing: the store, the queue, the list, the report, the command.

The names for other programs; each is imported when it is asked for (see docs/python.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from candidates.matching.same_paper import PaperRef, same_paper
    from candidates.reading_list.parts import Entry, ReadingList
    from candidates.reading_list.reader import read_list
    from candidates.store.database import Store
    from candidates.workspace import Workspace

__all__ = ["Entry", "PaperRef", "ReadingList", "Store", "Workspace", "__version__", "read_list", "same_paper"]

__version__ = "0.1.0"

_PLACES = {
    "Entry": "candidates.reading_list.parts",
    "PaperRef": "candidates.matching.same_paper",
    "ReadingList": "candidates.reading_list.parts",
    "Store": "candidates.store.database",
    "Workspace": "candidates.workspace",
    "read_list": "candidates.reading_list.reader",
    "same_paper": "candidates.matching.same_paper",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
