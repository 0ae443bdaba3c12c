"""Where the phrases that speak for or against a paper stand in a text, as the workspace's topic has them. Loads no model."""

from functools import partial

from candidates.errors import CovenueError
from candidates.reading_list.parts import ListError
from candidates.review.cards import Marker
from candidates.workspace import Workspace


def marker_of(workspace: Workspace) -> tuple[Marker, str]:
    """How texts are marked, and "" or why nothing can be: without a topic file the phrases are learnt from the list."""
    from candidates.screening.learning import learn, topic_of
    from classifier.topic import cue_spans

    try:
        topic = topic_of(workspace)
        if not topic.cue:
            topic = learn(workspace).topic
    except (CovenueError, ListError) as problem:
        return _nothing, str(problem)
    return partial(cue_spans, topic), ""


def _nothing(_text: str) -> list[tuple[int, int, str, str]]:
    return []
