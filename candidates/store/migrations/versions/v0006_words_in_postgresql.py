"""The words of all papers for PostgreSQL, by the rule that SQLite's index has"""

from alembic import op

from candidates.store.search import POSTGRESQL_INDEX, POSTGRESQL_WORDS

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(f"CREATE INDEX {POSTGRESQL_INDEX} ON papers USING gin (({POSTGRESQL_WORDS}))")
