"""Lines into the list: composed in its own style, written as the smallest diff, put on disk or on a git branch."""
