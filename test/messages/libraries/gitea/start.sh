# As the init container of Gitea's Helm chart does: the provider first, then the server.
"$1" admin auth add-oauth --config "$2" --name lab --provider openidConnect \
  --key "$LAB_CLIENT_ID" --secret "$LAB_CLIENT_SECRET" \
  --auto-discover-url "$LAB_ISSUER/.well-known/openid-configuration" \
  $(for scope in $LAB_SCOPE; do echo --scopes "$scope"; done) &&
  exec "$1" web --config "$2"
