"""The survey in the API."""
