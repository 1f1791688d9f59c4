"""What is left of a programme when its hub is switched off: a static copy of its public site, and a bag for an archive."""
