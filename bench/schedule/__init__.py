"""How late a worker publishes what is scheduled."""
