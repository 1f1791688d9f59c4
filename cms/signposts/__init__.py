"""Signposts to help: the telephone numbers, chats and websites of services for people in need or worried."""
