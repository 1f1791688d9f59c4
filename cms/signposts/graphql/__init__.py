"""Signposts in the API."""
