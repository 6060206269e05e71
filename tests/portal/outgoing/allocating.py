"""A process that gives numbers, and may be told to die in the middle: `allocating DATA FIRST LAST [die]`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from portal.configuration import PortalConfiguration, configure
from tests.portal.outgoing.papers import AGENCY


def main(data: str, first: str, last: str, die: str = "") -> None:
    configure(PortalConfiguration(data_dir=Path(data), secret_key="only-for-tests" * 4))
    from portal.models import OutgoingDocument
    from portal.outgoing import number_books

    if die:

        def killed(*_: object, **__: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        # The book's row is written and the entry made; the transaction is still open.
        number_books.move_locked = killed  # type: ignore[assignment]
    ids = OutgoingDocument.objects.filter(pk__gte=int(first), pk__lte=int(last)).values_list("pk", flat=True)
    for document_id in ids:
        number_books.allocate(document_id, AGENCY, by="van_thu")


if __name__ == "__main__":
    main(*sys.argv[1:])
