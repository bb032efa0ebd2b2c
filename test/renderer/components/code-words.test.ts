import { describe, expect, it } from 'vitest';
import { bareCode, bareCommands, codeIn } from '../../../renderer/components/code-words.ts';
import { en } from '../../../renderer/text/en.ts';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { CHECKS } from '../../../shared/diagnosis/checks.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { bagFor, connect } from '../../shared/render/provider-support.ts';

describe('words that are code', () => {
  it.each([
    ['It stands under identity_providers.oidc.clients there.', ['identity_providers.oidc.clients']],
    ['Set OIDC_ENABLED, or --config, to it.', ['OIDC_ENABLED', '--config']],
    ['Run docker compose up -d, then latchkey check.', ['docker compose', 'latchkey check']],
    ['Under kestra.ee.tenants of auth.example.com and https://a.example.com/x_y', ['kestra.ee.tenants']],
    ['No address was found for id.home.arpa, auth.haus.de, sso.box.lan or games.example.com.', []],
    [
      'Under storage.local.path, auth.local.enabled and io.micronaut.security',
      ['storage.local.path', 'auth.local.enabled', 'io.micronaut.security'],
    ],
    ['In configuration.yml and config_local.py, e.g. “hmac_secret” of Latchkey', ['hmac_secret']],
  ])('are found: %s', (text, code) => {
    const parts = codeIn(text);
    expect(parts.filter(({ is_code }) => is_code).map((part) => part.text)).toEqual(code);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it.each([
    ['Run docker compose up -d, then go on.', ['docker compose up -d']],
    ['Run `docker compose up -d --force-recreate a_b`, then go on.', []],
    ['Without docker: php artisan config:clear', ['php artisan config:clear']],
    ['openssl rand -base64 32 makes one.', ['openssl rand -base64 32']],
    ['kubectl -n other patch', ['kubectl -n']],
    ['Export again (latchkey render --discover), please.', []],
    ['The command kanidm system oauth2 show-basic-secret shows it.', []],
    ['curl then trusts it, and Docker names it so.', []],
  ])('say of which command a screen would mark a part only: %s', (text, commands) => {
    expect(bareCommands(text)).toEqual(commands);
  });

  it('are bare where no one says that a person will see them so', () => {
    expect(bareCode('Look for “client_secret”, not client_id.')).toEqual(['client_id']);
  });
});

describe('what a screen says in its own words', () => {
  it('holds no key of a file, no command line and no id of a check', () => {
    const ids = new RegExp(`\\b(?:${Object.keys(CHECKS).join('|')})\\b`);
    const found = Object.entries(en).flatMap(([key, text]) => {
      const bare = [...bareCode(text), ...(ids.exec(text) ?? [])];
      return bare.length > 0 ? [`${key}: ${bare.join(', ')}`] : [];
    });
    expect(found).toEqual([]);
  });

  /** The lines above a step: what is to be done, and where. What is to be typed stands below, as code. */
  const headsOf = (provider: Partial<ProviderEntry>, app: Partial<AppEntry>): readonly string[] => {
    const connections = connect(provider, { one: app });
    return renderDeliverables(connections, bagFor(connections)).flatMap((one) =>
      one.form === 'guide'
        ? one.steps.flatMap(({ title, short = '', where }) => [title, short, where ?? ''])
        : [],
    );
  };
  const policy = { groups: ['family'], test_redirect_uri: 'http://127.0.0.1:8911/callback' };

  it.each(PROVIDER_KINDS)('nor does any step at %s', (kind) => {
    for (const setup of ['new', 'existing'] as const)
      expect(headsOf({ kind, setup }, policy).flatMap(bareCode)).toEqual([]);
  });

  it.each(APP_KINDS)('nor does any step of %s', (kind) => {
    const editions = appOf(kind).editions?.map(({ id }) => id) ?? [undefined];
    for (const edition of editions)
      expect(headsOf({}, { kind, ...policy, ...(edition ? { edition } : {}) }).flatMap(bareCode)).toEqual([]);
  });
});
