import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../shared/diagnosis/catalogue/cause.ts';
import { CAUSES, causeById } from '../../../shared/diagnosis/catalogue/index.ts';
import { productOf } from '../../../shared/diagnosis/catalogue/setup.ts';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { FINDING_CODES } from '../../../shared/diagnosis/findings.ts';
import { APP_NAMES, check, connectionOf, finding, PROVIDER_NAMES } from './setups.ts';

const SETUPS = PROVIDER_NAMES.flatMap((provider) => APP_NAMES.map((app) => connectionOf(provider, app)));

/** Checks outside and inside the app's container that may have the codes; their light decides the meaning. */
const PLACES = ['P1', 'P8', 'S9', 'P7', 'S17', 'A1'] as const;

describe('the catalogue', () => {
  test('has every entry of the requirements once', () => {
    const refs = CAUSES.flatMap((cause) => cause.ref ?? []);
    expect([...refs].sort()).toEqual(
      Array.from({ length: 58 }, (_, i) => `D${String(i + 1).padStart(2, '0')}`),
    );
    expect(new Set(CAUSES.map((cause) => cause.id)).size).toBe(CAUSES.length);
    for (const cause of CAUSES) expect(cause.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  test('every cause can be found, by findings or by text, and says where it was seen', () => {
    for (const cause of CAUSES) {
      expect(cause.explains.length + cause.keys.length, cause.id).toBeGreaterThan(0);
      expect(cause.seen.length, cause.id).toBeGreaterThan(0);
      expect(cause.sides.length, cause.id).toBeGreaterThan(0);
      for (const id of cause.entails ?? []) expect(causeById(id), `${cause.id} entails ${id}`).toBeDefined();
      for (const { weight } of [...cause.explains, ...cause.keys]) {
        expect(weight).toBeGreaterThan(0);
        expect(weight).toBeLessThan(1);
      }
    }
  });

  test('every finding is explained, whatever the setup and wherever it was made', () => {
    for (const connection of SETUPS) {
      for (const code of FINDING_CODES) {
        for (const place of PLACES) {
          const told = diagnose([check(place, [finding(code)])], connection);
          expect(
            told.length,
            `${code} in ${place} at ${connection.provider.definition.name}`,
          ).toBeGreaterThan(0);
          const first = told[0]!;
          expect(causeById(first.id)?.sides, `${first.id} names ${first.side}`).toContain(first.side);
          expect(first.explains).toContain(place);
        }
      }
    }
  });

  test.each([
    ['client-disabled', 'authorization-error-page', { text: 'We are sorry... Client disabled.' }],
    ['client-disabled', 'callback-error', { error: 'x', error_description: 'client is disabled' }],
    ['client-disabled', 'token-client-refused', { error_description: 'Client disabled' }],
    ['pkce-refused', 'authorization-error-page', { text: "'code_challenge' not enabled for this client" }],
    [
      'redirect-http-refused',
      'redirect-uri-refused',
      { text: "This client's redirect_uri is http and is not allowed." },
    ],
  ] as const)('%s is told of %s with its words, and not without them', (id, code, data) => {
    const connection = SETUPS[0]!;
    const ids = (said: Readonly<Record<string, string>>) =>
      diagnose([check('S9', [finding(code, said)])], connection).map((one) => one.id);
    expect(ids(data)[0]).toBe(id);
    expect(
      ids({ error: 'server_error', error_description: 'something else', text: 'something else' }),
    ).not.toContain(id);
  });

  test('what is said is whole sentences with no hole in it, with and without a setup', () => {
    const nowhere: Facts = {
      connection: undefined,
      findings: [],
      all: [],
      check: undefined,
      product: undefined,
      data: {},
    };
    for (const cause of CAUSES) {
      const all: Facts[] = [
        nowhere,
        ...SETUPS.map((connection) => ({ ...nowhere, connection, product: productOf(connection) })),
      ];
      for (const facts of all) {
        const told = cause.tell(facts);
        expect(cause.sides, cause.id).toContain(told.side);
        for (const text of [
          told.title,
          told.cause,
          told.fix.text,
          told.fix.value ?? '-',
          told.fix.current ?? '-',
        ]) {
          expect(text, cause.id).not.toMatch(/undefined|null|NaN|\[object|\S {2,}\S/);
          expect(text.length, cause.id).toBeGreaterThan(0);
        }
        expect(told.cause, cause.id).toMatch(/[.”)]$/);
        expect(told.fix.text, cause.id).toMatch(/[.)]$/);
        expect(told.title, cause.id).toMatch(/^(authentik|[“A-Z])/);
        expect(told.title.endsWith('.'), cause.id).toBe(false);
      }
    }
  });
});
