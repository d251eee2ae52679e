from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "apercu.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
