"""Addresses of the newsletter's own pages. Those with a token come from messages; no token holds an address."""

from django.urls import path

from newsletter.site import archive, feeds, preferences, subscriptions, unsubscriptions

app_name = "newsletter"

urlpatterns = [
    path("issues.atom", feeds.feed, name="feed"),
    path("issues/<int:number>/<int:part>/print/", archive.print_edition, name="print"),
    path("issues/<int:number>/<int:part>/issue.pdf", archive.pdf_edition, name="pdf"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/check-your-email/", subscriptions.check_your_email, name="check_your_email"),
    path("confirm/<str:token>/", subscriptions.confirm, name="confirm"),
    path("follow/<int:key>/", subscriptions.follow, name="follow"),
    path("unfollow/<str:token>/", unsubscriptions.unfollow, name="unfollow"),
    path("leave/<str:token>/", unsubscriptions.leave, name="leave"),
    path("undo/<str:token>/", unsubscriptions.undo, name="undo"),
    path("preferences/", preferences.ask_for_link, name="ask_for_link"),
    path("preferences/check-your-email/", preferences.check_your_email, name="link_is_coming"),
    path("preferences/<str:token>/", preferences.preferences, name="preferences"),
    path("preferences/<str:token>/leave-all/", preferences.leave_all, name="leave_all"),
    path("preferences/<str:token>/export/", preferences.export, name="export"),
    path("preferences/<str:token>/erase/", preferences.erase, name="erase"),
]
