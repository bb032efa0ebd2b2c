import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { isProduct } from '../../../shared/client/resolve.ts';
import { causeById } from '../../../shared/diagnosis/catalogue/index.ts';
import { setAt, tellOf } from '../../../shared/diagnosis/catalogue/setup.ts';
import { containerProbe } from '../../../shared/diagnosis/container-probe.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { renderApp } from '../../../shared/render/app.ts';
import { environmentOf } from '../../../shared/render/environment.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';
import { allText } from '../../helpers/deliverables.ts';

const ROOM = path.resolve(import.meta.dirname, '../../../shared/diagnosis');
const FILES = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const APPS = allApps().filter(isProduct);

/** Where something was seen, an address or `owner/repo` with an issue or a path, is no knowledge of an app. */
const withoutReferences = (text: string): string =>
  text.replace(/https?:\/\/[^\s'"`)]+/g, '').replace(/'[\w.-]+\/[\w.-]+(?:#\d+'| [^\s']+@[^\s']+')/g, "''");

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const connectionOf = (kind: string, version?: string) =>
  connect({
    kind,
    ...(version === undefined ? {} : { version }),
    ...(kind === 'kestra' ? { edition: 'enterprise' } : {}),
  });

const factsOf = (kind: string, version?: string) => ({
  connection: connectionOf(kind, version),
  findings: [],
  all: [],
  check: undefined,
  product: 'authelia' as const,
  data: {},
});

describe('the diagnosis', () => {
  it('names no app of the catalog', () => {
    const names = new Set(
      APPS.flatMap(({ kind, name }) => [kind, name, kind.replaceAll('-', ' '), kind.replaceAll('-', '')]).map(
        (name) => name.toLowerCase(),
      ),
    );
    const found = FILES.flatMap((file) => {
      const text = withoutReferences(readFileSync(path.join(ROOM, file), 'utf8')).toLowerCase();
      return [...names]
        .filter((name) => new RegExp(`(?<![a-z0-9])${escaped(name)}(?![a-z0-9])`).test(text))
        .map((name) => `${file}: ${name}`);
    });
    expect(found).toEqual([]);
    // The test itself must find a name where there is one.
    expect(withoutReferences("case 'romm': threads('rommapp/romm#1')")).toBe("case 'romm': threads('')");
  });
});

describe.each(APPS.map((definition) => [definition.kind, definition] as const))('%s', (kind, definition) => {
  const versions = [...definition.versions.lines, ...(definition.versions.patches ?? [])];

  it('speaks only of causes that there are, and of sides that they can have', () => {
    for (const { cause } of definition.said) expect(causeById(cause), cause).toBeDefined();
    for (const version of versions)
      for (const { cause = [], side, text } of definition.errors(version))
        for (const id of cause) expect(causeById(id)?.sides, `${id}: ${text}`).toContain(side);
  });

  it('has its own words told, and no others', () => {
    for (const { cause, says, also, fix, since, before } of definition.said) {
      const version = since ?? definition.versions.lines.at(before === undefined ? -1 : 0);
      const told = tellOf(causeById(cause)!, factsOf(kind, version));
      const plain = (text = '') => text.replace(/\{[^}]*\}.*/s, '');
      // Another entry for the same cause may hold at that version.
      const first = definition.words(cause, factsOf(kind, version).connection.app.entry, version!, {});
      if (first?.fix !== undefined && fix !== first.fix) continue;
      expect(told.cause).toContain(plain(says));
      expect(told.cause).toContain(plain(also));
      expect(told.fix.text).toContain(plain(fix));
      expect(`${told.cause}${told.fix.text}`).not.toMatch(/[{}]/);
    }
    const silent = causeById('certificate-expired')!;
    expect(tellOf(silent, factsOf(kind))).toEqual(silent.tell(factsOf(kind)));
  });

  it('is recognised by each of its own messages, which are then explained by what the app means', () => {
    for (const version of versions) {
      const connection = connectionOf(kind, version);
      for (const { text, means } of definition.errors(version)) {
        const told = explain(`2026-11-26 ${text.replaceAll('…', 'abc')} (see the log)`, {
          connections: [connection],
        });
        expect(
          told.some(({ cause }) => cause.includes(means.replace(/\.$/, ''))),
          `${version}: ${text}`,
        ).toBe(true);
      }
    }
  });

  it('says where its values are set by names that its files and guide have', () => {
    const connection = connectionOf(kind);
    const text = renderApp(connection, bagOf(connection, 'a-secret-of-the-test')).map(allText).join('\n');
    const facts = { ...factsOf(kind), connection };
    const names = (['client_id', 'client_secret', 'issuer'] as const).flatMap((what) =>
      setAt(facts, what).map(({ name }) => name),
    );
    expect(names.length).toBeGreaterThan(1);
    const absent = names.filter(
      (name) => !name.startsWith('an argument') && !name.split('.').every((step) => text.includes(step)),
    );
    expect(absent).toEqual([]);
  });

  it('is asked for no secret’s value by the command for its container', () => {
    const connection = connectionOf(kind);
    const line = containerProbe(connection, environmentOf(connection))!.command.split('\n')[0]!;
    const open = / '([^']*)' <<'LATCHKEY'$/.exec(line)![1]!.split(' ');
    const secret = setAt({ ...factsOf(kind), connection }, 'client_secret').map(({ name }) => name);
    expect(open.filter((name) => secret.includes(name) || /(?:SECRET|PASSWORD|TOKEN)$/.test(name))).toEqual(
      [],
    );
  });
});

it('knows an app by its name in the text, without a setup', () => {
  const [told] = explain('Kestra shows no SSO button, why?');
  expect(told).toMatchObject({ id: 'not-in-this-edition' });
  expect(explain('Something shows no SSO button, why?')).toEqual([]);
  expect(explain('kestrate shows no SSO button, why?')).toEqual([]);
  const [kavita] = explain('kavita: https://k.example.com/login?error=errors.oidc.missing-email');
  expect(kavita).toMatchObject({ id: 'claim-not-released', side: 'provider' });
});
