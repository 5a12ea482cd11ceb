"""Django's description of this part."""

from django.apps import AppConfig


class Part(AppConfig):
    name = "server.crowd"
    label = "crowd"
