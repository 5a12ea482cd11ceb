from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kiosks', '0002_strict_kiosks_ask_for_their_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='kiosk',
            name='rows_waiting',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
