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
        "social_django",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["social_core.backends.open_id_connect.OpenIdConnectAuth"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    SOCIAL_AUTH_URL_NAMESPACE="social",
    SOCIAL_AUTH_OIDC_OIDC_ENDPOINT=env["LAB_ISSUER"],
    SOCIAL_AUTH_OIDC_KEY=env["LAB_CLIENT_ID"],
    SOCIAL_AUTH_OIDC_SECRET=env["LAB_CLIENT_SECRET"],
    SOCIAL_AUTH_OIDC_SCOPE=env["LAB_SCOPE"].split(),
    SOCIAL_AUTH_OIDC_IGNORE_DEFAULT_SCOPE=True,
    SOCIAL_AUTH_OIDC_TOKEN_ENDPOINT_AUTH_METHOD="client_secret_basic",
    SOCIAL_AUTH_REQUESTS_TIMEOUT=10,
    SOCIAL_AUTH_LOGIN_REDIRECT_URL="/done",
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
from social_core.actions import do_auth
from social_django.utils import psa


def done(request):
    user = request.user
    return HttpResponse(f"Signed in as {user.email}" if user.is_authenticated else "Not signed in")


@psa("social:complete")
def login(request, backend):
    return do_auth(request.backend)


urlpatterns = [
    path("login", login, {"backend": "oidc"}),
    path("done", done),
    path("", include("social_django.urls", namespace="social")),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


call_command("migrate", verbosity=0)
make_server("127.0.0.1", int(env["LAB_PORT"]), get_wsgi_application(), handler_class=Quiet).serve_forever()
