"""Measures the newsletter: how long building, preparing, claiming and handing over take. Run as `make bench-newsletter`."""
