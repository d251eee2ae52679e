from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "apercu.content"
    label = "content"
    verbose_name = _("Digest")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from apercu.content import desk_index, page_changes
        from apercu.content.models import Article, Digest, Summary

        page_changes.connect()
        for model in (Article, Summary, Digest):
            desk_index.forget_on_delete(model)
