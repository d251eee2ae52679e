from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0003_kept_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DueItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('publish', 'to be published'), ('withdraw', 'to be withdrawn'), ('join', 'to go out with its month')], max_length=8)),
                ('object_type', models.CharField(max_length=40)),
                ('object_id', models.CharField(max_length=40)),
                ('held_by', models.CharField(blank=True, max_length=40)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('reasons', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('act', 'object_type', 'object_id'), name='one_row_per_due_act')],
            },
        ),
        migrations.CreateModel(
            name='DueRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(db_index=True)),
                ('seen_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('published', models.PositiveIntegerField(default=0)),
                ('withdrawn', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
    ]
