from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "apercu.editing.audit"
    label = "audit"

    def ready(self) -> None:
        from apercu.editing.audit import noticing

        noticing.connect()
