"""Tables of the audit chain, the citizens' page, and the counts of the wall."""

import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = (
    migrations.CreateModel(
        name='ActivityDay',
        fields=[
            ('day', models.DateField(primary_key=True, serialize=False)),
        ],
    ),
    migrations.CreateModel(
        name='ChainState',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('checked_event', models.BigIntegerField(default=0)),
            ('checked_digest', models.CharField(blank=True, max_length=64)),
            ('checked_at', models.DateTimeField(null=True)),
            ('whole_at', models.DateTimeField(null=True)),
            ('fault', models.CharField(blank=True, max_length=16)),
            ('fault_event', models.BigIntegerField(null=True)),
            ('fault_at', models.DateTimeField(null=True)),
            ('running_since', models.DateTimeField(null=True)),
            ('running_whole', models.BooleanField(default=False)),
            ('beat_at', models.DateTimeField(null=True)),
            ('running_event', models.BigIntegerField(default=0)),
            ('running_aim', models.BigIntegerField(default=0)),
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
        name='AuditEvent',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField(db_index=True)),
            ('actor', models.CharField(db_index=True, max_length=150)),
            ('address', models.CharField(blank=True, max_length=45)),
            ('kind', models.CharField(db_index=True, max_length=48)),
            ('object', models.CharField(blank=True, db_index=True, max_length=160)),
            ('unit', models.CharField(blank=True, db_index=True, max_length=255)),
            ('details', models.JSONField(default=dict)),
            ('previous', models.CharField(blank=True, max_length=64)),
            ('digest', models.CharField(max_length=64, unique=True)),
        ],
        options={
            'ordering': ('id',),
            'indexes': [models.Index(fields=['object', 'actor', 'at'], name='audit_seen_before'), models.Index(fields=['address'], name='audit_address')],
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
        name='PublicAttempt',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('visitor', models.CharField(max_length=32)),
            ('kind', models.CharField(max_length=8)),
            ('at', models.DateTimeField(db_index=True)),
        ],
        options={
            'indexes': [models.Index(fields=['visitor', 'kind', 'at'], name='public_attempts')],
        },
    ),
    migrations.CreateModel(
        name='AuditReview',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('week', models.DateField(unique=True)),
            ('begun_by', models.CharField(max_length=150)),
            ('begun_at', models.DateTimeField()),
            ('remarks', models.TextField(blank=True)),
            ('version', models.IntegerField(default=1)),
            ('head_event', models.BigIntegerField(default=0)),
            ('head_digest', models.CharField(blank=True, max_length=64)),
            ('closed_by', models.CharField(blank=True, max_length=150)),
            ('closed_at', models.DateTimeField(null=True)),
            ('method', models.CharField(blank=True, max_length=16)),
            ('certificate_sha256', models.CharField(blank=True, max_length=64)),
            ('file', models.CharField(blank=True, max_length=255)),
            ('sha256', models.CharField(blank=True, max_length=64)),
            ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='minutes', to='portal.signingbatch')),
        ],
        options={
            'ordering': ('-week',),
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
)
