"""Measures in the menu: objectives, their measures and figures, surveys, and reports."""

from wagtail.admin.viewsets.base import ViewSetGroup

from measures.items.admin import ItemFigureViewSet
from measures.objectives.admin import FigureViewSet, MeasureViewSet, ObjectiveViewSet
from measures.reports.admin import ReportViewSet
from measures.surveys.admin import SurveyViewSet


class MeasuresGroup(ViewSetGroup):
    """One entry of the menu, hidden from users who may open none of its lists."""

    menu_label = "Measures"
    menu_name = "measures"
    menu_icon = "order"
    menu_order = 75
    submenu_hook = "register_measures_menu_item"
    items = (ReportViewSet, ObjectiveViewSet, MeasureViewSet, FigureViewSet, ItemFigureViewSet, SurveyViewSet)
