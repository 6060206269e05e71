"""Tables of records with their pages and fields, and what people search for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPERATIONS = (
    migrations.CreateModel(
        name='CatalogueChange',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('record_id', models.CharField(max_length=32)),
            ('stamp', models.CharField(max_length=16)),
        ],
        options={
            'ordering': ('id',),
        },
    ),
    migrations.CreateModel(
        name='CatalogueRecord',
        fields=[
            ('record_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
            ('version', models.CharField(max_length=16)),
            ('record_type', models.CharField(blank=True, db_index=True, max_length=64)),
            ('type_confidence', models.FloatField()),
            ('needs_review', models.BooleanField(db_index=True)),
            ('reasons', models.JSONField(default=list)),
            ('title', models.CharField(blank=True, max_length=1000)),
            ('title_folded', models.CharField(blank=True, max_length=1000)),
            ('title_key', models.CharField(blank=True, default='', max_length=400)),
            ('document_number', models.CharField(blank=True, db_index=True, max_length=255)),
            ('document_date', models.DateField(db_index=True, null=True)),
            ('source_name', models.CharField(max_length=255)),
            ('source_sha256', models.CharField(db_index=True, max_length=64)),
            ('page_count', models.IntegerField()),
            ('unit', models.CharField(blank=True, db_index=True, max_length=255)),
            ('received_at', models.DateTimeField(db_index=True)),
            ('sensitivity', models.IntegerField(db_index=True, default=2)),
            ('doubt_count', models.IntegerField(default=0)),
            ('document_code', models.CharField(blank=True, db_index=True, default='', max_length=64)),
            ('needs_rescan', models.BooleanField(db_index=True, default=False)),
            ('rescan_of', models.CharField(blank=True, db_index=True, default='', max_length=32)),
            ('rescans', models.JSONField(default=list)),
            ('rescanned_at', models.DateTimeField(db_index=True, null=True)),
            ('record', models.JSONField()),
        ],
        options={
            'ordering': ('-received_at', 'record_id'),
            'indexes': [models.Index(fields=['needs_review', 'received_at', 'record_id'], name='review_by_age'), models.Index(fields=['needs_review', 'doubt_count', 'record_id'], name='review_by_doubt'), models.Index(fields=['title_key', 'record_id'], name='records_by_title'), models.Index(fields=['received_at', 'record_id', 'record_type', 'unit', 'needs_review', 'sensitivity', 'document_date'], name='records_as_cards')],
        },
    ),
    migrations.CreateModel(
        name='RecentSearch',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('address', models.TextField()),
            ('digest', models.CharField(max_length=64)),
            ('at', models.DateTimeField()),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('-at',),
            'constraints': [models.UniqueConstraint(fields=('user', 'digest'), name='one_row_a_search')],
        },
    ),
    migrations.CreateModel(
        name='SavedSearch',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=120)),
            ('address', models.TextField()),
            ('is_shared', models.BooleanField(default=False)),
            ('unit', models.CharField(blank=True, max_length=255)),
            ('made_at', models.DateTimeField()),
            ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='searches', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'ordering': ('name', 'id'),
            'indexes': [models.Index(fields=['is_shared', 'unit'], name='searches_of_a_unit')],
        },
    ),
    migrations.CreateModel(
        name='SavedSearchLook',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('looked_at', models.DateTimeField()),
            ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='portal.savedsearch')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'constraints': [models.UniqueConstraint(fields=('search', 'user'), name='one_look_a_person')],
        },
    ),
    migrations.CreateModel(
        name='CataloguePage',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('number', models.IntegerField()),
            ('text', models.TextField(blank=True)),
            ('added', models.TextField(blank=True)),
            ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='portal.cataloguerecord')),
        ],
        options={
            'ordering': ('record_id', 'number'),
            'constraints': [models.UniqueConstraint(fields=('record', 'number'), name='one_catalogue_row_a_page')],
        },
    ),
    migrations.CreateModel(
        name='AlikePages',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('number', models.IntegerField()),
            ('other_number', models.IntegerField()),
            ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alike_later', to='portal.cataloguerecord')),
            ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alike', to='portal.cataloguerecord')),
        ],
        options={
            'ordering': ('-record__received_at', 'record_id', 'number'),
            'constraints': [models.UniqueConstraint(fields=('record', 'number', 'other'), name='one_row_a_pair_of_pages')],
        },
    ),
    migrations.CreateModel(
        name='FieldEntry',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=64)),
            ('value', models.TextField()),
            ('normalised', models.TextField()),
            ('folded', models.CharField(max_length=255)),
            ('number', models.DecimalField(decimal_places=4, max_digits=24, null=True)),
            ('date', models.DateField(null=True)),
            ('confidence', models.FloatField()),
            ('page', models.IntegerField()),
            ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_entries', to='portal.cataloguerecord')),
        ],
        options={
            'indexes': [models.Index(fields=['name', 'folded'], name='fields_by_text'), models.Index(fields=['name', 'date'], name='fields_by_date'), models.Index(fields=['name', 'number'], name='fields_by_number')],
            'constraints': [models.UniqueConstraint(fields=('record', 'name'), name='one_value_a_field')],
        },
    ),
)
