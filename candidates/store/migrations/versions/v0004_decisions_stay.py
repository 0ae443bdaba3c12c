"""Decisions, and what people mended, stay when their papers are taken out of the store (`covenue forget`)"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("standings", "edits", "decisions"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"fk_{table}_paper_id_papers", type_="foreignkey")
