import fc from 'fast-check';
import { parse as readToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import type { GuideDeliverable } from '../../../../shared/render/types.ts';
import { readAsCompose, readAsPythonDotenv, readComposeText } from '../../../helpers/env-readers.ts';
import { anyText, fileOf, readSynthetic, renderSynthetic } from '../../../helpers/synthetic-profile.ts';

function rendered(targets: readonly object[], settings: Readonly<Record<string, string>>, more: object = {}) {
  const read = readSynthetic(targets, more);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return renderSynthetic(read.profile, settings);
}

/** What a profile of these targets is refused for. */
const refusals = (targets: readonly object[], more: object = {}): readonly string[] => {
  const read = readSynthetic(targets, more);
  return read.ok ? [] : read.problems.map(({ message }) => message);
};

describe('a variable as a step of a path', () => {
  const NAMES = ['sso', '0', '7', '123', '007', 'true', 'null', 'A1', 'constructor', 'x'.repeat(60), '12e3'];

  it.each([
    ['yaml', (text: string): unknown => readYaml(text)],
    ['json', (text: string): unknown => JSON.parse(text)],
    ['toml', (text: string): unknown => readToml(text)],
  ])('names a key in %s, and is no place in a list', (format, read) => {
    for (const name of NAMES) {
      const keys = { 'clients/{settings.v0|alnum}/id': 'x', 'clients/{settings.v0|alnum}/list/0': 'y' };
      const files = rendered([{ file: 'a.x', format, place: 'there', keys }], { v0: name });
      expect(read(fileOf(files, 'a.x')), name).toEqual({ clients: { [name]: { id: 'x', list: ['y'] } } });
    }
  });

  it('leaves its lines out where it is empty', () => {
    const keys = { 'a/{settings.v0|alnum}': 'x', b: 'y' };
    const files = rendered([{ file: 'a.x', format: 'yaml', place: 'there', keys }], { v0: '--' });
    expect(readYaml(fileOf(files, 'a.x'))).toEqual({ b: 'y' });
  });
});

describe('what the app would replace in a value', () => {
  it('is written as what the app makes it of, once, whatever the value is', () => {
    const escapes = { $: '$$', '${': '<${>', '%': '%%' };
    fc.assert(
      fc.property(anyText, (value) => {
        const keys = { a: '{settings.v0}', b: { json: { c: ['x {settings.v0}'] } } };
        const files = rendered([{ file: 'a.x', format: 'json', place: 'there', keys, escapes }], {
          v0: value,
        });
        const read = JSON.parse(fileOf(files, 'a.x')) as { a: string; b: { c: [string] } };
        const back = (text: string) =>
          text.replace(/<\$\{>|\$\$|%%/g, (one) => (one[0] === '<' ? '${' : one[0]!));
        const mixed = /<\$/.test(value);
        if (!mixed) expect([back(read.a), back(read.b.c[0])]).toEqual([value, `x ${value}`]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file that the app’s service also takes from a variable', () => {
  it('is the same text in both, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const target = {
          file: 'app.yml',
          format: 'yaml',
          place: 'there',
          compose: { service: 'app', variable: 'APP_CONFIG' },
          keys: { 'a/b': '{settings.v0}', 'a/c': { value: '{client_id}', comment: 'Its id.' } },
        };
        const files = rendered([target], { v0: value });
        const { environment } = readYaml(fileOf(files, 'compose.yaml')).services.app;
        expect(readYaml(readComposeText(environment.APP_CONFIG))).toEqual(readYaml(fileOf(files, 'app.yml')));
      }),
      { numRuns: 200 },
    );
  });

  it('shares its name with no other file', () => {
    const env = { env: 'app.env', service: 'app', keys: { A: 'x' } };
    const file = {
      file: 'a.yml',
      format: 'yaml',
      place: 'there',
      keys: { a: 'x' },
      compose: { service: 'app', variable: 'A' },
    };
    expect(refusals([file])).toEqual([]);
    expect(refusals([env, file])[0]).toMatch(/same file/);
    expect(refusals([file, { ...file, file: 'b.yml' }])[0]).toMatch(/same file/);
    expect(
      refusals([
        { ...env, when: 'settings.v0' },
        { ...file, unless: 'settings.v0' },
      ]),
    ).toEqual([]);
  });
});

describe('a comment', () => {
  const file = (format: string) => (keys: object) => ({ file: 'a.x', format, place: 'there', keys });
  const WAYS: readonly (readonly [name: string, make: (keys: object) => object, line: string | undefined])[] =
    [
      ['env', (keys) => ({ env: 'a.x', service: 'app', keys }), '# Mind it.'],
      ['yaml', file('yaml'), '# Mind it.'],
      ['ini', file('ini'), '; Mind it.'],
      ['php', file('php'), '// Mind it.'],
      ['python', file('python'), '# Mind it.'],
      ['ruby', file('ruby'), '# Mind it.'],
      ['json', file('json'), undefined],
      ['toml', file('toml'), undefined],
      ['xml', file('xml'), undefined],
      ['screen', (fields) => ({ screen: 'Settings', fields }), undefined],
    ];

  it.each(WAYS)('stands above its line, or is refused: %s', (name, make, line) => {
    const plain = name === 'xml' ? 'x/b' : 'b';
    const target = make({
      [name === 'xml' ? 'x/a' : 'a']: 'first',
      [plain]: { value: 'second', comment: 'Mind it.' },
    });
    expect(refusals([target])).toEqual(line === undefined ? ['No comment can be written here.'] : []);
    if (line === undefined) return;
    const lines = fileOf(rendered([target], {}), 'a.x').split('\n');
    const at = lines.indexOf(line);
    expect(at).toBeGreaterThan(0);
    expect(lines[at + 1]).toContain('second');
  });

  it('and a reason may be about all that lies below a path in YAML, and about nothing nowhere', () => {
    const remark = { why: 'All of it.', comment: 'Mind it.' };
    const target = file('yaml')({ a: remark, 'a/b': 'x' });
    const made = rendered([target], {});
    expect(fileOf(made, 'a.x')).toMatch(/# Mind it\.\na:\n {2}b: 'x'/);
    const lines = made.flatMap((one) => (one.form === 'file' ? one.lines : []));
    expect(lines.find(({ text }) => text === 'a:')?.why?.text).toBe('All of it.');
    expect(refusals([file('yaml')({ a: remark })])[0]).toMatch(/no value/);
    expect(refusals([file('json')({ a: { why: 'x' }, 'a/b': 'x' })])[0]).toMatch(/no value/);
    expect(refusals([{ env: 'a.env', service: 'a', keys: { A: { why: 'x' } } }])[0]).toMatch(/no value/);
  });
});

describe('the first line of a file', () => {
  it('is what the profile says, on one line', () => {
    const target = {
      file: 'a.yml',
      format: 'yaml',
      place: 'there',
      keys: { a: 'x' },
      head: 'For {app.version} at {app.host}: {settings.v0}',
    };
    const text = fileOf(rendered([target], { v0: 'a\n- b' }), 'a.yml');
    expect(text.split('\n')[0]).toBe('# For 1.0 at app.example.com: a - b');
    expect(readYaml(text)).toEqual({ a: 'x' });
  });

  it('is what holds, and a comment of an env file, too, whatever is in a value', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const head = [{ value: 'Public.', when: 'client.public' }, { value: 'For {settings.v0}.' }];
        const target = { env: 'a.env', service: 'a', keys: { A: 'x' }, head };
        const text = fileOf(rendered([target], { v0: value }), 'a.env');
        expect(text).not.toContain('Public.');
        if (value !== '') expect(text).toMatch(/^# For /);
        expect(readAsCompose(text)).toEqual({ A: 'x' });
        expect(readAsPythonDotenv(text)).toEqual({ A: 'x' });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a target in the profile’s own words', () => {
  it('says the reason of its step, and what its file is for', () => {
    const words = { why: 'So it is.', purpose: [{ value: 'For {settings.v0}.', when: 'settings.v0' }] };
    const env = { env: 'a.env', service: 'a', keys: { A: 'x' }, ...words };
    const made = (value: string) => rendered([env], { v0: value });
    const purposes = (value: string) =>
      made(value)
        .slice(1)
        .map(({ purpose }) => purpose);
    expect((made('it')[0] as GuideDeliverable).steps.map(({ why }) => why?.text)).toContain('So it is.');
    expect(purposes('it')[0]).toBe('For it.');
    expect(purposes('')[0]).toMatch(/^Named under/);
    // The words are about the file, not about the other one that is made beside it.
    expect(purposes('it')[1]).toMatch(/instead of a\.env/);
  });
});

describe('a guide in the profile’s own words', () => {
  const screen = { screen: 'Settings', fields: { Secret: '{client_secret}' } };
  const guideOf = (steps: readonly object[], settings = {}, more: object = {}) =>
    rendered([screen], settings, { guide: { steps, ...more } })[0] as GuideDeliverable;
  const step = (id: string, more: object = {}) => ({ id, title: 'T', where: 'W', ...more });

  it('has the steps whose conditions hold, in its order, and those that are made of its parts', () => {
    const steps = [
      step('first', { when: 'settings.v0' }),
      { steps_of: 'targets' },
      step('last', { unless: 'settings.v0' }),
      { steps_of: 'after', when: 'settings.v1' },
    ];
    const ids = (settings: object) => guideOf(steps, settings).steps.map(({ id }) => id);
    expect(ids({})).toEqual(['synthetic-screen', 'synthetic-last']);
    expect(ids({ v0: 'x', v1: 'y' })).toEqual([
      'synthetic-first',
      'synthetic-screen',
      'synthetic-restart',
      'synthetic-check',
      'synthetic-login',
    ]);
  });

  it('fills in values, the words before them, and notes of which the first that holds counts', () => {
    const [made] = guideOf([
      step('one', {
        url: '{app.url}/x',
        fields: { '{app.url}/{client_id}': 'leads to {issuer}', Empty: '{settings.v1}' },
        note: [{ value: 'With {settings.v0}.', when: 'settings.v0' }, { value: 'Without.' }],
      }),
    ]).steps;
    expect(made).toEqual({
      id: 'synthetic-one',
      title: 'T',
      where: 'W',
      url: 'https://app.example.com/x',
      fields: [{ label: 'https://app.example.com/client', value: 'leads to https://auth.example.com' }],
      note: 'Without.',
    });
    const [other] = guideOf(
      [step('one', { note: [{ value: 'With {settings.v0}.', when: 'settings.v0' }] })],
      { v0: 'it' },
    ).steps;
    expect(other?.note).toBe('With it.');
  });

  it('says every one of the sentences that holds, after the note', () => {
    const notes = ['Always.', { value: 'With {settings.v0}.', when: 'settings.v0' }, '{settings.v1} is it.'];
    const note = (settings: object, more: object = {}) =>
      guideOf([step('one', { notes, ...more })], settings).steps[0]!.note;
    expect(note({})).toBe('Always.');
    expect(note({ v0: 'x', v1: 'y' }, { note: 'First.' })).toBe('First. Always. With x. y is it.');
    expect(guideOf([step('one', { notes: [{ value: 'No.', before: '1.0' }] })]).steps[0]).not.toHaveProperty(
      'note',
    );
    expect(
      refusals([screen], { guide: { steps: [step('one', { notes: ['{client_secret}'] })] } })[0],
    ).toMatch(/secret may not stand here/);
  });

  it('marks what is secret, and says what is only assumed', () => {
    const read = readSynthetic([screen], {
      guide: {
        steps: [
          step('one', {
            fields: {
              Secret: '{client_secret}',
              Alone: '{token_endpoint}',
              Told: 'goes to {token_endpoint}',
            },
          }),
        ],
      },
    });
    if (!read.ok) throw new Error('refused');
    const provider = { kind: 'oidc', url: 'https://id.example.com' };
    const [guide] = renderSynthetic(read.profile, {}, undefined, provider) as [GuideDeliverable];
    const [secret, alone, told] = guide.steps[0]!.fields;
    expect(guide.secret).toBe(true);
    expect(secret).toEqual({ label: 'Secret', value: 'planted', secret: true });
    expect(alone).toMatchObject({ assumed: true });
    expect(told!.value).toBe(`goes to ${alone!.value} (assumed)`);
    expect(told).not.toHaveProperty('assumed');
  });

  it.each<[object, RegExp]>([
    [step('one', { fields: { '{client_secret}': 'x' } }), /secret may not stand here/],
    [step('one', { note: '{client_secret}' }), /secret may not stand here/],
    [step('one', { url: 'https://elsewhere.example.net/' }), /not the app’s own/],
    [step('one', { note: '{settings.nope}' }), /no setting/],
    [step('one', { when: 'settings.nope' }), /no setting/],
    [step('one', { source: 'nope' }), /no source/],
  ])('is refused where it could mislead: %j', (one, wanted) => {
    expect(refusals([screen], { guide: { steps: [one] } })[0]).toMatch(wanted);
  });
});
