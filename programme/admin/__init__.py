"""The programme in the admin, beyond its pages: lists, dashboard panels, calendar, message house.

Registered in `programme.wagtail_hooks`; laid out by `templates/cms/admin/`.
"""
