"""The addresses of the hub, and three that show, count and change all programmes: crawls must find them."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from wagtail.models import Page

from cms import urls

FORM = '<form method="post">{{ form }}</form>'


class PageChoiceForm(forms.Form):
    """Takes any page of the hub."""

    page = forms.ModelChoiceField(Page.objects.all(), widget=forms.HiddenInput)


def count(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{Page.objects.count()} pages</p>")


def asked(request: HttpRequest) -> HttpResponse:
    found = Page.objects.filter(title__contains=request.GET["q"]) if "q" in request.GET else ()
    return HttpResponse(" ".join(page.title for page in found))


def rename(request: HttpRequest) -> HttpResponse:
    form = PageChoiceForm(request.POST or None)
    if request.POST and form.is_valid():
        Page.objects.filter(pk=form.cleaned_data["page"].pk).update(title="Mine")
        return redirect(request.path)
    return HttpResponse(engines["django"].from_string(FORM).render({"form": form}, request))


urlpatterns = [
    path("admin/planted/count/", count, name="planted_count"),
    path("admin/planted/asked/", asked, name="planted_asked"),
    path("admin/planted/rename/", rename, name="planted_rename"),
    *urls.urlpatterns,
]
