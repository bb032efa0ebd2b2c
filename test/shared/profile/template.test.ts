import { describe, expect, it } from 'vitest';
import { type Circumstances, holds, isCondition } from '../../../shared/profile/condition.ts';
import { type Filled, fill, templateFlaw } from '../../../shared/profile/template.ts';

const VALUES: Readonly<Record<string, Filled>> = {
  'app.url': 'https://wiki.example.com/x',
  issuer: 'https://auth.example.com/',
  client_id: 'abc',
  scopes: ['openid', 'email', 'offline_access'],
  'settings.on': true,
  'settings.off': false,
  'settings.empty': '',
  'settings.none': [],
  'settings.path': 'resource_access.app.roles',
  'settings.dashes': '--',
  'settings.quote': "it's",
};
const lookup = (name: string, stated: boolean): Filled =>
  stated && name === 'settings.on' ? undefined : VALUES[name];

describe('a text with variables', () => {
  it('is text where a chain of filters would let it grow without end', () => {
    const chain = (length: number) => `{client_id${'|json'.repeat(length)}}`;
    expect(fill(chain(4), lookup)).toContain('abc');
    expect(templateFlaw(chain(4))).toBeUndefined();
    // A sentence that nobody checks as a template is filled in, too.
    for (const length of [5, 24, 30]) {
      expect(fill(chain(length), lookup)).toBe(chain(length));
      expect(templateFlaw(chain(length))).toMatch(/more than 4 filters/);
    }
  });

  it.each<[string, Filled]>([
    ['plain', 'plain'],
    ['{client_id}', 'abc'],
    ['{app.url}/cb?x={client_id}', 'https://wiki.example.com/x/cb?x=abc'],
    // A list is a text, unless it is asked for as a list.
    ['{scopes}', 'openid email offline_access'],
    ['x {scopes}', 'x openid email offline_access'],
    ['{scopes|comma}', 'openid,email,offline_access'],
    ['{scopes|space}', 'openid email offline_access'],
    ['{scopes|list}', ['openid', 'email', 'offline_access']],
    ['{scopes|without openid|list}', ['email', 'offline_access']],
    ['{scopes|without openid|comma}', 'email,offline_access'],
    ['{client_id|list}', ['abc']],
    ['{issuer|noslash}', 'https://auth.example.com'],
    ['{app.url|slash}', 'https://wiki.example.com/x/'],
    ['{issuer|host}', 'auth.example.com'],
    ['{settings.on}', true],
    ['{settings.on|01}', 1],
    ['{settings.off|01}', 0],
    ['{settings.off}', false],
    ['{settings.on|stated}', undefined],
    ['{client_id|upper}', 'ABC'],
    ['{client_id|json}', '"abc"'],
    ['{issuer|discovery}', 'https://auth.example.com/.well-known/openid-configuration'],
    ['curl {issuer|discovery|shell}', "curl 'https://auth.example.com/.well-known/openid-configuration'"],
    ['{settings.quote|shell}', "'it'\\''s'"],
    ['{settings.path|first}', 'resource_access'],
    ['{client_id|first}', 'abc'],
    ['{issuer|parent}', 'https://auth.example.com'],
    ['{issuer|parent|parent}', 'https://auth.example.com'],
    ['{issuer|discovery|parent}', 'https://auth.example.com/.well-known'],
    ['{settings.path|first|only groups}', undefined],
    ['{settings.path|first|without groups}', 'resource_access'],
    ['{scopes|only email|list}', ['email']],
    ['{scopes|only roles|comma}', undefined],
    ['{settings.path|alnum|or sso}', 'resourceaccessapproles'],
    ['{settings.dashes|alnum|or sso}', 'sso'],
    ['{settings.unknown|or sso}', 'sso'],
    ['{settings.empty|or sso}', 'sso'],
    ['{settings.off|or sso}', false],
    // What is empty drops the whole text.
    ['{settings.empty}', undefined],
    ['a {settings.none} b', undefined],
    ['{settings.unknown}', undefined],
    // A brace that begins no variable is text.
    ['{"a": 1}', '{"a": 1}'],
  ])('%s', (template, wanted) => {
    expect(fill(template, lookup)).toEqual(wanted);
  });

  it.each([
    ['{app.ur}', /no variable/],
    ['{client_id|shout}', /filter “shout”/],
    ['{scopes|without}', /filter “without”/],
    ['{client_id|upper X}', /filter “upper”/],
    ['{client_id|or}', /filter “or”/],
    ['{client_id|only}', /filter “only”/],
    ['{client_id|first X}', /filter “first”/],
    ['{ client_id }', /no variable/],
  ])('%s is refused', (template, wanted) => {
    expect(templateFlaw(template)).toMatch(wanted);
  });
});

describe('conditions', () => {
  const at: Circumstances = {
    version: '2.1',
    setting: (key) => ({ on: true, off: false, word: 'x', list: ['a'], none: [] })[key],
    edition: 'paid',
    facts: { 'app.https': true, 'app.sub_path': false },
  };

  it.each<[Parameters<typeof holds>[0], boolean]>([
    [{}, true],
    [{ since: '2.1' }, true],
    [{ since: '2.2' }, false],
    [{ before: '2.1' }, false],
    [{ before: '2.2' }, true],
    [{ when: ['settings.on'] }, true],
    [{ when: ['settings.off'] }, false],
    [{ when: ['settings.none'] }, false],
    [{ when: ['settings.list'] }, true],
    [{ when: ['settings.word=x'] }, true],
    [{ when: ['settings.word=y'] }, false],
    [{ when: ['settings.on=true'] }, true],
    [{ when: ['settings.off=false'] }, true],
    [{ when: ['settings.word~^[a-x]$'] }, true],
    [{ when: ['settings.word~[^a-x]'] }, false],
    [{ when: ['settings.word~='] }, false],
    [{ when: ['settings.list~a'] }, true],
    [{ when: ['settings.unknown~.'] }, false],
    [{ unless: ['settings.unknown~.'] }, true],
    [{ when: ['edition=paid'] }, true],
    [{ when: ['edition=free'] }, false],
    [{ when: ['app.https', 'app.sub_path'] }, false],
    [{ unless: ['app.sub_path'] }, true],
    [{ unless: ['app.sub_path', 'app.https'] }, false],
    [{ when: ['provider.ca_file'] }, false],
  ])('%j', (part, wanted) => {
    expect(holds(part, at)).toBe(wanted);
  });

  it.each([
    'settings.X',
    'app.http',
    'provider.kind=authelia',
    'settings.a && settings.b',
    '!settings.a',
    // No regular expression, and one that could take very long on a text of somebody else.
    'settings.a~(',
    'settings.a~(?:a+)+$',
    'settings.a~',
    'edition~x',
    '',
  ])('“%s” is none', (text) => {
    expect(isCondition(text)).toBe(false);
  });
});
