"""Signposts to help: the telephone numbers, chats and websites of services for somebody in need or worried."""
