"""The sites of the hub: each is that of one programme, at a host of its own or below the first part of a path."""
