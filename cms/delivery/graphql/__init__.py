"""The site as a whole in the API."""
