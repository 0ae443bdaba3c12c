"""The errors a person meets, and the exit codes of the command. Imports nothing of ours, so that any module may use it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command returns to the shell (see the README)."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    PARTLY = 3
    INTERRUPTED = 130


class CovenueError(Exception):
    """Base of all errors shown to a person: one or two sentences, what happened and what to type next."""

    exit_code = ExitCode.ERROR


class UsageError(CovenueError):
    """A wrong word on the command line: an unknown venue, year, edition, id or category. Raised before anything is changed."""

    exit_code = ExitCode.USAGE


class ConfigError(CovenueError):
    """A configuration file that cannot be used. Raised by `candidates.config`."""


class NoProjectError(ConfigError):
    """No settings file here or above, so nothing is opened or made. Raised by `candidates.workspace`."""


class StoreError(CovenueError):
    """The database cannot be read or written: missing, locked, full, not ours, newer than this program. Raised by `store`."""


class NotFoundInStoreError(UsageError):
    """An id that no crawled paper has. Raised by `store` and `queue`."""


class UnknownCategoryError(UsageError):
    """A category that the list does not have; `nearest` holds the names that come closest. `was_proposed`: by the screening, for the list
    as it was then. Raised by `queue`."""

    def __init__(self, name: str, nearest: tuple[str, ...], categories: tuple[str, ...], was_proposed: bool = False) -> None:
        # A section is named by its last step where that says enough; all of them twice is no help.
        names = [each for each in categories if " > " not in each] or list(categories)
        offered = f"did you mean {' or '.join(nearest)}?" if nearest else f"its sections are {', '.join(names)}."
        # Whoever only took what was proposed cannot know what to type (2026-11: renamed sections, "did you mean" any of them).
        proposed = " It was proposed before the list changed: `covenue screen` proposes anew." if was_proposed else ""
        super().__init__(f"The list has no section {name!r}; {offered}{proposed}")
        self.nearest = nearest


class NothingToUndoError(CovenueError):
    """There is no decision left to take back. Raised by `queue`."""
