// biome-ignore-all lint/suspicious/noTemplateCurlyInString: env files hold such text
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envFailures, envLines, readEnv } from '../../../shared/targets/env.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';
import { pythonWithDotenv, readWithPython } from '../../helpers/python-dotenv.ts';
import { anyText } from '../../helpers/synthetic-profile.ts';

const valuesOf = (text: string) =>
  Object.fromEntries(readEnv(text).entries.map(({ path, value }) => [path[0]!, value]));

/** Lines as people write them, with every sign that a reader takes specially. */
const anyFile = (before: readonly string[], signs: readonly string[]) =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...before),
        fc.constantFrom('A', 'B_1', 'c.d', 'E-F'),
        fc.constantFrom(...signs),
        fc.oneof(
          fc.stringMatching(/^[a-z"'\\# =:.-]{0,12}$/),
          fc.stringMatching(/^[a-z# \\n]{0,8}$/).map((text) => `"${text}"`),
          fc.stringMatching(/^[a-z# \\n"]{0,8}$/).map((text) => `'${text}'`),
        ),
        fc.constantFrom('', ' # a comment', ' ', '#x'),
        fc.constantFrom('\n', '\r\n', '\n\n# above\n'),
      ),
      { maxLength: 6 },
    )
    .map((lines) => lines.flat().join(''));

describe('an env file', () => {
  it('is read as Compose reads it, wherever Compose reads it at all', () => {
    let read = 0;
    fc.assert(
      fc.property(anyFile(['', ' ', '\t'], ['=', '= ']), (text) => {
        let wanted: Record<string, string>;
        try {
          wanted = readAsCompose(text);
        } catch {
          return;
        }
        read++;
        expect(valuesOf(text)).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it('says where python-dotenv reads another value, and only there', () => {
    const files = fc.sample(anyFile(['', 'export ', ' ', '\t'], ['=', ' = ', '= ', ' =']), {
      numRuns: 1500,
      seed: 7,
    });
    const python = pythonWithDotenv();
    const other = python ? readWithPython(python, files) : files.map(readAsPythonOrNothing);
    let differ = 0;
    let agree = 0;
    for (const [index, text] of files.entries()) {
      const wanted = other[index];
      if (wanted === undefined) continue;
      const { entries } = readEnv(text);
      for (const [at, { path, value, differs }] of entries.entries()) {
        const name = String(path[0]);
        if (entries.slice(at + 1).some((one) => one.path[0] === name)) continue;
        expect(differs === true, JSON.stringify(text)).toBe((wanted[name] ?? null) !== value);
        if (differs) differ++;
        else agree++;
      }
    }
    expect(differ).toBeGreaterThan(50);
    expect(agree).toBeGreaterThan(50);
  });

  it('is read back as it was written, with the place of every value', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), (texts) => {
        const variables = texts.map((value, index) => ({ name: `V${index}`, value }));
        const lacking = envFailures(variables).map(({ name }) => name);
        const text = variables
          .flatMap(envLines)
          .map((line) => `${line.text}\n`)
          .join('');
        const { entries, problems } = readEnv(text);
        expect(problems).toEqual([]);
        expect(entries.map(({ path, value, differs }) => [path[0], value, differs])).toEqual(
          variables
            .filter(({ name }) => !lacking.includes(name))
            .map(({ name, value }) => [name, value, undefined]),
        );
        const lines = text.split('\n');
        for (const { span, key, path } of entries) {
          expect(text.slice(key.offset, key.offset + key.length)).toBe(path[0]);
          expect(lines[span.line - 1]!.slice(span.column - 1, span.column - 1 + span.length)).toBe(
            text.slice(span.offset, span.offset + span.length),
          );
          expect(lines[span.line - 1]).toBe(
            `${path[0]}=${text.slice(span.offset, span.offset + span.length)}`,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what a reader replaces as text and names it', () => {
    const read = (text: string) =>
      readEnv(text).entries.map(({ value, interpolates, differs }) => [value, interpolates, differs]);
    expect(read('A=https://${HOST}/x')).toEqual([['https://${HOST}/x', ['HOST'], undefined]]);
    expect(read('A="$HOST:${PORT:-80}"')).toEqual([['$HOST:${PORT:-80}', ['HOST', 'PORT'], undefined]]);
    // Compose takes single quotes literally; python-dotenv replaces in them, too.
    expect(read("A='${HOST}'")).toEqual([['${HOST}', undefined, true]]);
    expect(read('A=pa$$word')).toEqual([['pa$word', undefined, true]]);
  });

  it('says what it can’t read, with the line, and reads the rest', () => {
    const { entries, problems } = readEnv('A=1\nthis is no line\n  b: c\nB="open\nC=3\n');
    expect(problems.map(({ code, span }) => [code, span.line])).toEqual([
      ['env-no-name', 2],
      ['env-open-quote', 4],
    ]);
    expect(entries.map(({ path, value }) => [path[0], value])).toEqual([
      ['A', '1'],
      ['b', 'c'],
      ['C', '3'],
    ]);
    const twice = readEnv('A=1\nA=2\n');
    expect(twice.entries.map(({ value }) => value)).toEqual(['1', '2']);
    expect(twice.problems.map(({ code, span }) => [code, span.line])).toEqual([['env-name-twice', 2]]);
    expect(readEnv('NAME\n').entries[0]).toMatchObject({ path: ['NAME'], value: null });
    expect(readEnv('\ufeffA=1').entries[0]).toMatchObject({ path: ['A'], value: '1', key: { offset: 1 } });
  });

  it('never shows a value in a problem', () => {
    const { problems } = readEnv('OIDC_SECRET s3cret-Value9\ns3cret-Value9\nA="s3cret-Value9\n');
    expect(problems.length).toBe(2);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });
});

function readAsPythonOrNothing(text: string): Record<string, string> | undefined {
  try {
    return readAsPythonDotenv(text);
  } catch {
    return undefined;
  }
}
