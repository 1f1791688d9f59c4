"""What the admin shows of a programme beyond the pages themselves: its lists and its part of the dashboard.

Registered in `programme.wagtail_hooks`; laid out by `templates/cms/admin/`.
"""
