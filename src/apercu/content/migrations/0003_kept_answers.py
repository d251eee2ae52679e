from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0002_reading_site"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("status", models.PositiveSmallIntegerField()),
                ("url", models.TextField()),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("fetched_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
