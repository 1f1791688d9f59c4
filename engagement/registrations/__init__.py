"""Registration for events: a form on the event's page, confirmed by mail; the list for the team; reminders; forgetting."""
