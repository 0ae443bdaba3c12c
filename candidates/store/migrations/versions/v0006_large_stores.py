"""Indexes for stores of a million papers, and the words of all papers for PostgreSQL by the rule that SQLite's index has"""

from alembic import op

from candidates.store.search import POSTGRESQL_INDEX, POSTGRESQL_WORDS

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_papers_edition", "papers")
    op.create_index("ix_papers_edition", "papers", ["venue", "year", "id"])
    op.drop_index(op.f("ix_papers_match_key"), "papers")
    op.create_index("ix_papers_match_key", "papers", ["match_key", "id"])
    op.create_index("ix_papers_url", "papers", ["url"])
    op.create_index("ix_papers_changed_at", "papers", ["changed_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(f"CREATE INDEX {POSTGRESQL_INDEX} ON papers USING gin (({POSTGRESQL_WORDS}))")
