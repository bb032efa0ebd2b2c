#!/bin/sh
# Creates the provider “Pocket ID” in Memos 0.30 at https://memos.example.com.
# Needs curl, the client secret, and an access token of an admin.
#
# Both are asked for. For use without a terminal, set MEMOS_TOKEN and MEMOS_CLIENT_SECRET,
# or give them as the first and second line of the input.
# MEMOS_CA_FILE names the PEM file of an own certificate authority that signed the certificate of Memos.
set -eu
LC_ALL=C; export LC_ALL
ca=${MEMOS_CA_FILE:-}
[ -z "$ca" ] || [ -r "$ca" ] || { printf '%s\n' "The file $ca cannot be read." >&2; exit 1; }

url='https://memos.example.com/api/v1/identity-providers?identityProviderId=home'
body_head='{"title":"Pocket ID","type":"OAUTH2","identifierFilter":"","config":{"oauth2Config":{"clientId":"memosClient","clientSecret":"'
body_tail='","authUrl":"https://id.example.com/authorize","tokenUrl":"https://id.example.com/api/oidc/token","userInfoUrl":"https://id.example.com/api/oidc/userinfo","scopes":["openid","profile","email"],"fieldMapping":{"identifier":"preferred_username","displayName":"name","email":"email","avatarUrl":""}}}}'

fail() { printf '%s\n' "$1" >&2; exit 1; }
command -v curl >/dev/null 2>&1 || fail 'curl is not installed.'

# Reads one line into $answer, without showing it where there is a terminal.
ask() {
  if [ -t 0 ]; then
    printf '%s: ' "$1" >&2
    trap 'stty echo' 0; trap 'exit 130' INT TERM
    stty -echo; IFS= read -r answer || answer=; stty echo
    trap - 0 INT TERM
    printf '\n' >&2
  else
    IFS= read -r answer || [ -n "$answer" ] || fail "$1 is missing."
  fi
}

answer=
token=${MEMOS_TOKEN:-}; unset MEMOS_TOKEN
if [ -z "$token" ]; then ask 'Access token'; token=$answer; fi
answer=
secret=${MEMOS_CLIENT_SECRET:-}; unset MEMOS_CLIENT_SECRET
if [ -z "$secret" ]; then ask 'Client secret'; secret=$answer; fi
answer=
[ -n "$token" ] || fail 'The access token is empty.'
[ -n "$secret" ] || fail 'The client secret is empty.'
printable() { [ "$(printf '%s' "$1" | tr -d '\000-\037\177')" = "$1" ]; }
printable "$token" || fail 'The access token holds a line break or another control character.'
printable "$secret" || fail 'The client secret holds a line break or another control character.'

# Backslashes and quotes escaped: the same rule in JSON and in curl’s configuration.
escaped() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }
body=$body_head$(escaped "$secret")$body_tail

reply=$(
  {
    printf 'url = "%s"\n' "$(escaped "$url")"
    printf 'request = "POST"\n'
    printf 'header = "Content-Type: application/json"\n'
    printf 'header = "Authorization: Bearer %s"\n' "$(escaped "$token")"
    printf 'data-binary = "%s"\n' "$(escaped "$body")"
    [ -z "$ca" ] || printf 'cacert = "%s"\n' "$(escaped "$ca")"
  } | curl --config - --silent --show-error --max-time 30 --write-out '|%{http_code}'
) || {
  [ $? -ne 60 ] || fail "The certificate of Memos was not trusted: name the PEM file of your CA in MEMOS_CA_FILE."
  fail 'Memos could not be reached.'
}
status=${reply##*\|}
case $status in
  2??) printf '%s\n' 'Created. Sign in once at https://memos.example.com to try it.' ;;
  401 | 403) fail "Memos refused the token (HTTP $status): it must belong to an admin and not be expired." ;;
  404 | 405) fail "Nothing answers at $url (HTTP $status): is this Memos 0.30?" ;;
  409 | 5??) case $status$reply in 409* | *'UNIQUE constraint'* | *'duplicate key'* | *'Duplicate entry'*)
    fail "A provider with this ID exists already (HTTP $status)." ;; esac
    printf '%s\n' "${reply%\|*}" >&2; fail "Memos answered with HTTP $status." ;;
  *) printf '%s\n' "${reply%\|*}" >&2; fail "Memos answered with HTTP $status." ;;
esac
