"""Help: every how-to opens, every page has help of its own, links lead somewhere, nothing raw is let in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.portal.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("portal_data")
ROOT = Path(__file__).parents[3]
_WITHOUT_PAGE = re.compile(
    r"^(help|login|logout|set_language|account_|mfa_|socialaccount|openid|api-|wall_screen)"
)


def visited(language: str = "vi"):  # type: ignore[no-untyped-def]  # the type needs Django
    client = signed_in("mai", "records_staff")
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("shelf", ["how-to", "reference"])
def test_every_page_of_the_documentation_opens_and_links_only_to_what_is_there(shelf: str) -> None:
    client = visited()
    below = "" if shelf == "how-to" else "reference/"
    links: set[str] = set()
    for file in (ROOT / "docs" / shelf).glob("*.md"):
        answer = client.get(f"/help/{below}{file.stem}/")
        assert answer.status_code == 200, file.name
        page = answer.content.decode()
        article = page[page.index("<article") : page.index("</article>")]
        assert "<h1>" in article and " style=" not in article
        assert not re.search(r'href="[^"]*\.md', article), file.name
        links |= set(re.findall(r'href="(/help/[^"#]*)', article))
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_our_own_are_written_in_both_languages_and_lead_somewhere(language: str) -> None:
    from portal.help.pages import ROLES, SHARED

    client = visited(language)
    for name in ROLES + SHARED:
        page = client.get(f"/help/{name}/").content.decode()
        assert f'<article class="card prose" lang="{language}">' in page, name
        for link in set(re.findall(r'href="(/help/[^"#]*)', page)):
            assert client.get(link).status_code == 200, f"{name}: {link}"


def test_the_index_puts_the_reader_s_own_work_first_and_lists_every_how_to() -> None:
    page = visited().get("/help/").content.decode()
    assert page.index("/help/records-staff/") < page.index("/help/official/")
    assert page.count("việc của bạn") == 1
    for file in (ROOT / "docs/how-to").glob("*.md"):
        assert f'href="/help/{file.stem}/"' in page, file.name


def test_every_page_of_the_portal_has_a_page_of_help_that_is_there() -> None:
    from django.urls import get_resolver

    from portal.help.pages import page
    from portal.help.targets import FOR_THE_REST, target

    def names(held):  # type: ignore[no-untyped-def]
        for one in held:
            if getattr(one, "namespace", None):  # the programming interface shows no pages
                continue
            if hasattr(one, "url_patterns"):
                yield from names(one.url_patterns)
            elif one.name:
                yield one.name

    left_to_the_rest = set()
    for name in names(get_resolver().url_patterns):
        for language in ("vi", "en"):
            wanted = target(name, language)
            assert page(wanted, language) is not None, f"{name}: {wanted}"
            if wanted == FOR_THE_REST and language == "vi" and not _WITHOUT_PAGE.match(name):
                left_to_the_rest.add(name)
    files = {"page_image", "thumbnail", "original", "searchable"}
    assert left_to_the_rest <= files, "give these a line in portal/help/targets.py"


def test_a_page_leads_to_its_own_help() -> None:
    client = visited()
    assert 'href="/help/hop-den/" target="hoso-help" data-help' in client.get("/").content.decode()
    assert 'href="/help/tim-ho-so/" target="hoso-help"' in client.get("/search/").content.decode()
    assert 'href="/help/query/" target="hoso-help"' in visited_in_english().get("/search/").content.decode()


def visited_in_english():  # type: ignore[no-untyped-def]
    from django.test import Client

    client = Client()
    client.force_login(make_person("eng", "records_staff"))
    client.cookies["django_language"] = "en"
    return client


def test_what_is_no_page_is_not_found() -> None:
    client = visited()
    for address in ("/help/no-such/", "/help/reference/no-such/", "/help/README/"):
        assert client.get(address).status_code == 404


def test_raw_html_and_foreign_links_of_a_page_are_shown_as_words() -> None:
    from portal.help.rendering import rendered

    shown = rendered(
        "# T\n\n<script>x</script> <b>y</b> [a](javascript:alert(1)) "
        "[b](https://else.example) [c](../decisions/1.md)",
        lambda _link: None,
    )
    assert shown.title == "T"
    assert "<script>" not in shown.html and "<b>" not in shown.html and "href" not in shown.html
    assert "b c" in shown.html
