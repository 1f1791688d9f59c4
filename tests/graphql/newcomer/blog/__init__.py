"""An app written for grapple, all of which works in the hub."""
