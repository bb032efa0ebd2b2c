import os

from jupyterhub.proxy import Proxy

env = os.environ
c = get_config()  # noqa: F821


class NoProxy(Proxy):
    """The browser asks the hub itself: nobody's notebook is started here."""

    should_start = False

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def get_all_routes(self):
        return {}


here = f"http://127.0.0.1:{env['LAB_PORT']}"
c.JupyterHub.bind_url = here
c.JupyterHub.hub_bind_url = here
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret = b"a-secret-for-the-cookies-of-this"
c.JupyterHub.default_url = "/hub/home"
if "LAB_DEBUG" in env:
    c.JupyterHub.log_level = "DEBUG"

c.JupyterHub.authenticator_class = "generic-oauth"
c.GenericOAuthenticator.client_id = env["LAB_CLIENT_ID"]
c.GenericOAuthenticator.client_secret = env["LAB_CLIENT_SECRET"]
c.GenericOAuthenticator.authorize_url = env["LAB_AUTHORIZATION_ENDPOINT"]
c.GenericOAuthenticator.token_url = env["LAB_TOKEN_ENDPOINT"]
c.GenericOAuthenticator.userdata_url = env["LAB_USERINFO_ENDPOINT"]
c.GenericOAuthenticator.oauth_callback_url = env["LAB_REDIRECT_URI"]
c.GenericOAuthenticator.scope = env["LAB_SCOPE"].split()
c.GenericOAuthenticator.username_claim = "email"
c.GenericOAuthenticator.basic_auth = True
c.GenericOAuthenticator.allow_all = True
c.GenericOAuthenticator.http_request_kwargs = {"request_timeout": 10}
