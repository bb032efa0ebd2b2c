#!/bin/sh
# Pocket ID 2.14: client of Memos.
# The token: The same API key.
set -eu
printf 'Token: ' >&2
if [ -t 0 ]; then
  before=$(stty -g)
  trap 'stty "$before"' 0
  trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
  stty -echo
fi
IFS= read -r token || [ -n "$token" ]
if [ -t 0 ]; then
  stty "$before"
  trap - 0 HUP INT TERM
  printf '\n' >&2
fi
escaped=$(printf '%s' "$token" | sed 's/[\"]/\\&/g')
printf 'header = "%s%s%s"\n' 'X-API-Key: ' "$escaped" '' |
  curl --fail-with-body --silent --show-error --globoff --config - --request POST \
    --header 'Content-Type: application/json' --data-binary @"$(dirname "$0")/memos-request-2.json" \
    --url https://id.example.com/api/oidc/clients/memosClient/secrets
