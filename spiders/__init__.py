"""What the venues publish, as Paper records. Imports neither the classifier nor the candidates.

The names for other programs; each is imported when it is asked for (see docs/python.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spiders.edition_status import EditionStatus
    from spiders.editions import Edition, EditionTable, own_table
    from spiders.paper import Paper, title_key
    from spiders.saved.recognise import read_saved

__all__ = ["Edition", "EditionStatus", "EditionTable", "Paper", "own_table", "read_saved", "title_key"]

_PLACES = {
    "Edition": "spiders.editions",
    "EditionStatus": "spiders.edition_status",
    "EditionTable": "spiders.editions",
    "Paper": "spiders.paper",
    "own_table": "spiders.editions",
    "read_saved": "spiders.saved.recognise",
    "title_key": "spiders.paper",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
