import logging
import os

import flask.cli
from flask import Flask, redirect, request, session
from requests_oauthlib import OAuth2Session

env = os.environ
logging.basicConfig(
    level=logging.DEBUG if "LAB_DEBUG" in env else logging.INFO,
    format="[%(asctime)s] %(levelname)s in %(name)s: %(message)s",
)
logging.getLogger("werkzeug").setLevel(logging.ERROR)
# The program itself is reached by http, behind a proxy.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

app = Flask("app")
app.secret_key = "a-secret-for-the-cookies-of-this-program"


def client(**more):
    return OAuth2Session(
        env["LAB_CLIENT_ID"], scope=env["LAB_SCOPE"].split(), redirect_uri=env["LAB_REDIRECT_URI"], **more
    )


@app.get("/login")
def login():
    address, session["state"] = client().authorization_url(env["LAB_AUTHORIZATION_ENDPOINT"])
    return redirect(address)


@app.get("/callback")
def callback():
    oauth = client(state=session.get("state"))
    oauth.fetch_token(
        env["LAB_TOKEN_ENDPOINT"],
        client_secret=env["LAB_CLIENT_SECRET"],
        authorization_response=request.url,
        timeout=10,
    )
    answer = oauth.get(env["LAB_USERINFO_ENDPOINT"], timeout=10)
    answer.raise_for_status()
    return f"Signed in as {answer.json()['email']}"


flask.cli.show_server_banner = lambda *_args: None
app.run("127.0.0.1", int(env["LAB_PORT"]))
