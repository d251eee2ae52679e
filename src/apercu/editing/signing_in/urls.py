"""The door of the desk, in front of Wagtail's own."""

from django.urls import path

from apercu.editing.signing_in.views import CodeAtTheDoor, ForgottenPassword, SignIn

urlpatterns = [
    path("login/", SignIn.as_view()),  # known as `wagtailadmin_login`, as Wagtail names it
    path("login/code/", CodeAtTheDoor.as_view(), name="code_at_the_door"),
    path("password_reset/", ForgottenPassword.as_view()),
]
