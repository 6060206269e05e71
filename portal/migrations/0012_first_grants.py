"""The chain's guard, the levels of records that are there, and the rights that people had until now."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

REFUSES = "the audit chain is only ever added to"
GROUPS = {"ky": "official", "van_thu": "clerk", "quan_tri": "administrator"}


def guard_chain(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER portal_audit_no_{verb.lower()} BEFORE {verb} ON portal_auditevent "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END"
            )
    elif vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION portal_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSES}'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER portal_audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON portal_auditevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_audit_refuse()"
        )


def set_levels(apps, schema_editor):
    from portal.rights.sensitivity import level_of_type

    records = apps.get_model("portal", "CatalogueRecord").objects
    for code in list(records.order_by("record_type").values_list("record_type", flat=True).distinct()):
        records.filter(record_type=code).update(sensitivity=level_of_type(code))


def carry_rights_over(apps, schema_editor):
    """Until now every account saw every record; groups said who signs, seals and administers."""
    grants = apps.get_model("portal", "Grant").objects
    users = apps.get_model(settings.AUTH_USER_MODEL).objects.prefetch_related("groups")
    for user in users.all():
        roles = {"records_staff"} | {GROUPS[one.name] for one in user.groups.all() if one.name in GROUPS}
        roles |= set(GROUPS.values()) | {"auditor"} if user.is_superuser else set()
        for role in sorted(roles):
            grants.create(user=user, role=role, level=4, given_by="hoso", given_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("portal", "0011_rights_and_audit")]

    operations = [
        migrations.RunPython(guard_chain, migrations.RunPython.noop),
        migrations.RunPython(set_levels, migrations.RunPython.noop),
        migrations.RunPython(carry_rights_over, migrations.RunPython.noop),
    ]
