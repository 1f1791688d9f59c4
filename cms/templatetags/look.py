"""Tags for the look of a page: its style sheet, icons, logo, and what stands at its foot."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.delivery.look.models import FooterLink, Icons, LookSettings, standard_icons
from cms.pages.viewer import site_if_known, visibility_of

register = template.Library()


@register.simple_tag(takes_context=True)
def look_of_site(context) -> LookSettings | None:
    """Return the look of the request's site; None for pages shown after a failure, which can't read it."""
    request = context.get("request")
    if request is None or site_if_known(request) is None:
        return None
    return LookSettings.for_request(request)


@register.simple_tag(takes_context=True)
def look_stylesheet(context) -> SafeString:
    """Return the link to the look's style sheet; nothing for the product's own look."""
    look = look_of_site(context)
    if look is None or not look.stylesheet_address:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', look.stylesheet_address)


@register.simple_tag(takes_context=True)
def site_icons(context) -> Icons:
    """Return the icons of the request's site, or the product's."""
    look = look_of_site(context)
    return look.icons if look else standard_icons()


@register.simple_tag(takes_context=True)
def look_logo(context) -> SafeString:
    """Return the logo as an element; nothing without one."""
    look = look_of_site(context)
    if look is None or look.logo is None or look.logo_file is None:
        return SafeString("")
    file = look.logo_file
    element = '<img class="hub_logo" src="{}" alt="{}" width="{}" height="{}">'
    return format_html(element, file.url, look.logo.description, file.width, file.height)


@register.simple_tag(takes_context=True)
def look_tagline(context) -> SafeString:
    """Return the line under the name; nothing without one."""
    look = look_of_site(context)
    if look is None or not look.tagline:
        return SafeString("")
    return format_html('<span class="hub_tagline">{}</span>', look.tagline)


@register.simple_tag(takes_context=True)
def look_footer(context) -> SafeString:
    """Return the look's own texts and links for the foot of a page; nothing without any."""
    look = look_of_site(context)
    if look is None or not (look.footer_text or look.links):
        return SafeString("")
    typed = visibility_of(context["request"]).typed_path
    links = [
        FooterLink(link.text, typed(link.address) if link.address.startswith("/") else link.address)
        for link in look.links
    ]
    return render_to_string("includes/look_footer.html", {"look": look, "links": links})


@register.simple_tag(takes_context=True)
def look_preview(context) -> SafeString:
    """Return the notice above a page that shows the draft of a look; nothing on any other."""
    look = look_of_site(context)
    if look is None or not look.is_draft:
        return SafeString("")
    return render_to_string("includes/look_preview.html", {"look": look}, request=context["request"])
