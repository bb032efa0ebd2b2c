import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appFromForm,
  formFromApp,
  formFromProvider,
  freeId,
  isStoredDraft,
  providerFromForm,
  splitList,
} from '../../../renderer/wizard/forms.ts';
import { DECLARE_WAYS } from '../../../shared/workspace/declare-ways.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { CATALOG } from '../fake-host.ts';

const romm = CATALOG.apps.find((one) => one.kind === 'romm')!;
const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);
const url = fc.webUrl().filter((text) => text === text.trim());

const appEntry: fc.Arbitrary<AppEntry> = fc.record(
  {
    kind: fc.constant('romm' as const),
    url,
    provider: fc.constant('authelia'),
    version: fc.constantFrom('5.1', '5.2.3'),
    client_id: word,
    client_name: word,
    redirect_uris: fc.array(url, { minLength: 1, maxLength: 3 }),
    scopes: fc.array(word, { minLength: 1, maxLength: 4 }),
    token_endpoint_auth_method: fc.constantFrom('client_secret_basic' as const, 'none' as const),
    require_pkce: fc.boolean(),
    slug: word,
    policy: fc.constantFrom('one_factor', 'two_factor', 'admins-only'),
    groups: fc.array(word, { minLength: 1, maxLength: 3 }),
    consent: fc.constantFrom('never', 'always', '4w', '12h'),
    test_redirect_uri: fc.constant('http://127.0.0.1:8911/callback'),
    settings: fc.record({ autologin: fc.boolean(), role_claim: word }),
  },
  { requiredKeys: ['kind', 'url', 'provider'] },
) as fc.Arbitrary<AppEntry>;

const providerEntry: fc.Arbitrary<ProviderEntry> = fc.record(
  {
    kind: fc.constantFrom('authelia' as const, 'oidc' as const),
    url,
    version: fc.constantFrom('4.38', '4.39.5'),
    setup: fc.constantFrom('new' as const, 'existing' as const),
    declare: fc.constantFrom(...DECLARE_WAYS),
    ca_file: fc.constant('/etc/ssl/own.pem'),
  },
  { requiredKeys: ['kind', 'url'] },
) as fc.Arbitrary<ProviderEntry>;

describe('forms', () => {
  it('give an app’s entry back as it was', () => {
    fc.assert(
      fc.property(appEntry, (entry) => {
        expect(appFromForm(formFromApp(entry), romm, entry.provider, undefined)).toEqual(entry);
      }),
    );
  });

  it('give a provider’s entry back as it was', () => {
    fc.assert(
      fc.property(providerEntry, (entry) => {
        expect(providerFromForm(formFromProvider(entry), PROVIDER_KINDS)).toEqual(entry);
      }),
    );
  });

  it('write nothing that is a default, and the test address only when it is wanted', () => {
    const form = { kind: 'romm', url: ' https://games.example.com ' };
    expect(appFromForm(form, romm, 'authelia', 'http://127.0.0.1:8911/callback')).toEqual({
      kind: 'romm',
      url: 'https://games.example.com',
      provider: 'authelia',
      test_redirect_uri: 'http://127.0.0.1:8911/callback',
    });
    expect(appFromForm({ ...form, test: 'no' }, romm, 'authelia', 'http://127.0.0.1:8911/callback')).toEqual({
      kind: 'romm',
      url: 'https://games.example.com',
      provider: 'authelia',
    });
  });

  it('stand for no entry before a kind is chosen', () => {
    expect(providerFromForm({ url: 'https://auth.example.com' }, PROVIDER_KINDS)).toBeUndefined();
    expect(
      appFromForm({ url: 'https://games.example.com' }, undefined, 'authelia', undefined),
    ).toBeUndefined();
    expect(providerFromForm({ kind: 'constructor', url: '' }, PROVIDER_KINDS)).toBeUndefined();
  });

  it('leave settings out that the kind doesn’t have', () => {
    const entry = appFromForm(
      { kind: 'romm', url: 'https://x.example', 'settings.autologin': 'false', 'settings.tenant_id': 'main' },
      romm,
      'authelia',
      undefined,
    );
    expect(entry?.settings).toEqual({ autologin: false });
  });

  it('find an id that is free', () => {
    expect(freeId('romm', [])).toBe('romm');
    expect(freeId('romm', ['romm', 'romm-2'])).toBe('romm-3');
    expect(freeId('', [])).toBe('app');
  });

  it('cut lists at what the field says', () => {
    expect(splitList(' a, b ,,c\n', /[,\n]/)).toEqual(['a', 'b', 'c']);
    expect(splitList(undefined, /,/)).toEqual([]);
  });

  it('take only drafts for drafts', () => {
    expect(isStoredDraft({ provider: { url: 'x' }, app: {}, reached: 2 })).toBe(true);
    for (const odd of [
      null,
      1,
      {},
      { provider: { url: 1 }, app: {}, reached: 2 },
      { provider: {}, app: {} },
    ]) {
      expect(isStoredDraft(odd)).toBe(false);
    }
  });
});
