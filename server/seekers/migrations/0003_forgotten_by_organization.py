import django.db.models.deletion
from django.db import migrations, models


def keep(apps, schema_editor):
    """Who forgot her is known by the fairs whose kiosks were told; by every organization where that is not known."""
    organizations = list(apps.get_model("core", "Organization").objects.values_list("pk", flat=True))
    changes = apps.get_model("seekers", "CardChange").objects
    forgotten = apps.get_model("seekers", "Forgotten").objects
    for row in apps.get_model("seekers", "ForgottenAnywhere").objects.all():
        told = set(changes.filter(seeker_id=row.seeker_id).values_list("fair__organization_id", flat=True))
        for organization in sorted(told or organizations):
            forgotten.create(organization_id=organization, seeker_id=row.seeker_id, at=row.at)


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0003_more_to_write_down"),
        ("fairs", "0001_initial"),
        ("seekers", "0002_forgotten"),
    ]

    operations = [
        migrations.RenameModel("Forgotten", "ForgottenAnywhere"),
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seeker_id", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="core.organization"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seeker_id", "organization"), name="forgotten_once"),
                ],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.DeleteModel("ForgottenAnywhere"),
    ]
