from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kiosks', '0004_a_yes_to_one_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='kiosk',
            name='faces_here',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='kiosk',
            name='face_refusals',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
