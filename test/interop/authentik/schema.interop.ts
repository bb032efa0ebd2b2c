import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Api, openApi } from '../../../electron/services/apply/api.ts';
import { readJournal } from '../../../electron/services/apply/journal-file.ts';
import { applySideNow } from '../../../electron/services/apply/run.ts';
import { takeBack } from '../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { isObject, type Json, type JsonObject } from '../../../shared/apply/compare.ts';
import { lastRun } from '../../../shared/apply/journal.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import { PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';
import { modelOf } from '../../helpers/authentik/edits.ts';
import { type AuthentikApi, startAuthentikApi } from '../../helpers/authentik/rest.ts';
import { temporaryFolder } from '../../helpers/latchkey.ts';
import { npmPackage } from '../apps/fetch.ts';
import { interopPart } from '../results.ts';

/** The packages of npm in which authentik publishes the description of its API; older ones are without it. */
const PACKAGES = (
  [
    [
      '2025.8',
      '2025.8.6',
      '1SU29y/+JSebSTrkPyDv7zrFt8k6IhLBt4D+LxwjmCoLVmVUzIh7g/+UkWt3Km+7kUbRip3gMnmKos0slXcWdw==',
    ],
    [
      '2025.12',
      '2025.12.6',
      'Ld+bBHulK4PrnQrN6MWN1C2d663PDySB/4xlAcTVOFeTM8IG3jtP+gQIAoCSHaLgTBToZQq1vyw4Ab56YwiziA==',
    ],
    [
      '2026.5',
      '2026.5.6',
      'B9/ld6Gxt45AwhdxsMl5yQnwDuCRSAoIiBbRWlJExUx1M/iPi34O4HeN9NeQ8gtSVw05/fYe90yUliT8oaE96Q==',
    ],
    [
      '2026.8',
      '2026.8.3',
      'wDJeHC9h6c0RQTBnDdWac6GmCX6nMg3vHNEwToRgBU1GH7Nduzp4gJIG9r2g6MXLV3oVNjbMEQmkwdFfYnFMmg==',
    ],
  ] as const
).map(([line, version, hash]) => ({
  line,
  from: npmPackage({
    name: '@goauthentik/api',
    version,
    integrity: `sha512-${hash}`,
    before: '2026-11-27',
  }),
}));
const TOKEN = 'planted-authentik-token-5f0c2e';
const SECRET = 'ClearSecretOfMemos0123456789';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  readonly nullable?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** As much of OpenAPI 3.0 as authentik's description uses for what Latchkey sends. */
class Described {
  readonly #all: Description;
  constructor(text: string) {
    this.#all = parse(text) as Description;
  }
  get version(): string {
    return this.#all.info.version;
  }

  #at<T extends { readonly $ref?: string }>(one: T): T {
    if (one.$ref === undefined) return one;
    const [, , kind = '', name = ''] = one.$ref.split('/');
    return this.#at(this.#all.components[kind]![name] as T);
  }

  operation(method: string, path: string): Operation | undefined {
    const known = Object.keys(this.#all.paths).filter((one) =>
      new RegExp(`^${one.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
    );
    return known.length === 1 ? this.#all.paths[known[0]!]![method.toLowerCase()] : undefined;
  }

  queries({ parameters = [] }: Operation): string[] {
    return parameters.map((one) => this.#at(one)).flatMap((one) => (one.in === 'query' ? [one.name!] : []));
  }

  body = ({ requestBody }: Operation): Schema | undefined =>
    requestBody?.content?.['application/json']?.schema;
  answer({ responses }: Operation): Schema | undefined {
    const found = ['200', '201'].map((status) => responses[status]?.content?.['application/json']?.schema);
    return found.find((one) => one !== undefined);
  }

  members(schema: Schema | undefined): Readonly<Record<string, Schema>> {
    return schema === undefined ? {} : (this.#at(schema).properties ?? {});
  }
  required = (schema: Schema): readonly string[] => this.#at(schema).required ?? [];

  /** What of a value the description refuses. Members that it doesn't name are not among it: nobody refuses those. */
  refused(value: Json, given: Schema, at = ''): string[] {
    const schema = this.#at(given);
    if (value === null) return schema.nullable ? [] : [`${at} is null`];
    const parts = (schema.allOf ?? []).flatMap((one) => this.refused(value, one, at));
    const wrong: string[] = [];
    if (schema.enum !== undefined && !schema.enum.includes(value)) wrong.push(`${at} is none of its words`);
    const type = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
    if (schema.type !== undefined && schema.type !== type) return [...parts, `${at} is no ${schema.type}`];
    if (typeof value === 'string') {
      if (value.length < (schema.minLength ?? 0)) wrong.push(`${at} is empty`);
      if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) wrong.push(`${at} is too long`);
      if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
        wrong.push(`${at} does not match`);
      if (schema.format === 'uuid' && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value))
        wrong.push(`${at} is no UUID`);
      if (schema.format === 'uri' && value !== '' && !/^https?:\/\/[^/\s]+/.test(value))
        wrong.push(`${at} is no URL`);
    }
    if (typeof value === 'number' && (value > (schema.maximum ?? value) || value < (schema.minimum ?? value)))
      wrong.push(`${at} is out of range`);
    if (Array.isArray(value) && schema.items !== undefined)
      wrong.push(...value.flatMap((one, index) => this.refused(one, schema.items!, `${at}/${index}`)));
    if (isObject(value)) {
      for (const name of schema.required ?? [])
        if (value[name] === undefined) wrong.push(`${at}/${name} is missing`);
      for (const [name, one] of Object.entries(schema.properties ?? {}))
        if (value[name] !== undefined) wrong.push(...this.refused(value[name], one, `${at}/${name}`));
    }
    return [...parts, ...wrong];
  }
}

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: JsonObject | undefined;
}

interopPart(
  {
    part: 6,
    program: 'authentik’s description of its API',
    proved: `In what authentik publishes of ${PACKAGES.map(({ from }) => from.version).join(', ')}: every request of apply for every app, and of its way back, is one that the description knows, with its filters, members and values; what it refuses of these, the server that stands in for authentik refuses too.`,
    version: PACKAGES.map(({ from }) => from.version).join(', '),
    skip: PACKAGES[0]!.from.skip,
  },
  () => {
    describe.each(PACKAGES)('$line', ({ line, from }) => {
      let described: Described;
      let standIn: AuthentikApi;
      const sent: Sent[] = [];

      beforeAll(() => {
        from.fetch();
        described = new Described(readFileSync(from.file('@goauthentik/api', 'schema.yml'), 'utf8'));
      });
      afterAll(() => standIn?.close());

      /** Everything that is sent for all apps, with groups, without, and back. */
      async function sendAll(): Promise<void> {
        standIn = await startAuthentikApi(modelOf(line), TOKEN);
        for (const slug of ['latchkey-two-factor-consent-4w', 'latchkey-consent-4w'])
          standIn.at.add('authentik_flows.flow', { slug });
        for (const kind of PROFILE_KINDS) {
          const place = { file: join(temporaryFolder(), 'w.yaml'), workspace: 'w', store: openMemoryStore() };
          for (const groups of [['family', 'friends'], ['family'], []]) {
            const connection = connect(
              {
                kind,
                consent: 'never',
                ...(groups.length === 0 ? {} : { groups }),
                ...(groups.length === 1 ? { url: 'https://moved.example.com' } : {}),
              },
              { kind: 'authentik', url: standIn.url, version: line },
            );
            const side = applySide(connection, 'provider', bagOf(connection, SECRET));
            if (isNoWay(side)) continue;
            const opened = await openApi(side, { token: TOKEN, secrets: [SECRET] });
            if (!opened.ok) throw new Error(opened.error.message);
            const api: Api = {
              send(request, body) {
                sent.push({ method: request.method, url: request.url, body: body as JsonObject | undefined });
                return opened.value.send(request, body);
              },
              close: () => opened.value.close(),
            };
            const done = await applySideNow(side, api, place);
            // An app whose mapping has to be made first sends nothing.
            if (!done.ok && done.error.code !== 'apply-lacks')
              throw new Error(`${kind}: ${done.error.message}`);
            if (done.ok && groups.length === 0) {
              for (;;) {
                const journal = await readJournal(place.file);
                const run = journal.ok ? lastRun(journal.value) : undefined;
                if (run === undefined) break;
                const back = await takeBack(run, api, place);
                if (!back.ok) throw new Error(`${kind}: ${back.error.message}`);
              }
            }
            await api.close();
          }
        }
      }

      it('knows every request, and refuses nothing of it', async () => {
        await sendAll();
        const problems = new Set<string>();
        for (const { method, url, body } of sent) {
          const { pathname, searchParams } = new URL(url);
          const path = pathname.replace('/api/v3', '');
          const operation = described.operation(method, path);
          if (operation === undefined) {
            problems.add(`${method} ${path}: not known`);
            continue;
          }
          const queries = described.queries(operation);
          for (const name of searchParams.keys())
            if (!queries.includes(name)) problems.add(`${method} ${path}: no filter ${name}`);
          const schema = described.body(operation);
          if (body === undefined || schema === undefined) continue;
          for (const one of described.refused(body, schema)) problems.add(`${method} ${path}: ${one}`);
          const known = { ...described.members(schema), ...described.members(described.answer(operation)) };
          for (const name of Object.keys(body))
            if (!(name in known)) problems.add(`${method} ${path}: no ${name}`);
        }
        expect([...problems]).toEqual([]);
        const kinds = new Set(
          sent.map(
            ({ method, url }) => `${method} ${new URL(url).pathname.split('/').slice(3, 5).join('/')}`,
          ),
        );
        expect([...kinds].filter((one) => !one.startsWith('GET')).sort()).toEqual([
          'DELETE core/applications',
          'DELETE policies/bindings',
          'DELETE providers/oauth2',
          'PATCH core/applications',
          'PATCH providers/oauth2',
          'POST core/applications',
          'POST policies/bindings',
          'POST providers/oauth2',
          'PUT policies/bindings',
        ]);
      }, 120_000);

      it('is refused by what stands in for it wherever it refuses', async () => {
        const tried = new Set<string>();
        const taken: string[] = [];
        let number = 0;
        for (const { method, url, body } of sent) {
          const { pathname } = new URL(url);
          const operation = described.operation(method, pathname.replace('/api/v3', ''))!;
          const schema = described.body(operation);
          if (body === undefined || schema === undefined || method !== 'POST') continue;
          const wrongs = [
            ...described.required(schema).map((name) => [name, undefined] as const),
            ...Object.keys(described.members(schema)).flatMap((name) =>
              (
                [null, '', 'nonsense', 'x'.repeat(300), 7.5, -3_000_000_000, true, {}, [{}], ['x']] as Json[]
              ).map((value) => [name, value] as const),
            ),
          ];
          for (const [name, value] of wrongs) {
            const what = `${pathname.split('/').slice(3, 5).join('/')} ${name}=${JSON.stringify(value)}`;
            if (tried.has(what)) continue;
            tried.add(what);
            number += 1;
            const own = Object.fromEntries(
              ['name', 'slug', 'client_id'].flatMap((one) =>
                typeof body[one] === 'string' ? [[one, `${body[one]}-${number}`]] : [],
              ),
            );
            const { [name]: _, ...rest } = { ...body, ...own };
            const wrong: JsonObject = value === undefined ? rest : { ...rest, [name]: value };
            if (described.refused(wrong, schema).length === 0) continue;
            const answer = await fetch(url, {
              method,
              headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
              body: JSON.stringify(wrong),
            });
            if (answer.status !== 400) taken.push(`${what}: ${answer.status}`);
          }
        }
        expect(tried.size).toBeGreaterThan(100);
        expect(taken).toEqual([]);
      }, 120_000);
    });
  },
);
