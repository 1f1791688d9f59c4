"""grapple's endpoint at the address of ours; everything else as in the hub, whose pages need it for their addresses."""

from django.urls import include, path

from cms.urls import urlpatterns as hub

urlpatterns = [path("", include("grapple.urls")), *hub]
