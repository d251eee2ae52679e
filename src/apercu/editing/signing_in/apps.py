from django.apps import AppConfig


class SigningInConfig(AppConfig):
    name = "apercu.editing.signing_in"
    label = "signing_in"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from apercu.editing.signing_in.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="signing-in")
