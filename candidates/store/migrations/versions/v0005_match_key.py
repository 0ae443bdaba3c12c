"""The key by which matching compares titles, beside the one that ids are made of; `title_keys.renew` fills it"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("papers", sa.Column("match_key", sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_papers_match_key"), "papers", ["match_key"])
