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
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "mozilla_django_oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    OIDC_RP_CLIENT_ID=env["LAB_CLIENT_ID"],
    OIDC_RP_CLIENT_SECRET=env["LAB_CLIENT_SECRET"],
    OIDC_RP_SCOPES=env["LAB_SCOPE"],
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_OP_AUTHORIZATION_ENDPOINT=env["LAB_AUTHORIZATION_ENDPOINT"],
    OIDC_OP_TOKEN_ENDPOINT=env["LAB_TOKEN_ENDPOINT"],
    OIDC_OP_USER_ENDPOINT=env["LAB_USERINFO_ENDPOINT"],
    OIDC_OP_JWKS_ENDPOINT=env["LAB_JWKS_URI"],
    OIDC_TIMEOUT=10,
    LOGIN_REDIRECT_URL="/done",
    LOGIN_REDIRECT_URL_FAILURE="/failed",
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
from mozilla_django_oidc.views import OIDCAuthenticationRequestView


def done(request):
    user = request.user
    return HttpResponse(f"Signed in as {user.email}" if user.is_authenticated else "Not signed in")


def failed(_request):
    return HttpResponse("Login failed", status=403)


urlpatterns = [
    path("login", OIDCAuthenticationRequestView.as_view()),
    path("oidc/", include("mozilla_django_oidc.urls")),
    path("done", done),
    path("failed", failed),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


call_command("migrate", verbosity=0)
make_server("127.0.0.1", int(env["LAB_PORT"]), get_wsgi_application(), handler_class=Quiet).serve_forever()
