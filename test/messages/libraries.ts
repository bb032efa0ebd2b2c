import { go, java, javascript, type Library, python } from './library.ts';

const GO: readonly Library[] = [
  {
    id: 'go-oidc',
    language: 'go',
    name: 'golang.org/x/oauth2 with go-oidc (Go)',
    method: 'client_secret_basic',
    ...go(['github.com/coreos/go-oidc/v3', 'golang.org/x/oauth2']),
  },
  {
    id: 'goth',
    language: 'go',
    name: 'goth, openidConnect (Go)',
    method: 'client_secret_basic',
    ...go(['github.com/markbates/goth', 'golang.org/x/oauth2']),
  },
  {
    id: 'oauth2-proxy',
    language: 'go',
    name: 'oauth2-proxy (Go)',
    method: 'client_secret_basic',
    callback: '/oauth2/callback',
    start: '/oauth2/start?rd=/oauth2/userinfo',
    signed_in: '"email":',
    ...go(['github.com/oauth2-proxy/oauth2-proxy/v7'], 'github.com/oauth2-proxy/oauth2-proxy/v7'),
    env: (_, given) => ({
      OAUTH2_PROXY_PROVIDER: 'oidc',
      OAUTH2_PROXY_OIDC_ISSUER_URL: given.issuer,
      OAUTH2_PROXY_CLIENT_ID: given.client_id,
      OAUTH2_PROXY_CLIENT_SECRET: given.client_secret,
      OAUTH2_PROXY_REDIRECT_URL: given.redirect_uri,
      OAUTH2_PROXY_SCOPE: given.scope,
      OAUTH2_PROXY_EMAIL_DOMAINS: '*',
      OAUTH2_PROXY_COOKIE_SECRET: 'k'.repeat(32),
      OAUTH2_PROXY_COOKIE_SECURE: 'false',
      OAUTH2_PROXY_SKIP_PROVIDER_BUTTON: 'true',
      OAUTH2_PROXY_HTTP_ADDRESS: `127.0.0.1:${given.port}`,
      OAUTH2_PROXY_UPSTREAMS: 'static://202',
    }),
  },
  {
    id: 'zitadel-oidc',
    language: 'go',
    name: 'zitadel/oidc, relying party (Go)',
    method: 'client_secret_basic',
    ...go(['github.com/zitadel/oidc/v3', 'golang.org/x/oauth2']),
  },
];

const JAVA: readonly Library[] = [
  {
    id: 'nimbus',
    language: 'java',
    name: 'Nimbus OAuth 2.0 SDK with OpenID Connect (Maven)',
    method: 'client_secret_basic',
    ...java('lab.Program', 'nimbus.version', 'com.nimbusds:oauth2-oidc-sdk'),
  },
  {
    id: 'spring-security',
    language: 'java',
    name: 'Spring Security in Spring Boot (Maven spring-boot-starter-oauth2-client)',
    method: 'client_secret_basic',
    callback: '/login/oauth2/code/lab',
    start: '/done',
    patience: 90,
    ...java('lab.Program', 'spring.boot.version', 'Spring Boot'),
    env: (_, { scope, debug }) => ({
      LAB_SCOPES: scope.split(' ').join(','),
      ...(debug ? { SPRING_PROFILES_ACTIVE: 'debug' } : {}),
    }),
  },
  {
    id: 'vertx',
    language: 'java',
    name: 'Vert.x Web with vertx-auth-oauth2 (Maven)',
    method: 'client_secret_basic',
    patience: 60,
    ...java('lab.Program', 'vertx.version', 'Vert.x'),
  },
];

const JAVASCRIPT: readonly Library[] = [
  {
    id: 'auth-js',
    language: 'javascript',
    name: 'Auth.js (npm @auth/core)',
    method: 'client_secret_basic',
    callback: '/auth/callback/lab',
    ...javascript('@auth/core'),
  },
  {
    id: 'express-openid-connect',
    language: 'javascript',
    name: 'express-openid-connect (npm)',
    method: 'client_secret_basic',
    ...javascript('express-openid-connect', 'openid-client'),
    env: (_, { debug }) => (debug ? { DEBUG: 'express-openid-connect:*' } : {}),
  },
  {
    id: 'openid-client-5',
    language: 'javascript',
    name: 'openid-client 5 (npm)',
    method: 'client_secret_basic',
    ...javascript('openid-client'),
  },
  {
    id: 'openid-client-6',
    language: 'javascript',
    name: 'openid-client 6 (npm)',
    method: 'client_secret_post',
    ...javascript('openid-client'),
  },
  {
    id: 'passport-oauth2',
    language: 'javascript',
    name: 'Passport with passport-oauth2 (npm)',
    method: 'client_secret_post',
    ...javascript('passport-oauth2', 'passport', 'oauth'),
  },
  {
    id: 'passport-openidconnect',
    language: 'javascript',
    name: 'Passport with passport-openidconnect (npm)',
    method: 'client_secret_post',
    ...javascript('passport-openidconnect', 'passport', 'oauth'),
  },
];

const PYTHON: readonly Library[] = [
  {
    id: 'authlib',
    language: 'python',
    name: 'Authlib with Flask (PyPI)',
    method: 'client_secret_basic',
    ...python('Authlib', 'joserfc', 'requests'),
  },
  {
    id: 'django-allauth',
    language: 'python',
    name: 'django-allauth (PyPI)',
    method: 'client_secret_basic',
    callback: '/accounts/oidc/lab/login/callback/',
    ...python('django-allauth', 'Django', 'PyJWT', 'requests'),
  },
  {
    id: 'mozilla-django-oidc',
    language: 'python',
    name: 'mozilla-django-oidc (PyPI)',
    method: 'client_secret_post',
    callback: '/oidc/callback/',
    ...python('mozilla-django-oidc', 'Django', 'requests'),
  },
  {
    id: 'pyoidc',
    language: 'python',
    name: 'pyoidc with Flask (PyPI oic)',
    method: 'client_secret_basic',
    ...python('oic', 'pyjwkest', 'requests'),
  },
  {
    id: 'python-social-auth',
    language: 'python',
    name: 'Python Social Auth with Django (PyPI social-auth-app-django)',
    method: 'client_secret_basic',
    callback: '/complete/oidc/',
    ...python('social-auth-app-django', 'social-auth-core', 'PyJWT', 'requests'),
  },
  {
    id: 'requests-oauthlib',
    language: 'python',
    name: 'Requests-OAuthlib with Flask (PyPI)',
    method: 'client_secret_basic',
    ...python('requests-oauthlib', 'oauthlib', 'requests'),
  },
];

export const LIBRARIES: readonly Library[] = [...GO, ...JAVA, ...JAVASCRIPT, ...PYTHON];
