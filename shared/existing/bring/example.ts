import type { GivenFile } from '../doctor/reading.ts';

/**
 * Files as people have them, with mistakes that they make, for somebody who has none at hand. Names and secrets in them are
 * made up.
 */
export const EXAMPLE: readonly GivenFile[] = [
  {
    name: 'configuration.yml',
    text: `# Authelia 4.39
session:
  cookies:
    - domain: 'example.com'
      authelia_url: 'https://auth.example.com'

identity_providers:
  oidc:
    clients:
      - client_id: 'immich'
        client_name: 'Immich'
        client_secret: '$pbkdf2-sha512$310000$0XhTivVV8tsqQhQ/b32E4w$Wb2HygX/gDN/i5PJAoKs7hH8VXkVs1q.gYIfaN7IaID9IbsjhKA77/pmXh0CKjdHtaHdHccYg.HMuofWw54C4g'
        authorization_policy: 'two-factor'
        redirect_uris:
          - 'https://Photos.example.com/auth/login'
          - 'https://photos.example.com/user-settings'
          - 'app.immich:///oauth-callback'
        scopes: ['openid', 'profile', 'email']
        token_endpoint_auth_method: 'client_secret_post'

      - client_id: 'grafana'
        client_name: 'Grafana'
        client_secret: '$pbkdf2-sha512$310000$0XhTivVV8tsqQhQ/b32E4w$IZYSS1jv9A4H0NuVW4NtQHXZu7gicfPjgV5VKujuTRcjMMbu.xjD.7BfSkc9bYOXdu6/dVX1jVjIv5fo5.RjmA'
        authorization_policy: 'two_factor'
        redirect_uris:
          - 'https://grafana.example.com/login/generic_oauth/'
        scopes: 'openid profile email'
        token_endpoint_auth_method: 'client_secret_post'

      - client_id: 'memos'
        client_name: 'Memos'
        client_secret: '$plaintext$MemosExample0Secret1NotForUse2Anywhere'
        authorization_policy: 'one_factor'
        redirect_uris:
          - 'https://notes.example.com/auth/callback'
        scopes: ['openid', 'profile', 'email']
        consent_mode: 'implict'
        token_endpoint_auth_method: 'client_secret_post'

      - client_id: 'x7-tool'
        public: true
        authorization_policy: 'two_factor'
        redirect_uris: ['https://x7.example.com/oauth2/callback']
        scopes: ['openid']
`,
  },
  {
    name: 'grafana.env',
    text: `GF_SERVER_ROOT_URL=https://grafana.example.com
GF_AUTH_GENERIC_OAUTH_ENABLED = true
GF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana
GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=GrafanaExample0Secret1NotForUse2Anywhere
GF_AUTH_GENERIC_OAUTH_SCOPES=openid profile email
GF_AUTH_GENERIC_OAUTH_AUTH_URL=https://auth.example.com/api/oidc/authorization
GF_AUTH_GENERIC_OAUTH_TOKEN_URL=https://auth.example.com/api/oidc/token
GF_AUTH_GENERIC_OAUTH_API_URL=https://auth.example.com/api/oidc/userinfo
`,
  },
];
