"""Addresses of feedback."""

from django.urls import path, register_converter

from engagement.feedback import numbers
from engagement.site import feedback


class NumberConverter:
    """A number of feedback as it is written."""

    regex = numbers.PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "feedback_number")

app_name = "engagement"

urlpatterns = [
    path("", feedback.feedback, name="feedback"),
    path("sent/<feedback_number:number>/", feedback.sent, name="sent"),
    path("asked/", feedback.asked, name="asked"),
    path("confirm/<str:token>/", feedback.confirm, name="confirm"),
    path("counted/<feedback_number:number>/", feedback.counted, name="counted"),
]
