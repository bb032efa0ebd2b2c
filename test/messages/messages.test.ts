import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../shared/diagnosis/catalogue/index.ts';
import { REDACTED, redactText } from '../../shared/diagnosis/redact.ts';
import { APP, FAULTS, HEALTHY, PROVIDER } from './faults.ts';
import { ADDED, LANGUAGES, LEFT_OUT, LEFT_OUT_BY_RULE, leftOutOf, PLANNED, PROGRAMS } from './left-out.ts';
import { LIBRARIES } from './libraries.ts';
import { libraryTable } from './library-table.ts';
import { judge } from './measure.ts';
import { fileOf, OUTCOMES, pasted, readRecorded } from './recordings.ts';
import { clean, shape } from './stand-ins.ts';

const RECORDED = LIBRARIES.flatMap(({ id }) => readRecorded(id) ?? []);
const TEXTS = RECORDED.flatMap(({ library, recordings }) =>
  recordings.map((one) => ({ name: `${library} ${one.fault}`, text: `${one.log}\n${one.page}` })),
);

describe('the table of faults', () => {
  it('names only causes of the catalogue', () => {
    const known = new Set(CAUSES.map(({ id }) => id));
    for (const { id, right, vague = [] } of FAULTS) {
      expect(right.length, id).toBeGreaterThan(0);
      expect(
        [...right, ...vague].filter((one) => !known.has(one)),
        id,
      ).toEqual([]);
      expect(
        right.filter((one) => vague.includes(one)),
        id,
      ).toEqual([]);
    }
  });

  it('puts in each fault once, and each in some way', () => {
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    for (const { id, put, tell, browser, sides } of FAULTS) {
      expect(
        [put, tell, browser].some((one) => one !== undefined),
        id,
      ).toBe(true);
      expect(sides.length, id).toBeGreaterThan(0);
    }
  });
});

describe('the left-out libraries', () => {
  it('are those of the rule', () => {
    expect(LEFT_OUT_BY_RULE).toEqual(leftOutOf(PLANNED));
  });

  it('are about a third, in several languages', () => {
    const planned = Object.values(PLANNED).flat();
    expect(LEFT_OUT_BY_RULE.length * 3).toBe(planned.length);
    const languages = Object.entries(PLANNED).filter(([, ids]) =>
      ids.some((id) => LEFT_OUT_BY_RULE.includes(id)),
    );
    expect(languages.length).toBeGreaterThanOrEqual(5);
  });

  it('have those of the later groups, each of which is there and was not planned before', () => {
    const planned: readonly string[] = Object.values(PLANNED).flat();
    for (const [language, ids] of [...Object.entries(ADDED), ...Object.entries(PROGRAMS)])
      for (const id of ids) {
        expect(planned, id).not.toContain(id);
        expect(LIBRARIES.find((one) => one.id === id)?.language, id).toBe(language);
        expect(readRecorded(id), id).toBeDefined();
      }
  });

  it('are recorded apart', () => {
    for (const { library } of RECORDED) {
      expect(fileOf(library).includes('left-out'), library).toBe(LEFT_OUT.includes(library));
    }
  });
});

describe('the recordings', () => {
  it('are of known libraries, and no file lies there besides', () => {
    const files = readdirSync(join(import.meta.dirname, 'recorded'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(import.meta.dirname, 'recorded', name))
      .sort();
    expect(files).toEqual(RECORDED.map(({ library }) => fileOf(library)).sort());
  });

  it('have every fault once, with a version, and a login without a fault that ends well', () => {
    const ids = [HEALTHY, ...FAULTS.map(({ id }) => id)];
    for (const { library, language, versions, recordings } of RECORDED) {
      expect(LANGUAGES, library).toContain(language);
      for (const version of versions) expect(version, library).toMatch(/^\S.* v?\d/);
      expect(
        recordings.map(({ fault }) => fault),
        library,
      ).toEqual(ids);
      for (const { fault, outcome } of recordings) expect(OUTCOMES, `${library} ${fault}`).toContain(outcome);
      expect(recordings[0]!.outcome, library).toBe('signed-in');
    }
  });

  it('say something of nearly everything that a library refuses', () => {
    for (const { library, recordings } of RECORDED) {
      const refused = recordings.filter(({ outcome }) => outcome === 'refused');
      expect(refused.filter((one) => pasted(one) === '').length, library).toBeLessThanOrEqual(
        refused.length / 4,
      );
    }
  });

  it('hold no secret, no token and nothing of the machine', () => {
    // What the laboratory plants; tokens and codes of a run are searched for when it is recorded.
    const planted = ['plantedSecret4f1b9c7e', 'anotherSecret0a9d8c7b'];
    for (const { name, text } of TEXTS) {
      for (const secret of planted) expect(text.includes(secret), name).toBe(false);
      expect(/eyJ[A-Za-z0-9_-]{20,}\./.test(text), name).toBe(false);
      expect(/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text), name).toBe(false);
      expect(
        /127\.0\.0\.1:\d|localhost:\d|\/root\/|\/tmp\/|\/home\/(?!app\/)|auth\.invalid/.exec(text)?.[0],
        name,
      ).toBeUndefined();
    }
  });

  it('are redacted as far as redaction goes', () => {
    for (const { name, text } of TEXTS)
      expect(redactText(text).length, name).toBeGreaterThan(0.9 * text.length - 200);
  });

  it('are small', () => {
    for (const { name, text } of TEXTS) expect(text.length, name).toBeLessThan(26_000);
  });
});

describe('docs/messages.md', () => {
  it('has a row for each recorded library, with its versions (npm run test:messages -- --table)', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/messages.md'), 'utf8');
    expect(
      page.split('\n').filter((line) => LIBRARIES.some(({ id }) => line.startsWith(`| ${id} |`))),
    ).toEqual(libraryTable().split('\n'));
  });
});

describe('what is made of a text before it is written', () => {
  const ran = {
    folder: '/somewhere/cache/a-library',
    data: '/somewhere/temporary/messages-data-1',
    provider_port: 21_234,
    app_port: 21_233,
    started_ms: Date.parse('2026-11-26T16:00:00Z'),
    secrets: ['a-planted+secret/of-the-run', 'code-of-this-login'],
  };

  it('has stand-ins for addresses in every form', () => {
    const text = clean(
      [
        'GET https://localhost:21234/auth?redirect_uri=http%3A%2F%2F127.0.0.1%3A21233%2Fcallback&iss=https%3A%2F%2Flocalhost%3A21234',
        "HTTPSConnectionPool(host='localhost', port=21234): Max retries exceeded",
        'dial tcp 127.0.0.1:21234: connect: connection refused',
        String.raw`{"issuer":"https:\/\/localhost:21234"}`,
      ].join('\n'),
      ran,
    );
    expect(text.split('\n')).toEqual([
      `GET ${PROVIDER}/auth?redirect_uri=${encodeURIComponent(APP)}%2Fcallback&iss=${encodeURIComponent(PROVIDER)}`,
      "HTTPSConnectionPool(host='auth.example.com', port=443): Max retries exceeded",
      'dial tcp 192.0.2.10:443: connect: connection refused',
      String.raw`{"issuer":"https:\/\/auth.example.com"}`,
    ]);
  });

  it('has no secret, in either form', () => {
    const text = clean(
      'x a-planted+secret/of-the-run y a-planted%2Bsecret%2Fof-the-run z code-of-this-login',
      ran,
    );
    expect(text).toBe(`x ${REDACTED} y ${REDACTED} z ${REDACTED}`);
  });

  it('keeps the distance of times', () => {
    const text = clean(
      [
        '2026-11-26T16:00:01.123Z token expired at 2026-11-26 15:00:00 +0000 UTC',
        '2026/11/26 16:00:00 exp 1795708800, iat 1795705200000',
        '[Thu Nov 26 16:00:02.000123 2026] [error]',
        'valid until Thu, 26 Nov 2026 16:00:00 GMT, [26/Nov/2026:16:00:00 +0000]',
        '[16:00:03.250] WARN: and [16:00:03] GET',
        '26 Nov 16:00:04 - [info] Started',
        'published on 2019-01-01 12:00:00',
      ].join('\n'),
      ran,
    );
    expect(text.split('\n')).toEqual([
      '2026-01-02T03:04:06.123Z token expired at 2026-01-02 02:04:05 +0000 UTC',
      '2026/01/02 03:04:05 exp 1767323045, iat 1767319445000',
      '[Fri Jan 02 03:04:07.000123 2026] [error]',
      'valid until Fri, 02 Jan 2026 03:04:05 GMT, [02/Jan/2026:03:04:05 +0000]',
      '[03:04:08.250] WARN: and [16:00:03] GET',
      '02 Jan 03:04:09 - [info] Started',
      'published on 2019-01-01 12:00:00',
    ]);
  });

  it('has the first frames of a stack trace', () => {
    const frames = Array.from({ length: 30 }, (_, at) => `\tat a.b.C.d(C.java:${at})`);
    expect(clean(['java.lang.Exception: no', ...frames, 'Caused by: x'].join('\n'), ran).split('\n')).toEqual(
      ['java.lang.Exception: no', ...frames.slice(0, 10), '\t... 20 more', 'Caused by: x'],
    );
  });

  it('is compared without what changes from run to run', () => {
    expect(shape('b 12\na 0xff01 at 16:00')).toBe(shape('a 0xab at 17:30\nb 9'));
    expect(shape('a')).not.toBe(shape('b'));
  });
});

describe('the measure', () => {
  const fault = FAULTS.find(({ id }) => id === 'tls-expired')!;
  const verdictOf = (log: string, of = fault) =>
    judge('x', { fault: of.id, outcome: 'refused', log, page: '' }, of).verdict;

  it('tells right, wrong and silent apart', () => {
    expect(verdictOf('Error: certificate has expired')).toBe('right');
    expect(verdictOf('getaddrinfo ENOTFOUND auth.example.com')).toBe('wrong');
    expect(verdictOf('Nothing of the kind happened today.')).toBe('silent');
  });

  it('does not take another side for right', () => {
    expect(verdictOf('Error: certificate has expired', { ...fault, sides: ['app'] })).toBe('vague');
  });
});
