#!/usr/bin/env python
"""Run Django's commands for the hub; `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("This Python has no Django. After `make run`, say .venv/bin/python instead of python.")

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except BrokenPipeError:
        leave_if_nobody_reads("\n")  # it may have been another pipe
        raise
    finally:
        leave_if_nobody_reads()


def leave_if_nobody_reads(ending: str = "") -> None:
    """End at once, without a word, if the reader of the output has gone, such as `head` when it has its lines."""
    try:
        sys.stdout.write(ending)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    main()
