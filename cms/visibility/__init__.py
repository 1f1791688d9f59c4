"""Visibility of content to the public, and its changes: the rule, the token, the triggers, the moments."""
