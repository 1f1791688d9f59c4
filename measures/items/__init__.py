"""Figures of single items: what came of a post, and how many people were at an event, a meeting or an engagement."""
