import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_rescans_and_sides"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("checked", "checked"),
                            ("numbered", "numbered"),
                            ("signing", "signing"),
                            ("signed", "signed"),
                            ("sealed", "sealed"),
                            ("issued", "issued"),
                            ("refused", "refused"),
                            ("recalled", "recalled"),
                        ],
                        db_index=True,
                        default="received",
                        max_length=16,
                    ),
                ),
                ("agency", models.CharField(max_length=64)),
                ("type_code", models.CharField(blank=True, max_length=8)),
                ("unit", models.CharField(blank=True, max_length=32)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("urgency", models.CharField(blank=True, max_length=16)),
                ("in_order", models.BooleanField(default=True)),
                ("sender", models.CharField(blank=True, db_index=True, max_length=150)),
                ("folder", models.CharField(blank=True, db_index=True, max_length=255)),
                ("note", models.TextField(blank=True)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("printed", models.BooleanField(default=False)),
                ("reason_code", models.CharField(blank=True, max_length=64)),
                ("reason_vi", models.TextField(blank=True)),
                ("attempts", models.IntegerField(default=0)),
                ("awaits_level", models.BooleanField(db_index=True, default=False)),
                ("record_id", models.CharField(blank=True, db_index=True, max_length=32)),
                ("laid_in", models.CharField(blank=True, max_length=1024)),
            ],
            options={
                "ordering": ("id",),
                "permissions": (
                    ("sign_outgoing", "Signs outgoing documents"),
                    ("clerk_outgoing", "Gives numbers, seals, recalls"),
                    ("administer_signing", "Sets who signs with which certificate, and mandates"),
                ),
            },
        ),
        migrations.CreateModel(
            name="SigningBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("by", models.CharField(db_index=True, max_length=150)),
                ("is_seal", models.BooleanField()),
                ("state", models.CharField(db_index=True, default="running", max_length=16)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason_code", models.CharField(blank=True, max_length=64)),
                ("reason_vi", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=64)),
                ("prefix", models.CharField(default="KT.", max_length=8)),
                ("for_position", models.CharField(max_length=255)),
                ("document", models.CharField(max_length=255)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("set_by", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="NumberBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=64)),
                ("type_code", models.CharField(max_length=8)),
                ("year", models.IntegerField()),
                ("begins_at", models.IntegerField(default=1)),
                ("last", models.IntegerField(default=0)),
            ],
            options={
                "ordering": ("-year", "agency", "type_code"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "type_code", "year"), name="one_book_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=150)),
                ("kind", models.CharField(db_index=True, max_length=32)),
                ("details", models.JSONField(default=dict)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="portal.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="OutgoingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.IntegerField()),
                ("role", models.CharField(default="main", max_length=16)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                ("handed_in", models.CharField(max_length=255)),
                ("current", models.CharField(max_length=255)),
                ("sealed", models.BooleanField(default=False)),
                ("level", models.CharField(blank=True, max_length=8)),
                ("page_count", models.IntegerField(default=0)),
                ("place", models.JSONField(null=True)),
                ("source_path", models.CharField(blank=True, db_index=True, max_length=4096)),
                ("laid_in", models.CharField(blank=True, max_length=4096)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="portal.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("document_id", "ordinal"),
            },
        ),
        migrations.CreateModel(
            name="OutgoingSigner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.IntegerField()),
                ("prefix", models.CharField(blank=True, default="", max_length=8)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=16)),
                ("place", models.JSONField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("certificate_sha256", models.CharField(blank=True, max_length=64)),
                ("is_trial", models.BooleanField(default=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signers",
                        to="portal.outgoingdocument",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_for",
                        to="portal.mandate",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_sign",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("document_id", "ordinal"),
            },
        ),
        migrations.AddField(
            model_name="outgoingdocument",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="holds",
                to="portal.signingbatch",
            ),
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("level", models.CharField(blank=True, max_length=8)),
                ("reason_code", models.CharField(blank=True, max_length=64)),
                ("reason_vi", models.TextField(blank=True)),
                ("at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batch_items",
                        to="portal.outgoingfile",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="portal.signingbatch",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CertificateBinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(blank=True, max_length=64)),
                ("token", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("serial", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=500)),
                ("not_after", models.DateTimeField()),
                ("image", models.CharField(blank=True, max_length=255)),
                ("set_by", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("user_id", "agency"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user", "agency"),
                        name="one_certificate_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BookEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("symbol", models.CharField(max_length=64)),
                ("issued_on", models.DateField(db_index=True)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("state", models.CharField(db_index=True, default="given", max_length=16)),
                ("given_by", models.CharField(max_length=150)),
                ("given_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.TextField(blank=True)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="portal.numberbook",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="portal.outgoingdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("book_id", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="one_entry_a_number")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="outgoingfile",
            constraint=models.UniqueConstraint(fields=("document", "ordinal"), name="one_file_a_place"),
        ),
        migrations.AddConstraint(
            model_name="outgoingsigner",
            constraint=models.UniqueConstraint(fields=("document", "ordinal"), name="one_signer_a_place"),
        ),
        migrations.AddConstraint(
            model_name="outgoingsigner",
            constraint=models.UniqueConstraint(fields=("document", "user"), name="one_signature_a_person"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("batch", "file"), name="one_item_a_file"),
        ),
    ]
