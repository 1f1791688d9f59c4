"""The editors' desk: the admin's views, reminders, the diary and workflows."""
