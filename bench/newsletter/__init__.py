"""Measures the newsletter: how long preparing, claiming and handing over take. Run as `make bench-newsletter`."""
