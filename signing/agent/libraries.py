"""Where the makers of tokens put their PKCS#11 libraries, for a computer on which nobody names one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from glob import glob
from pathlib import Path

_USUAL = {
    "linux": (
        "/usr/lib/*/opensc-pkcs11.so",
        "/usr/lib/opensc-pkcs11.so",
        "/usr/lib*/libbit4xpki.so",
        "/usr/lib/bit4id/libbit4*pki.so",
        "/usr/lib/libeToken.so",
        "/usr/lib/libcastle*.so*",
        "/usr/lib/*/libgclib.so",
        "/opt/*/lib/lib*[pP]11*.so",
        "/opt/*/lib/*pkcs11*.so",
        "/usr/lib/*pkcs11*.so",
    ),
    "win32": (
        r"C:\Windows\System32\*pkcs11*.dll",
        r"C:\Windows\System32\*csp11*.dll",
        r"C:\Windows\System32\*_p11*.dll",
        r"C:\Windows\System32\*p11_*.dll",
        r"C:\Windows\System32\eTPKCS11.dll",
        r"C:\Windows\System32\bit4xpki.dll",
        r"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll",
    ),
    "darwin": ("/Library/OpenSC/lib/opensc-pkcs11.so", "/usr/local/lib/*pkcs11*.dylib"),
}
"""Patterns by `sys.platform`: OpenSC's own places, and folders into which makers' installers put theirs."""
_MOST = 12


def usual_libraries(patterns: Iterable[str] | None = None) -> tuple[str, ...]:
    """Libraries that lie where they usually do, each file once."""
    wanted = _USUAL.get(sys.platform, ()) if patterns is None else patterns
    found = (Path(path) for pattern in wanted for path in sorted(glob(pattern)))  # noqa: PTH207  absolute patterns
    return tuple(dict.fromkeys(str(path.resolve()) for path in found if path.is_file()))[:_MOST]
