from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    name = "apercu.editing.second_factor"
    label = "second_factor"
