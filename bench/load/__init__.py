"""Readers, editors, a send and a crawler at work on one hub. Run as `make bench-load`."""
