import logging
import os

import flask.cli
from flask import Flask, redirect, request, session
from oic import rndstr
from oic.oic import Client
from oic.oic.message import AuthorizationResponse, RegistrationResponse
from oic.utils.authn.client import CLIENT_AUTHN_METHOD
from oic.utils.settings import OicClientSettings

env = os.environ
logging.basicConfig(
    level=logging.DEBUG if "LAB_DEBUG" in env else logging.INFO,
    format="[%(asctime)s] %(levelname)s in %(name)s: %(message)s",
)
logging.getLogger("werkzeug").setLevel(logging.ERROR)

app = Flask("app")
app.secret_key = "a-secret-for-the-cookies-of-this-program"
state = {}


class Refused(Exception):
    pass


def client():
    """Discovery happens at the first login, and again after it failed."""
    if "client" not in state:
        one = Client(
            client_authn_method=CLIENT_AUTHN_METHOD,
            settings=OicClientSettings(timeout=10, verify_ssl=env.get("LAB_CA", True)),
        )
        one.provider_config(env["LAB_ISSUER"])
        one.store_registration_info(
            RegistrationResponse(
                client_id=env["LAB_CLIENT_ID"],
                client_secret=env["LAB_CLIENT_SECRET"],
                redirect_uris=[env["LAB_REDIRECT_URI"]],
                token_endpoint_auth_method="client_secret_basic",
            )
        )
        state["client"] = one
    return state["client"]


@app.get("/login")
def login():
    session["state"], session["nonce"] = rndstr(), rndstr()
    asked = client().construct_AuthorizationRequest(
        request_args={
            "client_id": env["LAB_CLIENT_ID"],
            "response_type": "code",
            "scope": env["LAB_SCOPE"].split(),
            "redirect_uri": env["LAB_REDIRECT_URI"],
            "state": session["state"],
            "nonce": session["nonce"],
        }
    )
    return redirect(asked.request(client().authorization_endpoint))


@app.get("/callback")
def callback():
    answer = client().parse_response(
        AuthorizationResponse, info=request.query_string.decode(), sformat="urlencoded"
    )
    if "error" in answer:
        raise Refused(f"{answer['error']}: {answer.get('error_description')}")
    if answer["state"] != session["state"]:
        raise Refused("The state is not the one that was sent.")
    token = client().do_access_token_request(
        state=answer["state"],
        request_args={"code": answer["code"], "redirect_uri": env["LAB_REDIRECT_URI"]},
        authn_method="client_secret_basic",
    )
    if "error" in token:
        raise Refused(f"{token['error']}: {token.get('error_description')}")
    if token["id_token"]["nonce"] != session["nonce"]:
        raise Refused("The nonce is not the one that was sent.")
    person = client().do_user_info_request(state=answer["state"])
    if "error" in person:
        raise Refused(f"{person['error']}: {person.get('error_description')}")
    return f"Signed in as {person['email']}"


flask.cli.show_server_banner = lambda *_args: None
app.run("127.0.0.1", int(env["LAB_PORT"]))
