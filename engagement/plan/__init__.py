"""The plan: one grid of what is to reach whom, when and by which channel, with what the hub has already."""
