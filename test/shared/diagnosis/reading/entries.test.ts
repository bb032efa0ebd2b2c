import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { entriesOf, membersOf } from '../../../../shared/diagnosis/reading/entries.ts';
import type { Level } from '../../../../shared/diagnosis/reading/levels.ts';
import { timeOf } from '../../../helpers/processor-time.ts';

const levelOf = (line: string) => entriesOf(line)[0]!.level;

/** The same message as different programs log it. */
const FORMATS: readonly (readonly [
  name: string,
  line: (level: string) => string,
  levels?: readonly string[],
])[] = [
  ['logfmt', (level) => `time="2026-11-25T20:21:26Z" level=${level.toLowerCase()} msg="something" path=/x`],
  ['JSON', (level) => `{"time":"2026-11-25T20:21:26Z","level":"${level.toLowerCase()}","msg":"something"}`],
  ['structlog', (level) => `{"event": "something", "level": "${level.toLowerCase()}", "pid": 7}`],
  ['uvicorn', (level) => `${level}:\t  [App][client][2026-11-25 20:15:19] something`],
  ['Python', (level) => `${level}:django.request:something`],
  ['Python with time', (level) => `2026-11-25 20:21:26,123 - app.oidc - ${level} - something`],
  ['Django in brackets', (level) => `[${level}] 2026-11-25 20:21:26 something`],
  ['Logback', (level) => `2026-11-25 20:21:26,123 ${level.padEnd(5)} [main] o.s.s.Filter - something`],
  ['Logback, no time', (level) => `${level} i.m.s.o.Validator - something`],
  [
    'Spring Boot',
    (level) =>
      `2026-11-25T20:21:26.123Z ${level.padStart(5)} 1 --- [nio-8080-exec-1] o.s.s.Filter : something`,
  ],
  ['zap', (level) => `2026-11-25T20:21:26.123Z\t${level}\tserver/main.go:12\tsomething`],
  ['Compose', (level) => `app-1  | 2026-11-25 20:21:26 ${level} something`],
  ['nginx', (level) => `2026/11/25 20:21:26 [${level.toLowerCase()}] 7#7: *1 something`],
  ['winston', (level) => `\u001b[32m${level.toLowerCase()}\u001b[39m: something`],
  ['small after a time', (level) => `2026-11-25T20:21:26.123Z ${level.toLowerCase()}: something`],
  [
    'Apache',
    (level) => `[Wed Nov 25 20:21:26.123456 2026] [auth_openidc:${level.toLowerCase()}] [pid 7] something`,
  ],
];

describe('the level of an entry', () => {
  const cases: readonly (readonly [string, Level])[] = [
    ['DEBUG', 'debug'],
    ['INFO', 'info'],
    ['WARN', 'warning'],
    ['ERROR', 'error'],
  ];
  for (const [name, line] of FORMATS)
    it(`is read from ${name}`, () => {
      for (const [said, level] of cases) expect(levelOf(line(said)), line(said)).toBe(level);
    });

  it.each([
    ['E1125 20:21:26.123456       1 main.go:12] something', 'error'],
    ['I1125 20:21:26.123456       1 main.go:12] something', 'info'],
    ['{"level":50,"time":1,"msg":"something"}', 'error'],
    ['{"level":30,"time":1,"msg":"something"}', 'info'],
    ['10:00AM ERR something error="x"', 'error'],
    ['127.0.0.1 - - [25/Nov/2026:20:21:26 +0000] "GET /api/login HTTP/1.1" 302 0', 'info'],
    ['127.0.0.1 - - [25/Nov/2026:20:21:26 +0000] "POST /token HTTP/1.1" 401 0', 'warning'],
  ] as const)('of %s is %s', (line, level) => {
    expect(levelOf(line)).toBe(level);
  });

  it.each([
    'Error: the issuer did not match',
    'An error occurred while logging in',
    'invalid_client: Client authentication failed',
    'https://auth.example.com/?error=access_denied',
    'The log says nothing about it.',
    'information about the user is missing',
  ])('is not made up for %s', (line) => {
    expect(['plain', 'error']).toContain(levelOf(line));
  });
});

describe('entries', () => {
  it('keep a stack with its line, and an exception after a quiet line apart', () => {
    const text = [
      'INFO:     started',
      'Traceback (most recent call last):',
      '  File "app.py", line 1, in login',
      'authlib.errors.MismatchingStateError: mismatching_state: CSRF Warning!',
      'ERROR:    failed',
      '    at login (app.js:1)',
    ].join('\n');
    expect(entriesOf(text).map(({ level, line }) => [line, level])).toEqual([
      [1, 'info'],
      [2, 'error'],
      [4, 'error'],
      [5, 'error'],
    ]);
  });

  it('lose nothing of a text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.constantFrom(' x', 'INFO: a', '{', '}', 'Caused by: b', '', '\tat c')),
          {
            maxLength: 40,
          },
        ),
        (lines) => {
          const text = lines.join('\n');
          expect(
            entriesOf(text)
              .map((entry) => entry.text)
              .join('\n'),
          ).toBe(text.replace(/\r(?=\n|$)/g, ''));
        },
      ),
    );
  });

  it('of a million lines are read at once', () => {
    const text = 'time="x" level=info msg="a"\n'.repeat(40_000);
    expect(timeOf(() => entriesOf(text.slice(0, 1024 * 1024)), 1_000)).toBeLessThan(1_000);
  });
});

it('keeps the rows of a list of names apart from what is said before and after it', () => {
  const name = fc.stringMatching(/^[a-z_]{1,12}$/);
  const quote = fc.constantFrom("'", '"');
  fc.assert(
    fc.property(
      fc.array(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      quote,
      fc.constantFrom('Missing translations: 3', 'Nothing was found for it', 'Unknown names are left out'),
      (rows, mark, said) => {
        const list = rows.map((row) => `    ${row.map((one) => `${mark}${one}${mark}`).join(',   ')},`);
        for (const text of [
          [said, ...list],
          [...list, `  ${said}`],
        ]) {
          const parts = membersOf(text.join('\n'));
          expect(parts.join('\n')).toBe(text.join('\n'));
          expect(parts.filter((one) => one.includes(said))).toHaveLength(1);
          expect(parts.find((one) => one.includes(said))!.trim()).toBe(said);
        }
      },
    ),
  );
});

describe('what a person sent', () => {
  const FORM = 'Content-Type: application/x-www-form-urlencoded';
  const ANSWER = '{"error": "invalid_client"}';
  it.each([
    ['curl', `curl -X POST 'https://id.example.net/token' \\\n --header '${FORM}' \\\n -d 'grant_type=x'`],
    ['curl with a prompt', `$ curl https://id.example.net/token -H "${FORM}" -d x=y`],
    ['wget', `wget --header='${FORM}' https://id.example.net/token`],
    ['a request over the wire', `POST /token HTTP/1.1\nHost: id.example.net\n${FORM}`],
  ])('is no answer: %s', (_, sent) => {
    expect(entriesOf(`${sent}\n\n${ANSWER}`)[0]).toMatchObject({
      level: 'debug',
      text: expect.stringContaining(FORM),
    });
    const told = explain(`${sent}\n\n${ANSWER}`);
    expect(told.map(({ id }) => id)).not.toContain('token-answer-odd');
    expect(told[0]).toMatchObject({ id: 'secret-wrong-or-swapped' });
  });

  it.each([
    'curl: (6) Could not resolve host: id.example.net',
    'curl -v https://id.example.net fails with connection refused, error 7',
    'POST /token HTTP/1.1 was refused with invalid_client',
  ])('a complaint beside it is heard: %s', (line) => expect(levelOf(line)).not.toBe('debug'));
});
