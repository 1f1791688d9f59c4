"""Addresses of feeds and calendars. Their pages are Wagtail's."""

from django.urls import path

from programme.site import calendars, collections, diary, feeds, follow_links

app_name = "programme"

urlpatterns = [
    path("feeds/", follow_links.overview, name="following"),
    path("feeds/all.atom", feeds.everything, name="feed_of_all"),
    path("feeds/work-streams/<slug:slug>.atom", feeds.of_stream, name="feed_of_stream"),
    path("feeds/audiences/<slug:slug>.atom", feeds.for_audience, name="feed_for_audience"),
    path("feeds/commitments/<slug:stream>/<slug:slug>.atom", feeds.of_commitment, name="feed_of_commitment"),
    path("feeds/groups/<slug:slug>.atom", feeds.of_group, name="feed_of_group"),
    path("feeds/collections/<slug:slug>.atom", collections.feed, name="feed_of_collection"),
    path("feeds/<slug:name>.atom", feeds.of_kind, name="feed"),
    path("calendars/private/<str:token>.ics", diary.feed, name="diary"),
    path("calendars/all.ics", calendars.everything, name="calendar_of_all"),
    path("calendars/<slug:name>.ics", calendars.of_kind, name="calendar"),
    path("calendars/work-streams/<slug:slug>.ics", calendars.of_stream, name="calendar_of_stream"),
    path("calendars/groups/<slug:slug>.ics", calendars.of_group, name="calendar_of_group"),
    path("calendars/<slug:name>/<slug:slug>.ics", calendars.one_of_kind, name="calendar_of_page"),
    path("calendars/groups/<slug:group>/<slug:slug>.ics", calendars.one_meeting, name="calendar_of_meeting"),
]
