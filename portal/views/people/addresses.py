"""Addresses of the administrator's pages about people."""

from django.urls import path

from portal.views.people import account, accounts, units

urlpatterns = [
    path("", accounts.accounts, name="people"),
    path("new", accounts.new_account, name="people_new"),
    path("units/", units.units, name="people_units"),
    path("units/new", units.new_unit, name="people_unit_new"),
    path("units/<int:number>", units.place_unit, name="people_unit"),
    path("<int:number>/", account.account, name="people_account"),
    path("<int:number>/password", account.password, name="people_password"),
    path("<int:number>/factor", account.factor, name="people_factor"),
    path("<int:number>/off", account.off, name="people_off"),
    path("<int:number>/on", account.on, name="people_on"),
    path("<int:number>/roles", account.give, name="people_give"),
    path("roles/<int:number>/end", account.end, name="people_end"),
]
