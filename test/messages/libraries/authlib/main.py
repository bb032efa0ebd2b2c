import logging
import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

env = os.environ
logging.basicConfig(
    level=logging.DEBUG if "LAB_DEBUG" in env else logging.INFO,
    format="[%(asctime)s] %(levelname)s in %(name)s: %(message)s",
)
logging.getLogger("werkzeug").setLevel(logging.ERROR)

app = Flask("app")
app.secret_key = "a-secret-for-the-cookies-of-this-program"
oauth = OAuth(app)
oauth.register(
    "lab",
    client_id=env["LAB_CLIENT_ID"],
    client_secret=env["LAB_CLIENT_SECRET"],
    server_metadata_url=env["LAB_ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": env["LAB_SCOPE"], "default_timeout": 10},
)


@app.get("/login")
def login():
    return oauth.lab.authorize_redirect(env["LAB_REDIRECT_URI"])


@app.get("/callback")
def callback():
    token = oauth.lab.authorize_access_token(timeout=10)
    session["user"] = dict(oauth.lab.userinfo(token=token))
    return redirect("/done")


@app.get("/done")
def done():
    return f"Signed in as {session['user']['email']}"


import flask.cli

flask.cli.show_server_banner = lambda *_args: None
app.run("127.0.0.1", int(env["LAB_PORT"]))
