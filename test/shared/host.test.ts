import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { appEntry, providerEntry } from '../../shared/host/workspace.ts';
import { CALLS, type CallInput, COMMON_ERRORS, STREAMS } from '../../shared/host.ts';
import type { AppEntry, ProviderEntry } from '../../shared/workspace/types.ts';

const definitions = [...Object.entries(CALLS), ...Object.entries(STREAMS)];

describe('the contract', () => {
  it('names every call as area and verb, each once', () => {
    for (const [name] of definitions) expect(name).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(new Set(definitions.map(([name]) => name)).size).toBe(definitions.length);
  });

  it('gives every error a code of its own beside the common ones', () => {
    for (const [name, { errors }] of definitions) {
      for (const code of errors) {
        expect([name, code]).toEqual([name, expect.stringMatching(/^[a-z]+(-[a-z]+)*$/)]);
        expect([name, (COMMON_ERRORS as readonly string[]).includes(code)]).toEqual([name, false]);
      }
      expect([name, new Set(errors).size]).toEqual([name, errors.length]);
    }
  });

  it('refuses keys it doesn’t know, everywhere', () => {
    for (const [name, { input }] of definitions) {
      const answer = input.safeParse({ 'no-such-key': 1 });
      expect([name, answer.success]).toEqual([name, false]);
    }
  });

  it('takes any value without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...definitions), (value, [, { input }]) => {
        expect(typeof input.safeParse(value).success).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('has no call that reads a file, runs a program or asks an address of the page’s choice', () => {
    const keys = (schema: unknown): string[] =>
      Object.keys((schema as { shape?: Record<string, unknown> }).shape ?? {});
    const taking = (key: string) =>
      definitions.filter(([, { input }]) => keys(input).includes(key)).map(([name]) => name);
    // The contract describes what each of these does with it.
    expect(taking('path').sort()).toEqual([
      'deliverables.take',
      'deliverables.tick',
      'workspace.forget-recent',
      'workspace.open',
      'workspace.open-recent',
      'workspace.save-as',
    ]);
    expect(taking('paths')).toEqual(['merge.choose']);
    // Only a file that this host has written for this side of this app.
    expect(taking('file')).toEqual(['merge.undo']);
    expect(taking('url').sort()).toEqual([
      'bring.again',
      'bring.read',
      'external.open',
      'login.paste',
      'provider.discover',
    ]);
    expect(taking('command')).toEqual([]);
  });

  it('sends a value of a secret in by one way only', () => {
    const sending = definitions
      .filter(([, { input }]) => 'value' in ((input as { shape?: object }).shape ?? {}))
      .map(([name]) => name);
    expect(sending.sort()).toEqual(['progress.set', 'secrets.provide']);
  });

  it('knows every key of the workspace’s entries', () => {
    expectTypeOf<CallInput<'workspace.update'>['change']>().toExtend<
      { op: 'put-provider'; entry: ProviderEntry } | { op: 'put-app'; entry: AppEntry } | { op: 'set-name' }
    >();
    const app: Required<Omit<AppEntry, 'settings'>> & Pick<AppEntry, 'settings'> = {
      kind: 'romm',
      url: 'https://games.example.com',
      provider: 'home',
      version: '5.2',
      edition: 'x',
      client_id: 'x',
      client_name: 'x',
      redirect_uris: ['x'],
      scopes: ['openid'],
      token_endpoint_auth_method: 'client_secret_basic',
      access_token_signed_response_alg: 'RS256',
      require_pkce: true,
      slug: 'x',
      policy: 'two_factor',
      groups: ['x'],
      consent: '4w',
      trusts_ca: true,
      test_redirect_uri: 'x',
      settings: { autologin: true },
    };
    expect(appEntry.parse(app)).toEqual(app);
    const provider: Required<ProviderEntry> = {
      kind: 'oidc',
      url: 'https://id.example.com',
      version: '1',
      setup: 'new',
      declare: 'labels',
      ca_file: '/x.pem',
      metadata: { jwks_uri: 'https://id.example.com/jwks' },
    };
    expect(providerEntry.parse(provider)).toEqual(provider);
  });

  it('bounds what a page may send', () => {
    const long = 'x'.repeat(300_000);
    expect(CALLS['explain.text'].input.safeParse({ text: long }).success).toBe(false);
    expect(
      CALLS['secrets.provide'].input.safeParse({
        handle: 'h',
        owner: 'romm',
        purpose: 'client_secret',
        value: long,
      }).success,
    ).toBe(false);
  });
});
