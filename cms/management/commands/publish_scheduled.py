"""Publish and expire what is due. Replaces Wagtail's command of this name, which would do it again beside a worker."""

from wagtail.management.commands import publish_scheduled

from cms.jobs import schedule


class Command(publish_scheduled.Command):
    help = "Publish and expire what is due. Workers do this automatically; running the command as well does no harm."

    def handle(self, *args, dryrun, **options):
        if dryrun:
            super().handle(*args, dryrun=dryrun, **options)
        else:
            schedule.keep(lambda: False)
