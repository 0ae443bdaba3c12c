"""The gaps per venue and year, and their page."""
