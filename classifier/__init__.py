"""Does a paper belong in the list, where, and why. Knows `spiders.paper`, and how a file is read (`spiders.text_files`);
nothing else of the other rooms.

The names for other programs; each is imported when it is asked for (see docs/python.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classifier.examples import Decision, ListEntry
    from classifier.model import Classifier
    from classifier.reasons import Reason
    from classifier.screenings import Screening
    from classifier.topic import Topic, load_topic

__all__ = ["Classifier", "Decision", "ListEntry", "Reason", "Screening", "Topic", "load_topic"]

_PLACES = {
    "Classifier": "classifier.model",
    "Decision": "classifier.examples",
    "ListEntry": "classifier.examples",
    "Reason": "classifier.reasons",
    "Screening": "classifier.screenings",
    "Topic": "classifier.topic",
    "load_topic": "classifier.topic",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
