"""Who registered as too young to hand in, out of the cards, so that the inbox can ask."""

from typing import Any

from django.db import migrations, models


def out_of_cards(apps: Any, schema_editor: Any) -> None:
    young = apps.get_model("seekers", "Seeker").objects.filter(card__contains='"of_age_to_submit":false')
    young.update(of_age_to_submit=False)


class Migration(migrations.Migration):
    dependencies = [("seekers", "0007_wrong_codes_and_sent_ones")]

    operations = [
        migrations.AddField(
            model_name="seeker",
            name="of_age_to_submit",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddIndex(
            model_name="seeker",
            index=models.Index(
                condition=models.Q(("of_age_to_submit", False)), fields=["id"], name="seeker_too_young"
            ),
        ),
        migrations.RunPython(out_of_cards, migrations.RunPython.noop),
    ]
