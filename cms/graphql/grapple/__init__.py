"""Grapple's helpers and settings: translated into the hub's own, or refused with an alternative."""
