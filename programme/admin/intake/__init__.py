"""Imports in the admin: tables that become drafts, documents whose proposals are confirmed, and the record of all."""
