"""What editors learn of the API."""
