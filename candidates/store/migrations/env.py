"""Run by Alembic: hands it the connection that the store has opened."""

from alembic import context

from candidates.store.tables import METADATA

connection = context.config.attributes["connection"]
# SQLite cannot alter most things in place; batch mode copies the table (Alembic's documentation, "Running Batch Migrations").
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
