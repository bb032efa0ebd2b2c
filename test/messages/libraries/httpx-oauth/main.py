import logging
import os
import secrets

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import PlainTextResponse, RedirectResponse
from httpx_oauth.clients.openid import OpenID
from httpx_oauth.integrations.fastapi import OAuth2AuthorizeCallback
from starlette.middleware.sessions import SessionMiddleware

env = os.environ
debug = "LAB_DEBUG" in env
logging.basicConfig(
    level=logging.DEBUG if debug else logging.WARNING,
    format="%(levelname)s:     %(name)s: %(message)s",
)

client = OpenID(
    env["LAB_CLIENT_ID"],
    env["LAB_CLIENT_SECRET"],
    env["LAB_ISSUER"] + "/.well-known/openid-configuration",
    base_scopes=env["LAB_SCOPE"].split(),
)
came_back = OAuth2AuthorizeCallback(client, redirect_url=env["LAB_REDIRECT_URI"])

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="a-secret-for-the-cookies-of-this-program")


@app.get("/login")
async def login(request: Request):
    request.session["state"] = secrets.token_urlsafe(24)
    return RedirectResponse(
        await client.get_authorization_url(env["LAB_REDIRECT_URI"], state=request.session["state"])
    )


@app.get("/callback")
async def callback(request: Request, answer=Depends(came_back)):
    token, state = answer
    if state is None or state != request.session.get("state"):
        raise HTTPException(400, "OAUTH_INVALID_STATE")
    _account, email = await client.get_id_email(token["access_token"])
    if email is None:
        raise HTTPException(400, "OAUTH_NOT_AVAILABLE_EMAIL")
    return PlainTextResponse(f"Signed in as {email}")


uvicorn.run(app, host="127.0.0.1", port=int(env["LAB_PORT"]), log_level="debug" if debug else "info")
