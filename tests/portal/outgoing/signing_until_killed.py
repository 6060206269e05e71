"""A process that signs a batch and dies by SIGKILL when the second file has been signed but not written down.

`signing_until_killed DATA PFX PASSWORD FIRST LAST`
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from portal.configuration import PortalConfiguration, configure
from portal.outgoing.options import OutgoingOptions
from signing.orders import Level
from signing.tokens import NamedToken, Pin


def main(data: str, pfx: str, password: str, first: str, last: str) -> None:
    configure(PortalConfiguration(data_dir=Path(data), secret_key="only-for-tests" * 4))
    from django.contrib.auth.models import User

    from portal.outgoing import batches, outcomes
    from portal.outgoing.desk_folder import Desk

    written = outcomes.person_signed
    seen: list[object] = []

    def killed(*given: object) -> None:
        seen.append(given)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        written(*given)  # type: ignore[arg-type]

    outcomes.person_signed = killed  # type: ignore[assignment]
    options = OutgoingOptions(
        tokens={"chu_tich": NamedToken("chu_tich", "pkcs12", {"file": pfx})}, level=Level.B_B
    )
    ids = range(int(first), int(last) + 1)
    sitting = batches.Sitting(User.objects.get(username="chu_tich"), ids, Pin(password))
    _batch, thread = batches.begin(Desk(Path(data)), options, sitting)
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
