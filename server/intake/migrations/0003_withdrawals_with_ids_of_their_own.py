from django.db import migrations, models


def copy(apps, schema_editor):
    """Those from before have their submission's id as their own; which kiosk said them is not known."""
    new = apps.get_model("intake", "Tombstone")
    new.objects.bulk_create(
        new(
            id=old.submission_id,
            submission_id=old.submission_id,
            secret_hash=old.secret_hash,
            withdrawn_at=old.withdrawn_at,
            received_at=old.withdrawn_at,
        )
        for old in apps.get_model("intake", "Withdrawal").objects.all()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_erased_bytes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('submission_id', models.CharField(db_index=True, max_length=64)),
                ('secret_hash', models.CharField(max_length=64)),
                ('withdrawn_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_index=True)),
                ('kiosk', models.CharField(blank=True, max_length=64)),
                ('clock_skew_seconds', models.IntegerField(default=0)),
            ],
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel(name='Withdrawal'),
        migrations.RenameModel(old_name='Tombstone', new_name='Withdrawal'),
        migrations.CreateModel(
            name='PhoneTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='storedsubmission',
            name='clock_skew_seconds',
            field=models.IntegerField(default=0),
        ),
    ]
