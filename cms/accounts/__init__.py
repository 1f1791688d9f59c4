"""Accounts of the people who run the hub: signing in, the second factor, how long a session lasts, and the audit log."""
