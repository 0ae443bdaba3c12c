"""Decisions made together, conflicts settled, what people mended of a paper; an index of the words of all papers"""

import sqlalchemy as sa
from alembic import op

from candidates.store.search import make_index

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_numbers",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("paper_id", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_paper_numbers")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_numbers_paper_id")),
    )
    op.create_table(
        "steps",
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decisions.number"], name=op.f("fk_steps_decision_decisions")),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_steps")),
    )
    op.create_index(op.f("ix_steps_step"), "steps", ["step"])
    op.create_table(
        "settlements",
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decisions.number"], name=op.f("fk_settlements_decision_decisions")),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_settlements")),
    )
    op.create_table(
        "edits",
        sa.Column("paper_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_edits_paper_id_papers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("paper_id", "field", name=op.f("pk_edits")),
    )
    without = sa.text("abstract IS NULL")
    op.create_index("ix_papers_without_abstract", "papers", ["venue", "year"], sqlite_where=without, postgresql_where=without)
    op.create_index(op.f("ix_screenings_score"), "screenings", ["score", "paper_id"])
    make_index(op.get_bind())
