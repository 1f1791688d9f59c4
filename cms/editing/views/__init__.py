"""The admin's views for all page types."""
