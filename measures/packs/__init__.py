"""Packs for meetings: what changed since the last meeting, as of a day, for the people who sit in it."""
