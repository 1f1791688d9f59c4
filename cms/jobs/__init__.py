"""Background work: jobs that apps declare, the schedule of pages and terms, and the worker that runs both."""
