"""`manage.py set_up_roles`: the groups of the admin, their permissions, and the workflow."""

from django.core.management.base import BaseCommand

from cms.accounts.roles import set_up_roles


class Command(BaseCommand):
    help = "Set up the groups Editors, Moderators and Programme leads and the workflow. Safe to run again."

    def handle(self, *args, verbosity, **options):
        lines = set_up_roles()
        if verbosity > 1 and lines:
            self.stdout.write("\n".join(lines))
        if verbosity > 0:
            self.stdout.write(f"Roles: {len(lines)} new." if lines else "Roles: nothing to do.")
