"""Counts by the day, second looks, and links for screens; every day that has records is to be counted once."""


import django.db.models.deletion
from django.db import migrations, models



def mark_every_day(apps, schema_editor):
    from django.utils import timezone

    days = set()
    for name in ("CatalogueRecord", "IntakeFile"):
        moments = apps.get_model("portal", name).objects.order_by().values_list("received_at", flat=True)
        days |= {timezone.localdate(at) for at in moments.iterator(chunk_size=5000)}
    marks = apps.get_model("portal", "DayToCount")
    marks.objects.bulk_create([marks(day=day) for day in sorted(days)], ignore_conflicts=True, batch_size=400)



class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0018_agent_offered_certificates'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='DayToCount',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='ActivityCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(db_index=True)),
                ('hour', models.IntegerField()),
                ('kind', models.CharField(max_length=16)),
                ('unit', models.CharField(blank=True, max_length=255)),
                ('record_type', models.CharField(blank=True, max_length=64)),
                ('sensitivity', models.IntegerField(default=1)),
                ('actor', models.CharField(blank=True, max_length=150)),
                ('count', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'day'], name='activity_by_kind')],
            },
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(db_index=True)),
                ('unit', models.CharField(blank=True, max_length=255)),
                ('record_type', models.CharField(blank=True, max_length=64)),
                ('sensitivity', models.IntegerField()),
                ('filed', models.IntegerField(default=0)),
                ('review', models.IntegerField(default=0)),
                ('pages', models.IntegerField(default=0)),
                ('files_filed', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'unit', 'record_type', 'sensitivity'), name='one_count_a_day_unit_type_level')],
            },
        ),
        migrations.CreateModel(
            name='SampleCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(db_index=True, max_length=32)),
                ('unit', models.CharField(blank=True, max_length=255)),
                ('record_type', models.CharField(blank=True, max_length=64)),
                ('sensitivity', models.IntegerField()),
                ('version', models.CharField(max_length=16)),
                ('accepted', models.JSONField(default=dict)),
                ('drawn_by', models.CharField(max_length=150)),
                ('drawn_at', models.DateTimeField(db_index=True)),
                ('checked_by', models.CharField(blank=True, max_length=150)),
                ('checked_at', models.DateTimeField(db_index=True, null=True)),
                ('fields_checked', models.IntegerField(default=0)),
                ('fields_changed', models.IntegerField(default=0)),
                ('is_type_changed', models.BooleanField(default=False)),
                ('is_void', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('checked_at', None)), fields=('record_id',), name='one_open_check_a_record')],
            },
        ),
        migrations.CreateModel(
            name='WallLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=150)),
                ('ended_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.RunPython(mark_every_day, migrations.RunPython.noop),
    ]
