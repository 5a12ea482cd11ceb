from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fairs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='fair',
            name='face_visits',
            field=models.PositiveIntegerField(default=10000),
        ),
        migrations.AddField(
            model_name='fair',
            name='face_phone_tail',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='fair',
            name='face_later_until',
            field=models.DateField(blank=True, null=True),
        ),
    ]
