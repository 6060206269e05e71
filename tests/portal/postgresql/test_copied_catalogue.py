"""The bench's large catalogue is what it says: the drawn records, copied, found by their words."""

from __future__ import annotations

import pytest

from tests.portal.catalogued import add, make_record, search_all

pytestmark = [pytest.mark.needs("postgres", "initdb"), pytest.mark.usefixtures("portal_data")]


def test_copies_have_pages_words_and_times_of_their_own() -> None:
    from bench.copied_catalogue import copy_up_to
    from portal.models import CataloguePage, CatalogueRecord

    for number, text in enumerate(("quyết định", "tờ trình", "thông báo")):
        add(make_record(text, name=f"{number}.pdf"))
    assert copy_up_to(40, with_words=20)["copied_pages"] == 40
    assert CatalogueRecord.objects.count() == 3 + 4
    assert CataloguePage.objects.count() == 3 + 40
    found = search_all('"tờ trình"')
    newest = set(CatalogueRecord.objects.order_by("-source_name").values_list("pk", flat=True)[:2])
    assert newest <= {hit.record_id for hit in found.hits}
    assert add(make_record("mới", name="new.pdf")) in {hit.record_id for hit in search_all("mới").hits}
