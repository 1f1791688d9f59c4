"""Proposals in the API."""
