"""The configuration file `covenue.toml`: read, checked key by key, written once by `covenue init`."""

import json
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from candidates.errors import ConfigError
from spiders.text_files import text_of_setting

# What pydantic's faults ask for, in the words of a settings file.
WANTED = {
    "string_type": "text in quotes",
    "float_type": "a number",
    "float_parsing": "a number",
    "less_than_equal": "a number up to 1",
    "greater_than_equal": "a number from 0 on",
    "dict_type": 'a table such as { "ojs.aaai.org" = 5.0 }',
}
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
YEARS = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")


class Config(BaseModel):
    """What a maintainer may set. Unknown keys are refused, because a misspelt key would silently do nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: str = Field(default="README.md", description="The list file, relative to this file.")
    database: str = Field(default="", description="Database URL or file; empty: covenue.sqlite beside this file.")
    decisions: str = Field(
        default="",
        description="A file beside the list that keeps every decision, for the repository, as decisions.jsonl; empty: the database alone.",
    )
    contact: str = Field(default="", description="An e-mail or web address that the user agent names, so that a site can reach you.")
    reviewer: str = Field(default="", description="The name your decisions carry; empty: your login name.")
    years: str = Field(default="2019-2026", description="The years that a bare venue stands for, as FIRST-LAST.")
    editions: str = Field(default="", description="A TOML file with further venues and years, as docs/extending.md describes it.")
    topic: str = Field(
        default="brain-inspired",
        description="A topic that comes with covenue, or a TOML file; empty: learn from the list alone.",
    )
    model: str = Field(default="", description="A sentence-transformers name or folder; empty: the model that comes with covenue.")
    threshold: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Flag papers from this score on; unset: the classifier's own, chosen for recall."
    )
    delay: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict, description='Seconds between requests by host, as { "ojs.aaai.org" = 5.0 }; never below covenue\'s own pace.'
    )

    @field_validator("list", "database", "decisions", "contact", "reviewer", "editions", "topic", "model")
    @classmethod
    def _is_one_line_of_text(cls, value: str, info: ValidationInfo) -> str:
        # No system takes a path with a null byte, and no name has a line break.
        if CONTROLS.search(value):
            raise ValueError(f"{_shown(str(info.field_name), value)} holds a control character; write plain text")
        return value

    @field_validator("years")
    @classmethod
    def _years_are_a_span(cls, value: str) -> str:
        parse_years(value)
        return value


def parse_years(text: str) -> tuple[int, int]:
    """First and last year of "2021-2025" or "2025"; raises ValueError that says what is wrong."""
    found = YEARS.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no span of years; write 2021-2025 or 2025")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise ValueError(f"{text!r} runs backwards; write {last}-{first}")
    return first, last


def read_config(path: Path) -> Config:
    """The configuration in `path`; raises ConfigError with the line or key that is wrong."""
    try:
        data = tomllib.loads(text_of_setting(path))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise ConfigError(f"{path}: not valid TOML: {problem}.") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path} cannot be read: {getattr(problem, 'strerror', problem)}.") from problem
    try:
        return Config.model_validate(data)
    except ValidationError as problem:
        raise ConfigError(f"{path}: {_first_fault(problem)}") from problem


def _first_fault(problem: ValidationError) -> str:
    fault = problem.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"there is no setting {key!r}; the settings are {', '.join(Config.model_fields)}."
    if fault["type"] == "value_error":  # our own words, which name the value
        return f"{key}: {fault['msg'].removeprefix('Value error, ')}."
    wanted = WANTED.get(fault["type"], fault["msg"])
    return (
        f"{key}: write {wanted}, not {_shown(key, fault['input'])}; in an empty folder `covenue init` writes an example of every setting."
    )


def _shown(key: str, value: object) -> str:
    """A value for a message; the address of a database may hold a password."""
    return "what stands there" if key == "database" else repr(value)


def starter_config(list_name: str = "README.md", topic: str = "brain-inspired", threshold: float = 0.5) -> str:
    """The text of a new `covenue.toml`: every setting with what it does, list and topic in force, the others commented out with the value
    that is in force without them. `threshold` is the topic's own."""
    given = {"list": list_name, "topic": topic}
    lines = ["# Settings of covenue. A line without # is in force; behind # stands what is in force without the line."]
    for name, setting in Config.model_fields.items():
        value = {**given, "threshold": threshold}.get(name, setting.get_default(call_default_factory=True))
        lines += ["", f"# {setting.description}", f"{'' if name in given else '# '}{name} = {as_toml(value)}"]
    return "\n".join(lines) + "\n"


def as_toml(value: Any) -> str:
    """A value of the settings as TOML: text, numbers and truth are written as in JSON."""
    return "{ }" if value == {} else json.dumps(value, ensure_ascii=False)
