"""Notifications to people who work on the hub: in a list in the admin and, as each person chooses, by e-mail."""
