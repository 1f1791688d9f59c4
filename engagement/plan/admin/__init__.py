"""The plan in the admin: the grid, items, and drafts of them."""
