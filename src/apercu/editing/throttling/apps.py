from django.apps import AppConfig


class ThrottlingConfig(AppConfig):
    name = "apercu.editing.throttling"
    label = "throttling"
