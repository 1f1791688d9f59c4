"""A server of the Model Context Protocol, by which assistants read the hub and write drafts with an access token."""
