"""A quarter of a programme, played through in a browser by those who work on it and those who read it.

`play.py` has the order; a module for each person has what they do, by clicking and typing only. `bin/pictures` plays it
as well. So nothing here but `world.py`, a program of its own, needs Django.
"""
