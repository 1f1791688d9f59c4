"""The pages on which people register for an event, confirm and cancel."""
