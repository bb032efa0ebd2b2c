#!/bin/sh
# Pocket ID 2.14: client of Memos.
# The token: An API key of an administrator, made under Administration › API Keys.
set -eu
printf 'Token: ' >&2
stty -echo 2>/dev/null || true
IFS= read -r token
stty echo 2>/dev/null || true
printf '\n' >&2
escaped=$(printf '%s' "$token" | sed 's/[\"]/\\&/g')
printf 'header = "%s%s%s"\n' 'X-API-Key: ' "$escaped" '' |
  curl --fail-with-body --silent --show-error --globoff --config - --request POST \
    --header 'Content-Type: application/json' --data-binary @"$(dirname "$0")/memos-request.json" \
    --url https://id.example.com/api/oidc/clients
