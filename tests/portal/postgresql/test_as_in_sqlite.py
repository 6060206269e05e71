"""What holds in SQLite holds on a server: the tests of rights, the chain, finding and U+0000, again."""

from __future__ import annotations

import pytest

from tests.portal.audit.test_chain import *  # noqa: F403
from tests.portal.finding.test_finding import *  # noqa: F403
from tests.portal.rights.test_rights import *  # noqa: F403
from tests.portal.test_null_characters import *  # noqa: F403

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("postgres", "initdb"),
    pytest.mark.usefixtures("portal_data"),
]
del test_counting_stops_at_its_bound_and_says_so  # noqa: F821  how many SQLite hands out at once
del test_looser_questions_are_asked_only_where_the_stricter_ones_fill_no_page  # noqa: F821  watches SQLite's own asking
