"""The list file: read, and understood line by line. Pure; imports no database."""
