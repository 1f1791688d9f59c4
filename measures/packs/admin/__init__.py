"""Packs in the admin."""
