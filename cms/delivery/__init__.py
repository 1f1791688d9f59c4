"""Delivery of public content: addresses, headers, feeds, calendars, the sitemap, and the frame of every page."""
