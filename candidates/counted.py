"""Numbers in sentences. Pure."""


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its word: "1 paper", "1,234 papers"; `several` where that is not `one` with an s ("2 entries")."""
    return f"1 {one}" if number == 1 else f"{number:,} {several or f'{one}s'}"
