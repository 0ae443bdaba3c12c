"""`python -m candidates` is the `covenue` command, where its script is not on the path."""

from candidates.cli import main

main()
