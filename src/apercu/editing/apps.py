from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "apercu.editing"
    label = "editing"

    def ready(self) -> None:
        from wagtail.admin.views.account import AvatarSettingsPanel

        from apercu.editing import uploads, without_inline_scripts
        from apercu.editing.review import notifying

        AvatarSettingsPanel.form_class = uploads.PortraitForm
        without_inline_scripts.replace()
        notifying.connect()
