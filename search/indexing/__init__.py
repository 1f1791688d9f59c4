"""Keeps the index: `texts` says what a page says, `entries` writes it, `documents` reads files, `following` hears of changes."""
