"""Objectives with measures: what the hub counts for them, and what is typed in."""
