import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  debian,
  type Given,
  go,
  JVM,
  java,
  javascript,
  type Library,
  python,
  rust,
  trusts,
} from './library.ts';
import { PROGRAMS } from './programs.ts';

const C: readonly Library[] = [
  {
    id: 'mod-auth-openidc',
    language: 'c',
    name: 'mod_auth_openidc with Apache (Debian libapache2-mod-auth-openidc)',
    method: 'client_secret_basic',
    callback: '/redirect_uri',
    start: '/login.shtml',
    ...debian('libapache2-mod-auth-openidc', 'apache2-bin'),
    build: () => {},
    command: (folder) => [
      'apache2',
      '-DFOREGROUND',
      ...(process.getuid?.() === 0 ? ['-DAS_ROOT'] : []),
      '-f',
      join(folder, 'httpd.conf'),
    ],
    env: (folder, given) => apache(folder, given),
  },
];

let runs: string | undefined;
/** Apache serves as another user when root starts it, who can't read this one's folders. */
function apache(folder: string, given: Given): Record<string, string> {
  if (runs === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'messages-apache-'));
    chmodSync(made, 0o755);
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    runs = made;
  }
  const run = mkdtempSync(join(runs, 'run-'));
  chmodSync(run, 0o755);
  cpSync(join(folder, 'pages'), join(run, 'pages'), { recursive: true });
  const bundle = join(run, 'ca.pem');
  copyFileSync(given.ca ?? '/etc/ssl/certs/ca-certificates.crt', bundle);
  chmodSync(bundle, 0o644);
  return {
    LAB_RUN: run,
    LAB_BUNDLE: bundle,
    LAB_MODULES: '/usr/lib/apache2/modules',
    LAB_LOG_LEVEL: given.debug ? 'auth_openidc:debug' : 'warn',
  };
}

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
    id: 'hashicorp-cap',
    language: 'go',
    name: 'cap, the OpenID Connect client of Vault, Nomad, Consul and Boundary (Go)',
    method: 'client_secret_basic',
    ...go(['github.com/hashicorp/cap', 'github.com/coreos/go-oidc/v3']),
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
    id: 'micronaut',
    language: 'java',
    name: 'Micronaut Security (Maven micronaut-security-oauth2)',
    method: 'client_secret_basic',
    callback: '/oauth/callback/lab',
    start: '/oauth/login/lab',
    ...java('lab.Program', 'micronaut.platform.version', 'Micronaut Platform'),
    env: (_, { scope, debug }) => ({
      LAB_SCOPES: scope.split(' ').join(','),
      ...(debug ? { LAB_LOG_LEVEL: 'TRACE' } : {}),
    }),
  },
  {
    id: 'nimbus',
    language: 'java',
    name: 'Nimbus OAuth 2.0 SDK with OpenID Connect (Maven)',
    method: 'client_secret_basic',
    ...java('lab.Program', 'nimbus.version', 'com.nimbusds:oauth2-oidc-sdk'),
  },
  {
    id: 'pac4j',
    language: 'java',
    name: 'pac4j (Maven pac4j-oidc)',
    method: 'client_secret_basic',
    ...java('lab.Program', 'pac4j.version', 'org.pac4j:pac4j-oidc'),
  },
  {
    id: 'quarkus',
    language: 'java',
    name: 'Quarkus with its OpenID Connect extension (Maven quarkus-oidc)',
    method: 'client_secret_basic',
    ...java('lab.Program', 'quarkus.version', 'Quarkus'),
    command: (folder, { truststore }) => [
      'java',
      ...JVM,
      ...(truststore === undefined ? [] : trusts(truststore)),
      '-jar',
      join(folder, 'target/quarkus-app/quarkus-run.jar'),
    ],
    env: (_, { scope, debug }) => ({
      LAB_SCOPES: scope.split(' ').join(','),
      ...(debug ? { QUARKUS_LOG_CATEGORY__IO_QUARKUS_OIDC__LEVEL: 'DEBUG' } : {}),
    }),
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
    id: 'fastify-oauth2',
    language: 'javascript',
    name: 'Fastify with @fastify/oauth2, on simple-oauth2 (npm)',
    method: 'client_secret_basic',
    ...javascript('@fastify/oauth2', 'simple-oauth2', 'fastify'),
  },
  {
    id: 'grant',
    language: 'javascript',
    name: 'Grant with Express, as in Strapi (npm)',
    method: 'client_secret_basic',
    callback: '/connect/lab/callback',
    start: '/connect/lab',
    ...javascript('grant', 'express'),
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

const PHP: readonly Library[] = [
  {
    id: 'openid-connect-php',
    language: 'php',
    name: 'jumbojett/openid-connect-php (a checkout named by OPENID_CONNECT_PHP), with phpseclib of Debian',
    method: 'client_secret_basic',
    ...debian('php-phpseclib3', 'php-curl', 'php-cli'),
    needs: [
      [
        'php',
        '-r',
        'exit(file_exists(getenv("OPENID_CONNECT_PHP") . "/src/OpenIDConnectClient.php") ? 0 : 1);',
      ],
      ['dpkg', '-s', 'php-phpseclib3'],
      ['dpkg', '-s', 'php-curl'],
    ],
    build: (folder) => {
      cpSync(process.env['OPENID_CONNECT_PHP']!, join(folder, 'openid-connect-php'), { recursive: true });
      mkdirSync(join(folder, 'sessions'));
    },
    command: (folder, { port }) => [
      'php',
      '-d',
      `session.save_path=${join(folder, 'sessions')}`,
      '-S',
      `127.0.0.1:${port}`,
      join(folder, 'main.php'),
    ],
    env: (folder) => ({ OPENID_CONNECT_PHP: join(folder, 'openid-connect-php') }),
    versions: (folder) => [
      `jumbojett/openid-connect-php ${/## \[v?([\d.]+)\]/.exec(readFileSync(join(folder, 'openid-connect-php/CHANGELOG.md'), 'utf8'))?.[1]}`,
      ...debian('php-phpseclib3', 'php-cli').versions(folder),
    ],
  },
];

const RUBY: readonly Library[] = [
  {
    id: 'omniauth-openid-connect',
    language: 'ruby',
    name: 'OmniAuth with omniauth_openid_connect (Debian)',
    method: 'client_secret_basic',
    callback: '/auth/lab/callback',
    start: '/auth/lab',
    ...debian('ruby-omniauth-openid-connect', 'ruby-openid-connect', 'ruby-omniauth', 'ruby-webrick', 'ruby'),
    build: () => {},
    command: (folder) => ['ruby', join(folder, 'main.rb')],
  },
  {
    id: 'openid-connect',
    language: 'ruby',
    name: 'openid_connect (Debian ruby-openid-connect)',
    method: 'client_secret_basic',
    ...debian('ruby-openid-connect', 'ruby-json-jwt', 'ruby-rack-oauth2', 'ruby-webrick', 'ruby'),
    build: () => {},
    command: (folder) => ['ruby', join(folder, 'main.rb')],
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
    id: 'httpx-oauth',
    language: 'python',
    name: 'HTTPX OAuth with FastAPI, as in FastAPI Users (PyPI)',
    method: 'client_secret_basic',
    ...python('httpx-oauth', 'httpx', 'fastapi'),
  },
  {
    id: 'jupyterhub',
    language: 'python',
    name: 'JupyterHub with OAuthenticator (PyPI)',
    method: 'client_secret_basic',
    callback: '/hub/oauth_callback',
    start: '/hub/oauth_login',
    signed_in: 'Logout',
    ...python('oauthenticator', 'jupyterhub', 'tornado'),
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

const PERL: readonly Library[] = [
  {
    id: 'lemonldap-ng',
    language: 'perl',
    name: 'LemonLDAP::NG as a relying party (Debian liblemonldap-ng-portal-perl)',
    method: 'client_secret_basic',
    callback: '/?openidconnectcallback=1',
    start: '/',
    signed_in: 'Connected as',
    ...debian('liblemonldap-ng-portal-perl', 'libwww-perl', 'libio-socket-ssl-perl', 'libplack-perl', 'perl'),
    // The portal doesn't start without the two last ones, which draw its captcha.
    needs: [
      'liblemonldap-ng-portal-perl',
      'libplack-perl',
      'libgd-securityimage-perl',
      'libimage-magick-perl',
    ].map((name) => ['dpkg', '-s', name]),
    build: () => {},
    command: (folder, { port }) => [
      'plackup',
      ...['--server', 'HTTP::Server::PSGI', '--env', 'deployment', '--no-default-middleware'],
      ...['--host', '127.0.0.1', '--port', String(port)],
      join(folder, 'main.psgi'),
    ],
  },
];

const RUST: readonly Library[] = [
  {
    id: 'openid',
    language: 'rust',
    name: 'openid (crates.io)',
    method: 'client_secret_basic',
    ...rust('openid'),
  },
  {
    id: 'openidconnect',
    language: 'rust',
    name: 'openidconnect (crates.io)',
    method: 'client_secret_basic',
    ...rust('openidconnect'),
  },
];

export const LIBRARIES: readonly Library[] = [
  ...C,
  ...GO,
  ...JAVA,
  ...JAVASCRIPT,
  ...PERL,
  ...PHP,
  ...PYTHON,
  ...RUBY,
  ...RUST,
  ...PROGRAMS,
];
