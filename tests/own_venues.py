"""Lists read with the venues of covenue's own table, for the tests in which it does not matter which venues are known."""

from collections.abc import Mapping

from candidates.reading_list import reader
from candidates.reading_list.parts import ReadingList
from spiders.editions import own_table


def read_list(data: bytes, aliases: Mapping[str, str] | None = None) -> ReadingList:
    """`reader.read_list`, by default with covenue's own venues."""
    return reader.read_list(data, own_table().spellings if aliases is None else aliases)
