"""Write the GraphQL schema to the committed file, or check that the file is up to date."""

from django.core.management.base import BaseCommand, CommandError

from cms.graphql.schema import SDL_FILE, print_sdl


class Command(BaseCommand):
    help = "Write the GraphQL schema to cms/schema.graphql, or with --check only check that the file is up to date."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; exit with 1 if the file is out of date."
        )

    def handle(self, *args, check: bool = False, **options):
        text = print_sdl()
        if check:
            if not SDL_FILE.exists() or SDL_FILE.read_text() != text:
                raise CommandError("cms/schema.graphql is out of date. Run `make schema`.")
            self.stdout.write("cms/schema.graphql is up to date.")
            return
        SDL_FILE.write_text(text)
        self.stdout.write(f"Wrote {SDL_FILE.name}.")
