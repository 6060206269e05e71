"""Addresses of finding; included at the portal's root."""

from __future__ import annotations

from django.urls import path

from portal.views.finding import exporting, page, saving, similar, suggesting

urlpatterns = [
    path("search/", page.search_page, name="search"),
    path("records/", page.records_page, name="records"),
    path("search/suggest", suggesting.suggest, name="search_suggest"),
    path("search/saved/", saving.saved, name="search_saved"),
    path("search/saved/keep", saving.keep, name="search_keep"),
    path("search/saved/<int:number>/", saving.open_saved, name="search_open"),
    path("search/saved/<int:number>/drop", saving.drop, name="search_drop"),
    path("search/saved/<int:number>/news", saving.news, name="search_news"),
    path("search/recent/forget", saving.forget, name="search_forget"),
    path("search/export.csv", exporting.as_csv, name="search_csv"),
    path("search/export.xlsx", exporting.as_xlsx, name="search_xlsx"),
    path("records/<record_id:record_id>/similar/", similar.similar, name="search_similar"),
]
