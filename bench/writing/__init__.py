"""What it costs to write a page by the API, beside saving the same page in the admin."""
