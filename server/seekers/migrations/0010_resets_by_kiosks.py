"""Which kiosk gave whom new tries: they are capped, and the organizer sees them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seekers", "0009_resumes_set_aside"), ("kiosks", "0005_faces_that_only_kiosks_hold")]

    operations = [
        migrations.CreateModel(
            name="KioskReset",
            fields=[
                ("reset_id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("taken", models.BooleanField()),
                (
                    "kiosk",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="kiosks.kiosk"),
                ),
            ],
        ),
    ]
