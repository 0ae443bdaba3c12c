"""The tables of the database, one definition for SQLite and PostgreSQL. Changed only together with a migration."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Times are ISO 8601 in UTC with seconds ("2026-11-23T10:00:00Z"): they sort as text and read alike in both engines.

EDITIONS = Table(
    "editions",
    METADATA,
    Column("venue", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("status", String(20), nullable=False),
    Column("declared", Integer),
    # What others counted: the table of editions, other sources; null where nobody did.
    Column("counted", Integer),
    Column("requests", Integer, nullable=False, default=0),
    Column("bytes", Integer, nullable=False, default=0),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("sources", JSON, nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("checked_at", String(20), nullable=False),
)

# The ledger: a row is written in the transaction that stores the page's papers.
PAGES = Table(
    "pages",
    METADATA,
    Column("venue", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("source", String(60), primary_key=True),
    Column("page", String(300), primary_key=True),
    Column("declared", Integer),
    Column("listed", Integer, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("next_page", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("fetched_at", String(20), nullable=False),
)

PAPERS = Table(
    "papers",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("venue", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False, index=True),
    # What `matching` compares titles by, renewed when its rule changes (see `title_keys`). Ids come of `title_key`, which never changes.
    Column("match_key", Text, nullable=False, default=""),
    Column("authors", JSON, nullable=False),
    Column("abstract", Text),
    Column("track", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("pdf", Text, nullable=False, default=""),
    Column("doi", Text, nullable=False, default="", index=True),
    Column("forum", Text, nullable=False, default="", index=True),
    Column("keywords", JSON, nullable=False),
    Column("origins", JSON, nullable=False),
    Column("stored_at", String(20), nullable=False),
    Column("changed_at", String(20), nullable=False),
    # With the id, so that counting by edition and comparing titles read an index alone (a million papers: 0.3 s instead of 5, 2026-11).
    Index("ix_papers_edition", "venue", "year", "id"),
    Index("ix_papers_match_key", "match_key", "id"),
    Index("ix_papers_url", "url"),
    Index("ix_papers_changed_at", "changed_at"),
    Index("ix_papers_without_abstract", "venue", "year", sqlite_where=text("abstract IS NULL"), postgresql_where=text("abstract IS NULL")),
)

SCREENINGS = Table(
    "screenings",
    METADATA,
    Column("paper_id", String(80), ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("category", Text),
    Column("categories", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    # What the score was made of, for scoring anew after a decision without reading the paper again; null where nothing speaks for it.
    Column("evidence", LargeBinary),
    Column("classifier", String(80), nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("screened_at", String(20), nullable=False),
    Index("ix_screenings_flagged_score", "flagged", "score"),
    Index("ix_screenings_score", "score", "paper_id"),
)

# The tables of what people did name papers without a foreign key: they stay when an edition is forgotten, and find its papers again.

# Append-only. verdict: accepted, rejected, later, published, or undone (takes back the decision numbered in `undoes`).
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("paper_id", String(80), nullable=False, index=True),
    Column("verdict", String(20), nullable=False),
    Column("category", Text),
    Column("reason", Text, nullable=False, default=""),
    Column("who", Text, nullable=False),
    Column("decided_at", String(20), nullable=False),
    Column("proposed", Text),
    Column("score", Float),
    Column("classifier", String(80), nullable=False, default=""),
    Column("undoes", Integer, ForeignKey("decisions.number")),
    UniqueConstraint("undoes"),
)

# What the decisions amount to, a row for each decided paper; written in the transaction of the decision.
STANDINGS = Table(
    "standings",
    METADATA,
    Column("paper_id", String(80), primary_key=True),
    Column("state", String(20), nullable=False, index=True),
    Column("category", Text),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", String(20), nullable=False),
    Column("decision", Integer, ForeignKey("decisions.number"), nullable=False),
)

# Decisions made together, and so taken back together: `step` is the number of the first of them.
STEPS = Table(
    "steps",
    METADATA,
    Column("decision", Integer, ForeignKey("decisions.number"), primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False, index=True),
)

# Decisions that ended a conflict between reviewers.
SETTLEMENTS = Table(
    "settlements", METADATA, Column("decision", Integer, ForeignKey("decisions.number"), primary_key=True, autoincrement=False)
)

# What people mended of a paper. field: title, url (as they are written into the list), abstract; what the source says stays in `papers`.
EDITS = Table(
    "edits",
    METADATA,
    Column("paper_id", String(80), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("edited_at", String(20), nullable=False),
)

# The numbers by which the full-text index knows the papers (see `search`).
PAPER_NUMBERS = Table(
    "paper_numbers",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("paper_id", String(80), nullable=False, unique=True),
)

# Which entry of the list is which paper. state: certain, to-confirm, confirmed, refused (a person said: not the same).
MATCHES = Table(
    "matches",
    METADATA,
    Column("entry_key", Text, primary_key=True),
    Column("paper_id", String(80), ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    Column("how", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("state", String(20), nullable=False),
    Column("matched_at", String(20), nullable=False),
    Index("ix_matches_paper", "paper_id"),
)

# Two records taken for one paper: what was merged, why, and whether a person took it back.
MERGES = Table(
    "merges",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("paper_id", String(80), ForeignKey("papers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("merged", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("merged_at", String(20), nullable=False),
    Column("undone_at", String(20)),
)

# Small facts of the whole database: the digest of the list last matched, how often papers changed.
FACTS = Table("facts", METADATA, Column("name", String(60), primary_key=True), Column("value", Text, nullable=False))
