"""Access tokens: with them programs read more than the public, or do what an editor would do in the admin."""
