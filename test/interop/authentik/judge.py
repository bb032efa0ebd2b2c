"""Imports blueprints into a real authentik and asks its policy engine, for access.interop.ts.

Run in the folder of authentik's source by an interpreter that has its packages. Its database has to be
migrated. One JSON object a line comes in, one goes out. Everything happens in one transaction, which is never
committed: the database stays as it was.
"""

import json
import logging
import os
import sys
from pathlib import Path

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # What authentik prints must not mix with the answers.
sys.path.insert(0, os.getcwd())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "authentik.root.settings")

import django  # noqa: E402

django.setup()
logging.disable(logging.INFO)

from django.apps import apps  # noqa: E402
from django.db import connection, transaction  # noqa: E402

import authentik  # noqa: E402
from authentik.blueprints.v1.importer import Importer  # noqa: E402
from authentik.core.models import Application, Group, User  # noqa: E402
from authentik.policies.engine import PolicyEngine  # noqa: E402
from authentik.policies.expression.models import ExpressionPolicy  # noqa: E402
from authentik.policies.models import Policy, PolicyBinding  # noqa: E402
from authentik.providers.oauth2.models import OAuth2Provider  # noqa: E402

# What a new authentik applies to itself before anything else, and our files look up.
OWN = (
    "default/flow-default-authentication-flow.yaml",
    "default/flow-default-invalidation-flow.yaml",
    "default/flow-default-provider-authorization-explicit-consent.yaml",
    "default/flow-default-provider-authorization-implicit-consent.yaml",
    "default/flow-default-provider-invalidation.yaml",
    "system/providers-oauth2.yaml",
)
REFERS = {"policy": Policy, "group": Group, "user": User}


def hello(_):
    version = getattr(authentik, "VERSION", None) or authentik.__version__
    return {"version": str(version)}


def begin(asked):
    """Forgets what was done since the last `begin`, and makes groups, policies and users."""
    if begin.savepoint:
        transaction.savepoint_rollback(begin.savepoint)
    else:
        for name in OWN:
            result = imported(Path("blueprints", name).read_text())
            if not result["ok"]:
                raise RuntimeError(f"{name}: {result}")
        from authentik.crypto.builder import CertificateBuilder

        key = CertificateBuilder("authentik Self-signed Certificate")
        key.build(subject_alt_names=["localhost"], validity_days=30)
        apps.get_model("authentik_crypto", "CertificateKeyPair").objects.filter(name=key.common_name).delete()
        key.save()
    begin.savepoint = transaction.savepoint()
    for name in asked["groups"]:
        Group.objects.create(name=name)
    for name in asked["policies"]:
        ExpressionPolicy.objects.create(
            name=name,
            expression=f"return {json.dumps(name)} in request.user.attributes.get('passes', [])",
        )
    for index, user in enumerate(asked["users"]):
        made = User.objects.create(
            username=user["name"] if user["name"] == "bob" else f"user{index}",
            name=user["name"],
            attributes={"passes": user["passes"]},
        )
        for name in user["groups"]:
            Group.objects.get(name=name).users.add(made)
    begin.users = [user["name"] if user["name"] == "bob" else f"user{i}" for i, user in enumerate(asked["users"])]
    return {}


begin.savepoint = None


def imported(text):
    """Validates and applies, as the worker and the admin interface do."""
    importer = Importer.from_string(text)
    valid, logs = importer.validate()
    if not valid:
        return {"ok": False, "message": "\n".join(said(log) for log in logs if log.log_level != "debug")}
    if not importer.apply():
        return {"ok": False, "message": "valid, but not applied"}
    connection.check_constraints()
    return {"ok": True}


def said(log):
    """As the answer of an import shows it: the line and what belongs to it, as JSON."""
    from authentik.events.logs import LogEventSerializer

    return json.dumps(LogEventSerializer(log).data, default=str)


def apply(asked):
    try:
        return imported(asked["text"])
    except Exception as exc:  # What authentik itself does not catch: its answer is then empty.
        return {"ok": False, "message": "", "crash": repr(exc)}


def ask(asked):
    application = Application.objects.filter(slug=asked["slug"]).first()
    answer = []
    for username in begin.users:
        engine = PolicyEngine(application, User.objects.get(username=username))
        engine.use_cache = False
        answer.append(engine.build().passing if application else False)
    return {"in": answer}


def bindings(slug):
    return PolicyBinding.objects.filter(target=Application.objects.get(slug=slug)).order_by("order", "pk")


def state(asked):
    """What stands there, by names, so that it can be compared with another authentik."""
    providers = [
        {
            **{field: str(getattr(one, field)) for field in ("name", "client_id", "client_type")},
            "encryption_key": one.encryption_key_id and str(one.encryption_key_id),
            "grant_types": getattr(one, "grant_types", None),
            "redirect_uris": redirects(one),
            "authorization_flow": one.authorization_flow.slug,
            "mappings": sorted(one.property_mappings.values_list("name", flat=True)),
        }
        for one in OAuth2Provider.objects.order_by("client_id")
    ]
    applications = [
        {
            "slug": one.slug,
            "name": one.name,
            "mode": one.policy_engine_mode,
            "provider": one.provider and OAuth2Provider.objects.get(pk=one.provider.pk).client_id,
            "bindings": [row(binding) for binding in bindings(one.slug)],
        }
        for one in Application.objects.order_by("slug")
    ]
    return {"providers": providers, "applications": applications}


def redirects(provider):
    uris = provider.redirect_uris
    if isinstance(uris, str):
        return uris
    return [{key: str(getattr(value, "value", value)) for key, value in vars(uri).items()} for uri in uris]


def row(binding):
    return {
        "pk": str(binding.pk),
        "order": binding.order,
        "policy": binding.policy and binding.policy.name,
        "group": binding.group and binding.group.name,
        "user": binding.user and binding.user.name,
        **{field: getattr(binding, field) for field in ("negate", "enabled", "failure_result")},
    }


def change(asked):
    """Somebody changes one binding in the admin interface."""
    binding = PolicyBinding.objects.get(pk=asked["pk"])
    for field, value in asked["to"].items():
        setattr(binding, field, REFERS[field].objects.get(name=value) if field in REFERS else value)
    binding.save()
    return {}


def bind(asked):
    """Somebody adds a binding to the application."""
    made = PolicyBinding.objects.create(
        target=Application.objects.get(slug=asked["slug"]),
        order=asked["order"],
        **{field: REFERS[field].objects.get(name=value) for field, value in asked["to"].items()},
    )
    return {"pk": str(made.pk)}


def encrypt(asked):
    """Somebody chooses an encryption key for the provider."""
    provider = OAuth2Provider.objects.get(client_id=asked["client_id"])
    provider.encryption_key = provider.signing_key
    provider.save()
    return {}


VERBS = {one.__name__: one for one in (hello, begin, apply, ask, state, change, bind, encrypt)}

with transaction.atomic():
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = VERBS[asked.pop("do")](asked)
        except Exception as exc:
            import traceback

            answer = {"error": f"{exc!r}\n{traceback.format_exc()[-1500:]}"}
        print(json.dumps(answer), file=answers, flush=True)
    transaction.set_rollback(True)
