"""Addresses of the writing side, one room after another."""

from django.urls import path

from planning.views import accounts, history

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("history/", history.history, name="history"),
]
