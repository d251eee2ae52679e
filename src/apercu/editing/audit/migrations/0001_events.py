import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("signed-in", "signed in"),
                            ("sign-in-refused", "sign-in refused"),
                            ("code-refused", "code of the second factor refused"),
                            ("backup-code-used", "backup code used"),
                            ("sessions-ended", "signed out everywhere else"),
                            ("password-changed", "password changed"),
                            ("second-factor-on", "second factor set up"),
                            ("second-factor-off", "second factor removed"),
                            ("second-factor-reset", "second factor reset by an operator"),
                            ("backup-codes-renewed", "backup codes renewed"),
                            ("account-created", "account created"),
                            ("account-deleted", "account deleted"),
                            ("account-changed", "account changed"),
                            ("role-changed", "roles changed"),
                            ("rights-changed", "rights of a role changed"),
                        ],
                        max_length=24,
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=254)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "event of an account",
                "verbose_name_plural": "events of accounts",
                "ordering": ["-at", "-id"],
                "default_permissions": ("view",),
            },
        ),
    ]
