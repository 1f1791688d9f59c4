"""Build the site of the bench, in a process of its own: a process can work on one database only.

python -m bench.build --pages 1000
"""

import argparse

from bench.environment import Place


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000, help="news items of the site")
    parser.add_argument("--database", help="address of another database than a file of the bench's own")
    arguments = parser.parse_args()
    place = Place.of(arguments.pages, arguments.database)
    place.enter()

    from bench.site import build  # it imports the models

    build(place)


if __name__ == "__main__":
    main()
