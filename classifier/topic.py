"""What a list is about, as data: cue phrases with their weights, false friends, and what each category means.

A topic is a TOML file; `topics/brain-inspired.toml` comes with covenue and explains every key. Without a topic file the cues are
learnt from the list (see `vocabulary`).
"""

import tomllib
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from classifier.errors import ClassifierError
from classifier.phrases import Phrases, Span
from spiders.text_files import text_of_setting


class TopicError(ClassifierError):
    """A topic file that is missing or wrong; says which key. Raised by `load_topic`."""


class Part(BaseModel):
    """A table of the file. Unknown keys are refused, because a misspelt key would silently do nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PhrasePart(Part):
    """A table with phrases."""

    phrases: tuple[str, ...] = Field(min_length=1)

    @field_validator("phrases")
    @classmethod
    def _have_letters(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for phrase in value:
            if not any(letter.isalnum() for letter in phrase):
                raise ValueError(f"the phrase {phrase!r} has no letters")
        return value


class Cue(PhrasePart):
    """Phrases that speak for a paper, or against it where the weights are negative.

    The weights are log-odds by the place the phrase stands in; `unless` names phrases that, anywhere in the paper, take the cue's
    meaning away (another expansion of an abbreviation); `needs` names phrases of which one must stand somewhere in the paper.
    `unsupported` is the share of the title's weight that stays where the abstract names nothing of the subject; `alone` is the weight of
    a title that names nothing else and has no abstract, where that is another. An abbreviation that the paper spells out as something
    else never counts.
    """

    says: str = ""
    title: float = 0.0
    abstract: float = 0.0
    keyword: float = 0.0
    once: float = Field(default=0.6, gt=0, le=1)
    unsupported: float = Field(default=1.0, ge=0, le=1)
    alone: float | None = None
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class FalseFriend(PhrasePart):
    """Phrases in which a cue word means something else: no cue counts inside them, and they speak against the paper."""

    says: str = ""
    weight: float = Field(default=-1.0, le=0)


class Category(Part):
    """What a section of the list is about. `cues` are phrases with weights (log-odds against the other sections)."""

    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    cues: dict[str, float] = Field(default_factory=dict)


class Calibration(Part):
    """How evidence becomes a probability: 1 / (1 + exp(-(slope * evidence + intercept)))."""

    slope: float = Field(default=1.0, gt=0)
    intercept: float = 0.0


class Topic(Part):
    """A whole topic file."""

    name: str = ""
    description: str = ""
    prior: float = Field(default=-6.0, description="log-odds of a paper of which nothing is known")
    threshold: float = Field(default=0.5, gt=0, lt=1, description="papers from this score on are flagged")
    calibration: Calibration = Calibration()
    learn_words: bool = Field(default=False, description="add the cues to what the words of the list say, as without a topic file")
    cue: tuple[Cue, ...] = ()
    false_friend: tuple[FalseFriend, ...] = ()
    category: tuple[Category, ...] = ()

    @property
    def by_words(self) -> bool:
        """Whether the words of the list are learnt: they are unless cues stand alone."""
        return self.learn_words or not self.cue

    @model_validator(mode="after")
    def _no_category_twice(self) -> "Topic":
        names = [category.name.casefold() for category in self.category]
        doubles = {name for name in names if names.count(name) > 1}
        if doubles:
            raise ValueError(f"the category {min(doubles)!r} stands twice")
        return self


def bundled_topics() -> tuple[str, ...]:
    """The names of the topics that come with covenue."""
    folder = resources.files("classifier") / "topics"
    return tuple(sorted(Path(item.name).stem for item in folder.iterdir() if item.name.endswith(".toml")))


def load_topic(name_or_path: str | Path | None) -> Topic:
    """The topic of that name or file; an empty topic (the list alone) for None and "".

    Raises TopicError, in one sentence, for a file that is missing, is not TOML or has a wrong key.
    """
    if not name_or_path:
        return Topic()
    if str(name_or_path) in bundled_topics():
        content = (resources.files("classifier") / "topics" / f"{name_or_path}.toml").read_text(encoding="utf-8")
    else:
        content = _read_file(Path(name_or_path))
    try:
        return Topic.model_validate(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:  # the latter of a thousand brackets
        raise TopicError(f"The topic file {name_or_path} is not valid TOML: {problem}.") from problem
    except ValidationError as problem:
        fault = problem.errors(include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise TopicError(f"The topic file {name_or_path} is wrong at {place or 'the top'}: {fault['msg']}.") from problem


def _read_file(path: Path) -> str:
    try:
        return text_of_setting(path)
    except (OSError, UnicodeDecodeError) as problem:
        known = ", ".join(bundled_topics())
        raise TopicError(
            f"There is no readable topic file {path}. Name a TOML file, or one of the topics that come with covenue: {known}."
        ) from problem


def cue_spans(topic: Topic, text: str) -> list[tuple[int, int, str, str]]:
    """Where cues and false friends stand in `text`: (start, end, "for" or "against", the phrase as it stands), in order.

    Overlapping pieces are merged into the longest, so that a page may mark them one after the other.
    """
    lowered = text.lower()
    found: list[tuple[Span, str]] = []
    for friend in topic.false_friend:
        found += [(span, "against") for span in Phrases(friend.phrases).find(text, lowered)]
    for cue in topic.cue:
        side = "for" if max(cue.title, cue.abstract, cue.keyword) > 0 else "against"
        found += [(span, side) for span in Phrases(cue.phrases).find(text, lowered)]
    # Longest first: what a false friend covers is not marked again as a cue.
    taken: list[tuple[Span, str]] = []
    for span, side in sorted(found, key=lambda piece: (piece[0].start - piece[0].end, piece[0].start)):
        if not span.overlaps(other for other, _ in taken):
            taken.append((span, side))
    return [(span.start, span.end, side, text[span.start : span.end]) for span, side in sorted(taken, key=lambda piece: piece[0].start)]
