"""How a page is written, in the API."""
