"""Gives the models the `graphql_fields` that grapple's documentation would have us write."""

from django.apps import AppConfig, apps


class StockConfig(AppConfig):
    name = "bench.stock"
    label = "bench_stock"

    def ready(self):
        from .fields import describe

        describe(apps)
