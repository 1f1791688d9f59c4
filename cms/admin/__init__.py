"""The admin's views that hold for every page."""
