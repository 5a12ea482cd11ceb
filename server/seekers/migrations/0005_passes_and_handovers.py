import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fairs', '0001_initial'),
        ('kiosks', '0005_faces_that_only_kiosks_hold'),
        ('seekers', '0004_document_numbers_are_not_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='MadePass',
            fields=[
                ('serial', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('seeker_id', models.CharField(db_index=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('fair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='fairs.fair')),
            ],
        ),
        migrations.CreateModel(
            name='RevokedPass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seeker_id', models.CharField(max_length=64)),
                ('serial', models.CharField(blank=True, max_length=16)),
                ('before', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
                ('fair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='fairs.fair')),
            ],
        ),
        migrations.AddConstraint(
            model_name='revokedpass',
            constraint=models.UniqueConstraint(fields=('fair', 'seeker_id', 'serial'), name='pass_revoked_once'),
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('claim_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('phone_hash', models.CharField(blank=True, max_length=64)),
                ('digits', models.CharField(blank=True, max_length=2)),
                ('sealed', models.BinaryField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('kiosk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='kiosks.kiosk')),
            ],
        ),
        migrations.CreateModel(
            name='HandoverTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
