"""What others counted of an edition; what a page of the ledger said apart from where its list goes on"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("editions", sa.Column("counted", sa.Integer(), nullable=True))
    op.alter_column("pages", "following", new_column_name="next_page")
    op.add_column("pages", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    # Until now the one column held both; whichever is asked for is the right one.
    op.execute("UPDATE pages SET note = next_page")
    with op.batch_alter_table("pages") as pages:
        pages.alter_column("note", server_default=None)
