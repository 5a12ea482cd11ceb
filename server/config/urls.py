"""Addresses: the API for devices, the portals for people."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from server.api.v1.api import build

urlpatterns = [
    path("api/v1/", build().urls),
    path("admin/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
]
