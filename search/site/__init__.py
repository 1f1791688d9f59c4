"""What the search page shows."""
