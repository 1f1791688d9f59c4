"""Measures: objectives, counts, surveys, reports and packs for meetings."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Measures"

    def ready(self):
        # Imported here, because these modules need the models to be loaded.
        from .counts import registration as counts
        from .items import registration as items
        from .objectives import hub_sources
        from .packs import registration as packs
        from .rights import register_measure_rights
        from .surveys import sources as surveys

        hub_sources.register()
        counts.register()
        items.register()
        surveys.register()
        packs.register()
        register_measure_rights()
