"""How far the crawl of an edition is; the words that the database, the reports and the pages use. Pure."""

from enum import StrEnum


class EditionStatus(StrEnum):
    """What is known of an edition after a crawl or an import."""

    COMPLETE = "complete"  # as many papers as the witnesses name
    SHORT = "short"  # fewer
    BLOCKED = "blocked"  # a challenge, a refusal, a login missing
    FAILED = "failed"  # network, layout or schema
    NOT_PUBLISHED = "not-published"
    NOT_TRIED = "not-tried"
