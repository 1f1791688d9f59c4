"""Running the hub: its processes, health, metrics and checks of its settings."""
