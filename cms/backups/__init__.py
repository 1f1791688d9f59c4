"""Backups of the database and of media, and what restores them."""
