"""What a database driver says of tables that are missing or there twice, apart from faults that only name a table."""

import pytest

from candidates.store.explanations import explanation

DUPLICATE = (
    'duplicate key value violates unique constraint "papers_pkey"\nDETAIL:  Key (id)=(icml-2021-0c) already exists.',
    'null value in column "title" of relation "papers" violates not-null constraint\nDETAIL:  Failing row contains (1).',
    'deadlock detected\nCONTEXT:  while updating tuple (0,1) in relation "papers"',
)
OTHER_TABLES = (
    "no such table: papers",
    "no such column: papers.track",
    "table papers already exists",
    "duplicate column name: track",
    'relation "papers" does not exist\nLINE 1: SELECT * FROM papers',
    "column papers.track does not exist",
    'column "track" of relation "papers" already exists',
)


@pytest.mark.parametrize("words", DUPLICATE)
def test_a_fault_that_names_a_table_sends_nobody_to_an_old_copy(words: str) -> None:
    assert "put that in its place" not in explanation("covenue", Exception(words))


@pytest.mark.parametrize("words", OTHER_TABLES)
def test_tables_that_are_missing_or_there_twice_are_another_databases(words: str) -> None:
    assert "has other tables than covenue made" in explanation("covenue", Exception(words))
