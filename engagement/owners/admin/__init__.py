"""Owners' reports in the admin."""
