"""The plan in the admin: the grid, items, drafts of them, and items that are added together."""
