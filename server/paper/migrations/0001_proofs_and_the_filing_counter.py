import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fair_id', models.CharField(max_length=64)),
                ('rule', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=16)),
                ('item_id', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='core.organization')),
            ],
        ),
        migrations.CreateModel(
            name='FaceCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at_server', models.PositiveIntegerField(default=0)),
                ('at_kiosks', models.PositiveIntegerField(default=0)),
                ('counted_at', models.DateTimeField()),
                ('reached_on', models.DateField(blank=True, null=True)),
                ('filed_on', models.DateField(blank=True, null=True)),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to='core.organization')),
            ],
        ),
        migrations.CreateModel(
            name='SignedStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('seekers', models.PositiveIntegerField(default=0)),
                ('faces', models.PositiveIntegerField(default=0)),
                ('submissions', models.PositiveIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('payload', models.TextField()),
                ('key', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
                ('leaves', models.JSONField(default=list)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.organization')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'number'), name='statement_number_once')],
            },
        ),
    ]
