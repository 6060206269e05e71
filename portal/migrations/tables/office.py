"""Tables of units, rights, accounts, notices, keys of systems."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = (
    migrations.CreateModel(
        name='GuideMark',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('step', models.CharField(max_length=16, unique=True)),
            ('said', models.CharField(max_length=16)),
            ('by', models.CharField(max_length=150)),
            ('at', models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name='AccountState',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('must_change_password', models.BooleanField(default=False)),
            ('on_since', models.DateTimeField()),
            ('off_why', models.CharField(blank=True, max_length=16)),
            ('source', models.CharField(blank=True, max_length=16)),
            ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='state', to=settings.AUTH_USER_MODEL)),
        ],
    ),
    migrations.CreateModel(
        name='ApiToken',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=100)),
            ('handle', models.CharField(max_length=16, unique=True)),
            ('digest', models.CharField(max_length=64)),
            ('scopes', models.JSONField(default=list)),
            ('made_by', models.CharField(max_length=150)),
            ('made_at', models.DateTimeField()),
            ('expires_at', models.DateTimeField(null=True)),
            ('last_used_at', models.DateTimeField(null=True)),
            ('ended_at', models.DateTimeField(null=True)),
            ('ended_by', models.CharField(blank=True, max_length=150)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('-id',),
        },
    ),
    migrations.CreateModel(
        name='FormerPassword',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('digest', models.CharField(max_length=255)),
            ('set_at', models.DateTimeField()),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('-set_at', '-id'),
        },
    ),
    migrations.CreateModel(
        name='GuessCount',
        fields=[
            ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ('failures', models.PositiveIntegerField(default=0)),
            ('last_at', models.DateTimeField()),
            ('held_until', models.DateTimeField(null=True)),
        ],
        options={
            'indexes': [models.Index(fields=['last_at'], name='guesses_by_time')],
        },
    ),
    migrations.CreateModel(
        name='Notice',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=32)),
            ('details', models.JSONField(default=dict)),
            ('made_at', models.DateTimeField()),
            ('read_at', models.DateTimeField(null=True)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('-id',),
            'indexes': [models.Index(fields=['user', 'read_at'], name='notices_unread')],
        },
    ),
    migrations.CreateModel(
        name='SignedInSession',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('session_key', models.CharField(max_length=40, unique=True)),
            ('began_at', models.DateTimeField()),
            ('seen_at', models.DateTimeField()),
            ('address', models.CharField(blank=True, max_length=45)),
            ('browser', models.CharField(blank=True, max_length=200)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('-seen_at',),
        },
    ),
    migrations.CreateModel(
        name='Unit',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=255, unique=True)),
            ('title', models.CharField(blank=True, max_length=255)),
            ('seen_at', models.DateTimeField()),
            ('placed_by', models.CharField(blank=True, max_length=150)),
            ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='portal.unit')),
        ],
        options={
            'ordering': ('name',),
        },
    ),
    migrations.CreateModel(
        name='Grant',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('role', models.CharField(choices=[('records_staff', 'records_staff'), ('official', 'official'), ('clerk', 'clerk'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=32)),
            ('types', models.JSONField(blank=True, default=list)),
            ('level', models.IntegerField(default=3)),
            ('given_by', models.CharField(max_length=150)),
            ('given_at', models.DateTimeField()),
            ('ended_by', models.CharField(blank=True, max_length=150)),
            ('ended_at', models.DateTimeField(null=True)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='portal.unit')),
        ],
        options={
            'ordering': ('user_id', 'role', 'id'),
            'indexes': [models.Index(fields=['user', 'ended_at'], name='grants_in_force')],
            'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='grant_level_1_to_4')],
        },
    ),
    migrations.CreateModel(
        name='Webhook',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('url', models.CharField(max_length=500)),
            ('secret', models.CharField(max_length=64)),
            ('events', models.JSONField(default=list)),
            ('made_by', models.CharField(max_length=150)),
            ('made_at', models.DateTimeField()),
            ('ended_at', models.DateTimeField(null=True)),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('id',),
        },
    ),
    migrations.CreateModel(
        name='Delivery',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('key', models.UUIDField(unique=True)),
            ('event', models.CharField(max_length=48)),
            ('body', models.JSONField()),
            ('made_at', models.DateTimeField()),
            ('due_at', models.DateTimeField(db_index=True, null=True)),
            ('tries', models.IntegerField(default=0)),
            ('answered', models.IntegerField(default=0)),
            ('delivered_at', models.DateTimeField(null=True)),
            ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='portal.webhook')),
        ],
        options={
            'ordering': ('id',),
        },
    ),
)
