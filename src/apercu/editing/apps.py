from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "apercu.editing"
    label = "editing"
