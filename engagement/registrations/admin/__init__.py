"""Registration for events in the admin."""
