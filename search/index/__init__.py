"""Maintains the index: `texts` collects a page's texts, `entries` writes them, `documents` reads files, `updates`
handles changes."""
