"""How well a topic fits a list: whether its cues speak for the entries that are there. Cheap, no model is loaded."""

from dataclasses import dataclass

from candidates.reading_list.parts import ReadingList
from candidates.workspace import Workspace
from classifier.evidence import LexicalEvidence
from classifier.text import Text
from classifier.topic import Topic

# Below this share of entries a topic is about something else. On the list it was made for, the cues of brain-inspired speak for all
# 133 titles, on ten titles about graph transformers for none; on lists about event cameras for a third to two thirds (2026-11-25).
LEAST_SHARE = 0.1
# Above this share the topic that comes with covenue is taken for a list without being asked.
OWN_SHARE = 0.9
# A list of fewer entries says too little either way.
FEWEST_ENTRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFit:
    """How many of the list's titles have a cue of the topic in them."""

    topic: str
    spoken_for: int
    entries: int

    @property
    def is_foreign(self) -> bool:
        """The topic is about something else than the list."""
        return bool(self.topic) and self.entries >= FEWEST_ENTRIES and self.spoken_for < LEAST_SHARE * self.entries

    @property
    def is_own(self) -> bool:
        """The topic is what the list is about."""
        return bool(self.topic) and self.entries >= FEWEST_ENTRIES and self.spoken_for >= OWN_SHARE * self.entries

    @property
    def sentence(self) -> str:
        """The finding for a person."""
        if not self.topic:
            return f"learnt from the list alone ({self.entries} titles)"
        return f"the cues of {self.topic} speak for {self.spoken_for} of the list's {self.entries} titles"


def topic_fit(name: str, topic: Topic, reading_list: ReadingList) -> TopicFit:
    """Counts the distinct titles that a cue of the topic speaks for; `name` is what the settings call it, "" for none."""
    evidence = LexicalEvidence(topic)
    titles = dict.fromkeys(entry.title for entry in reading_list.entries)
    spoken = sum(evidence.read(Text(title)).total > 0 for title in titles)
    return TopicFit(topic=name, spoken_for=spoken, entries=len(titles))


def foreign_topic_warning(workspace: Workspace, reading_list: ReadingList) -> str:
    """One sentence when the topic of the settings speaks for next to none of the list's entries; "" otherwise. Raises CovenueError."""
    from candidates.screening.learning import topic_of

    name = workspace.config.topic
    if not name:
        return ""
    fit = topic_fit(name, topic_of(workspace), reading_list)
    if not fit.is_foreign:
        return ""
    return (
        f"{fit.sentence[:1].upper()}{fit.sentence[1:]}, so what it flags is about something else. "
        f'Write topic = "" in the settings to learn from the list, or name a topic of its own.'
    )
