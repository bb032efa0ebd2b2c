"""Starts a Flask-AppBuilder that signs people in with OAuth, set up as in Airflow and Superset."""

import logging
import os

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.security.manager import AUTH_OAUTH
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.utils.legacy import get_sqla_class

env = os.environ
logging.basicConfig(format="%(asctime)s:%(levelname)s:%(name)s:%(message)s")
logging.getLogger().setLevel(logging.DEBUG if "LAB_DEBUG" in env else logging.INFO)


class OpenIDConnectSecurityManager(SecurityManager):
    """The provider's claims as the fields of an account."""

    def oauth_user_info(self, provider, response=None):
        me = self.oauth_remotes[provider].userinfo(token=response)
        return {
            "username": me["sub"],
            "email": me["email"],
            "first_name": me.get("given_name", ""),
            "last_name": me.get("family_name", ""),
        }


app = Flask(__name__)
app.config.update(
    SECRET_KEY="a-secret-for-the-cookies-of-this-program",
    SQLALCHEMY_DATABASE_URI="sqlite:///" + os.path.join(env["LAB_DATA"], "app.db"),
    AUTH_TYPE=AUTH_OAUTH,
    AUTH_USER_REGISTRATION=True,
    AUTH_USER_REGISTRATION_ROLE="Public",
    OAUTH_PROVIDERS=[
        {
            "name": "lab",
            "icon": "fa-key",
            "token_key": "access_token",
            "remote_app": {
                "client_id": env.get("LAB_CLIENT_ID"),
                "client_secret": env.get("LAB_CLIENT_SECRET"),
                "server_metadata_url": env.get("LAB_ISSUER", "") + "/.well-known/openid-configuration",
                "client_kwargs": {"scope": env.get("LAB_SCOPE")},
            },
        }
    ],
)
db = get_sqla_class()()
db.init_app(app)
with app.app_context():
    appbuilder = AppBuilder(app, db.session, security_manager_class=OpenIDConnectSecurityManager)
# Without a port it only makes its database.
if "LAB_PORT" in env:
    app.run(host="127.0.0.1", port=int(env["LAB_PORT"]))
