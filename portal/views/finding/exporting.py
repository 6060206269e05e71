"""The records of a search as a table for Excel, for whoever may take records away."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.audit import Kind, note
from portal.catalogue.asked import Asked
from portal.catalogue.tables import Table, table_of
from portal.catalogue.tables import as_csv as csv_of
from portal.catalogue.tables import as_xlsx as xlsx_of
from portal.rights.asking import rights_of
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.troubles import remedy_of
from records.errors import QueryInvalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(Right.DOWNLOAD)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Comma-separated values, sent while they are read."""
    table = _table(request, "csv")
    if isinstance(table, HttpResponse):
        return table
    response = StreamingHttpResponse(csv_of(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name()}.csv"'
    return response


@require_safe
@needs(Right.DOWNLOAD)
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """A workbook."""
    table = _table(request, "xlsx")
    if isinstance(table, HttpResponse):
        return table
    return FileResponse(xlsx_of(table), as_attachment=True, filename=f"{_name()}.xlsx", content_type=XLSX)


def _table(request: HttpRequest, kind: str) -> Table | HttpResponse:
    asked = Asked.read(request.GET)
    try:
        table = table_of(asked, rights_of(request), kind)
    except QueryInvalid as error:
        remedy = remedy_of(error)
        return HttpResponse(remedy, status=400, content_type="text/plain; charset=utf-8")
    note(
        request,
        Kind.EXPORTED,
        object=f"search:{asked.digest}",
        form=kind,
        records=len(table.record_ids),
        of=table.total,
    )
    return table


def _name() -> str:
    return f"ho-so-{timezone.localtime():%Y%m%d-%H%M}"
