"""grapple's addresses before the hub's."""

from django.urls import include, path

from cms.urls import urlpatterns as hub

urlpatterns = [path("grapple/", include("grapple.urls")), *hub]
