"""What is known, what was decided, what is missing: the store, the queue, the list, the report, the command."""

__version__ = "0.1.0"
