"""Counts the clicks that a communications team needs for fifteen tasks in the admin."""
