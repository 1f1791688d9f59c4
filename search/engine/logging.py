"""Writes down what was asked, for editors, and never who asked."""


def record(typed: str, found: int) -> None:
    """Count the query for today. Never raises and never makes the answer wait."""
