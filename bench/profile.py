"""How much of the processor one document takes in this process, and where it goes.

python -m bench.profile --document list --pages 1000 --profile
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import time

from bench.documents import NAMES
from bench.environment import Place

WARM_UP = 20
SHOWN = 60


def main() -> None:
    arguments = read_arguments()
    place = Place.of(arguments.pages, arguments.database)
    place.enter("bench.settings" if arguments.cached else "bench.uncached")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench import direct, documents, site

    site.build(place)
    from cms.wsgi import application

    ask = direct.asker(application)
    for document in documents.ours(ask):
        if document.name not in arguments.document:
            continue

        def send(address: str = document.address) -> direct.Answer:
            return direct.get(application, address)

        size = len(send().content)
        with CaptureQueriesContext(connection) as captured:
            send().body  # noqa: B018  raises for an answer with errors
        statements = list(captured)  # before the next request empties the log
        for _ in range(WARM_UP):
            send()
        times = []
        for _ in range(arguments.requests):
            start = time.process_time()
            send()
            times.append((time.process_time() - start) * 1000)
        sys.stdout.write(
            f"{document.name:<12} {statistics.fmean(times):7.2f} ms CPU mean {statistics.median(times):7.2f} median "
            f"{min(times):7.2f} least   {len(statements)} SQL   {size} bytes\n"
        )
        if arguments.sql:
            for statement in statements:
                sys.stdout.write(f"  {float(statement['time']) * 1000:.1f} ms  {statement['sql']}\n")
        if arguments.profile:
            profile = cProfile.Profile()
            profile.enable()
            for _ in range(arguments.requests):
                send()
            profile.disable()
            pstats.Stats(profile).strip_dirs().sort_stats(arguments.sort).print_stats(SHOWN)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__.splitlines()[0])
    parser.add_argument("--document", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--pages", type=int, default=1000, help="news items of the site")
    parser.add_argument("--database", help="address of another database than a file of the bench's own")
    parser.add_argument("--requests", type=int, default=300, help="how many are measured")
    parser.add_argument("--cached", action="store_true", help="with kept answers; otherwise each is worked out")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    parser.add_argument("--sort", default="tottime", help="order of that table, as in pstats")
    parser.add_argument("--sql", action="store_true", help="show the statements")
    return parser.parse_args()


if __name__ == "__main__":
    main()
