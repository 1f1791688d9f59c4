"""What Wagtail developers know from grapple: read as the hub's own, or refused with what to write instead."""
