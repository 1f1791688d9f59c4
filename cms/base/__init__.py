"""Small helpers that every room needs."""
