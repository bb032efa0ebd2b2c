"""RomM's login, as far as Latchkey's settings reach into it.

Reads the environment as RomM does, registers Authlib's Starlette client with the settings RomM gives it, and applies
RomM's rules to the ID token. The rules follow RomM by version; the client, the cookies and the reader of the
environment are the libraries themselves.

    reader.py ROMM_VERSION PORT [ENV_FILE]
"""

import json
import os
import sys

import dotenv
import uvicorn
from authlib.integrations.starlette_client import OAuth
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

VERSION = tuple(int(part) for part in (sys.argv[1].split(".") + ["0", "0"])[:3])
PORT = int(sys.argv[2])
if len(sys.argv) > 3:
    dotenv.load_dotenv(sys.argv[3])


def since(*version: int) -> bool:
    return VERSION >= version


def text(name: str, default: str = "") -> str:
    value = os.environ.get(name)
    return value.strip() if value and value.strip() else default


def flag(name: str, default: bool = False) -> bool:
    value = text(name)
    return value.lower() in ("1", "true", "yes", "on") if value else default


ENABLED = flag("OIDC_ENABLED")
REDIRECT_URI = text("OIDC_REDIRECT_URI")
CLAIM_ROLES = text("OIDC_CLAIM_ROLES") if since(4, 3, 1) else ""
ROLE_VIEWER = text("OIDC_ROLE_VIEWER")
ROLE_EDITOR = text("OIDC_ROLE_EDITOR")
ROLE_ADMIN = text("OIDC_ROLE_ADMIN")
USERNAME = text("OIDC_USERNAME_ATTRIBUTE", "preferred_username") if since(4, 5, 0) else "preferred_username"
ALLOW_REGISTRATION = flag("OIDC_ALLOW_REGISTRATION", True) if since(5, 0, 0) else True


def metadata_url() -> str:
    if since(4, 8, 0) and text("OIDC_SERVER_METADATA_URL"):
        return text("OIDC_SERVER_METADATA_URL")
    base = text("OIDC_SERVER_APPLICATION_URL")
    if since(3, 7, 1):
        base = base.rstrip("/")
    return f"{base}/.well-known/openid-configuration"


scope = "openid profile email"
if since(4, 3, 2):
    scope = f"{scope} {CLAIM_ROLES}".strip()

oauth = OAuth()
oauth.register(
    name="openid",
    client_id=text("OIDC_CLIENT_ID"),
    client_secret=text("OIDC_CLIENT_SECRET"),
    server_metadata_url=metadata_url(),
    client_kwargs={"scope": scope},
)
users: dict[str, dict] = {}


def refuse(status: int, detail: str) -> HTTPException:
    return HTTPException(status, detail)


def is_verified(claims: dict, metadata: dict) -> bool:
    verified = claims.get("email_verified")
    if not since(3, 7, 1):
        return verified is True
    if verified is False:
        return False
    return verified is True or "email_verified" not in (metadata.get("claims_supported") or [])


def role_of(claims: dict) -> str | None:
    """The role the token decides; None where it decides nothing."""
    if not CLAIM_ROLES or CLAIM_ROLES not in claims:
        return None
    granted = claims[CLAIM_ROLES] or []
    if ROLE_ADMIN and ROLE_ADMIN in granted:
        return "admin"
    if ROLE_EDITOR and ROLE_EDITOR in granted:
        return "user" if since(5, 0, 0) else "editor"
    if ROLE_VIEWER and (ROLE_VIEWER == "*" or ROLE_VIEWER in granted):
        return "user" if since(5, 0, 0) else "viewer"
    raise refuse(403, "User has not been granted any roles for this application.")


async def login(request):
    if not ENABLED:
        raise refuse(500, "OAuth disabled")
    return await oauth.openid.authorize_redirect(request, REDIRECT_URI)


async def callback(request):
    token = await oauth.openid.authorize_access_token(request)
    claims = token.get("userinfo")
    if claims is None:
        raise refuse(400, "Userinfo is missing from token.")
    metadata = await oauth.openid.load_server_metadata()
    email = claims.get("email")
    if not email:
        raise refuse(400, "Email is missing from token.")
    if not is_verified(claims, metadata):
        raise refuse(400, "Email is not verified.")
    username = claims.get(USERNAME)
    if not username:
        raise refuse(400, f"'{USERNAME}' attribute is missing from token.")
    role = role_of(claims)
    user = users.get(email.lower())
    if user is None:
        if not ALLOW_REGISTRATION:
            raise refuse(403, "User registration is disabled. Please contact an administrator.")
        least = "user" if since(5, 0, 0) else "viewer"
        user = users[email.lower()] = {"username": username, "email": email, "role": role or least}
    elif role is not None:
        user["role"] = role
    request.session["email"] = email.lower()
    return RedirectResponse("/", 303)


async def home(request):
    user = users.get(request.session.get("email", ""))
    return JSONResponse(user or {}, 200 if user else 401)


async def told(_request, error):
    return JSONResponse({"detail": error.detail}, error.status_code)


async def settings(_request):
    """What was read from the environment, without the secret."""
    names = [name for name in os.environ if name.startswith(("OIDC_", "ROMM_", "DISABLE_"))]
    return JSONResponse({name: text(name) for name in names if name != "OIDC_CLIENT_SECRET"})


app = Starlette(
    routes=[
        Route("/", home),
        Route("/settings", settings),
        Route("/api/login/openid", login),
        Route("/api/oauth/openid", callback),
    ],
    middleware=[
        Middleware(
            SessionMiddleware,
            secret_key="only-for-this-run",
            session_cookie="romm_session",
            same_site="lax" if since(4, 3, 2) else "strict",
            https_only=since(5, 1, 0) and flag("ROMM_SESSION_SECURE_COOKIE"),
        )
    ],
    exception_handlers={HTTPException: told},
)

if __name__ == "__main__":
    print(json.dumps({"listening": PORT}), flush=True)
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
