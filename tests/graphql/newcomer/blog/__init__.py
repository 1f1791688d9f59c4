"""An app written for grapple that works completely in the hub."""
