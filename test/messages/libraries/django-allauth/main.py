import os
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path

env = os.environ
DEBUG = "LAB_DEBUG" in env

settings.configure(
    SECRET_KEY="a-secret-for-the-cookies-of-this-program",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ACCOUNT_EMAIL_VERIFICATION="none",
    SOCIALACCOUNT_LOGIN_ON_GET=True,
    SOCIALACCOUNT_AUTO_SIGNUP=True,
    SOCIALACCOUNT_REQUESTS_TIMEOUT=10,
    SOCIALACCOUNT_PROVIDERS={
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "lab",
                    "name": "Lab",
                    "client_id": env["LAB_CLIENT_ID"],
                    "secret": env["LAB_CLIENT_SECRET"],
                    "settings": {
                        "server_url": env["LAB_ISSUER"],
                        "token_auth_method": "client_secret_basic",
                        "scope": env["LAB_SCOPE"].split(),
                    },
                }
            ]
        }
    },
    LOGIN_REDIRECT_URL="/done",
    LOGGING={
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s %(asctime)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": "DEBUG" if DEBUG else "INFO"},
        "loggers": {"django": {"handlers": ["console"], "propagate": False}},
    },
)
django.setup()

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.shortcuts import redirect


def done(request):
    user = request.user
    return HttpResponse(f"Signed in as {user.email}" if user.is_authenticated else "Not signed in")


urlpatterns = [
    path("login", lambda request: redirect("openid_connect_login", provider_id="lab")),
    path("done", done),
    path("accounts/", include("allauth.urls")),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


call_command("migrate", verbosity=0)
make_server("127.0.0.1", int(env["LAB_PORT"]), get_wsgi_application(), handler_class=Quiet).serve_forever()
