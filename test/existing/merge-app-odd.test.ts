import { describe, expect, it } from 'vitest';
import { type Document, parseDocument } from 'yaml';
import { mergeApp } from '../../shared/existing/merge/app.ts';
import type { Merged } from '../../shared/existing/merge/merged.ts';
import { renderApp } from '../../shared/render/app.ts';
import type { FileDeliverable } from '../../shared/render/types.ts';
import { bagOf, connect } from '../helpers/app-connection.ts';

const filesFor = (kind: string): FileDeliverable[] => {
  const connection = connect({ kind });
  return renderApp(connection, bagOf(connection, 'ClearSecretOfTheApp0123456789')).filter(
    (one) => one.form === 'file',
  );
};

const done = (name: string, text: string, kind: string, files = filesFor(kind), service?: string) =>
  mergeApp({ name, text }, kind, files, service);

function merge(name: string, text: string, kind: string, files = filesFor(kind), service?: string): Merged {
  const result = done(name, text, kind, files, service);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const textOf = ({ files }: Merged): string => files[0]!.mark + files[0]!.after;

/** What the library reads; tags that it doesn’t know are allowed, as the programs that give them a meaning do. */
const documentOf = (text: string): Document => parseDocument(text, { merge: true, logLevel: 'silent' });

/** The lines of a person are all there, in their order, but for those that are named. */
function keepsLines(before: string, now: string, gone: readonly string[] = []): void {
  const lines = now.split('\n');
  let at = 0;
  const missing: string[] = [];
  for (const line of before.split('\n')) {
    const found = lines.indexOf(line, at);
    if (found < 0) missing.push(line);
    else at = found + 1;
  }
  expect(missing).toEqual(gone);
}

describe('tags that a program gives a meaning to', () => {
  const HOME_ASSISTANT = `# mine
default_config:
frontend:
  themes: !include_dir_merge_named themes
automation: !include automations.yaml
http:
  use_x_forwarded_for: true
  trusted_proxies: !secret proxies
`;

  it('Home Assistant: includes and secrets stay as they are', () => {
    const before = `${HOME_ASSISTANT}auth_oidc:\n  client_id: old\n  discovery_url: !secret oidc_url\n`;
    const merged = merge('configuration.yaml', before, 'home-assistant');
    expect(merged.byHand).toEqual([]);
    const now = textOf(merged);
    keepsLines(before, now, ['  client_id: old']);
    expect(documentOf(now).getIn(['auth_oidc', 'client_id'])).toBe('home-assistant-client');
    expect(merged.notes.join()).toMatch(/line 11: “discovery_url” is filled in from elsewhere/);
    expect(textOf(merge('configuration.yaml', now, 'home-assistant'))).toBe(now);
  });

  it('Home Assistant: what is in another file is left to the person', () => {
    const merged = merge(
      'configuration.yaml',
      `${HOME_ASSISTANT}auth_oidc: !include oidc.yaml\n`,
      'home-assistant',
    );
    expect(textOf(merged)).toBe(`${HOME_ASSISTANT}auth_oidc: !include oidc.yaml\n`);
    expect(merged.byHand[0]).toMatchObject({ line: 9 });
  });

  it.each(['!override', '!reset'])('Compose: variables go below %s, and its other uses stay', (tag) => {
    const before = `services:\n  romm:\n    ports: !reset []\n    environment: ${tag}\n      A: b\n`;
    const merged = merge('compose.yml', before, 'romm');
    expect(merged.byHand).toEqual([]);
    keepsLines(before, textOf(merged));
    const document = documentOf(textOf(merged));
    expect(document.getIn(['services', 'romm', 'environment', 'OIDC_ENABLED'])).toBe('true');
    expect(document.getIn(['services', 'romm', 'environment', 'A'])).toBe('b');
    expect(textOf(merge('compose.yml', textOf(merged), 'romm'))).toBe(textOf(merged));
  });

  it('Compose: an environment that is taken out is left to the person', () => {
    const before = 'services:\n  romm:\n    environment: !reset null\n';
    const merged = merge('compose.yml', before, 'romm');
    expect([textOf(merged), merged.byHand.length > 0]).toEqual([before, true]);
  });

  it('a tag of YAML itself that doesn’t fit is a mistake', () => {
    const result = done('compose.yml', 'services:\n  romm:\n    environment: !!map text\n', 'romm');
    expect(result.ok ? '' : result.error.code).toMatch(/merge-no-form|existing-not-yaml/);
  });
});

describe('a key that stands twice', () => {
  it.each([
    [
      'compose.yml',
      'romm',
      'services:\n  romm:\n    environment:\n      OIDC_CLIENT_ID: a\n      OIDC_CLIENT_ID: b\n',
      [4, 5],
    ],
    ['compose.yml', 'romm', 'services:\n  romm: {}\n  romm:\n    image: x\n', [2, 3]],
    ['compose.yml', 'romm', 'services:\n  romm:\n    environment: {A: b}\n    environment: [C=d]\n', [3, 4]],
    ['application.yml', 'kestra', 'micronaut: {}\nx: 1\nmicronaut:\n  security: {}\n', [1, 3]],
    ['application.yml', 'kestra', 'micronaut:\n  security: {}\n  security:\n    oauth2: {}\n', [2, 3]],
  ] as const)('in %s: %# is refused with both lines', (name, kind, text, [first, second]) => {
    const result = done(name, text, kind);
    expect(result.ok ? 'merged' : result.error.code).toBe('existing-duplicate');
    expect(result.ok ? '' : result.error.message).toContain(`in line ${first} and in line ${second}`);
  });

  it('elsewhere is none of our business', () => {
    const text = 'x-a: 1\nx-a: 2\nservices:\n  romm:\n    labels: {a: 1, a: 2}\n';
    expect(merge('compose.yml', text, 'romm').byHand).toEqual([]);
  });

  it('in the text of a variable is left to the person', () => {
    const text = `services:\n  kestra:\n    environment:\n      KESTRA_CONFIGURATION: |\n        kestra: {}\n        kestra: {}\n`;
    const merged = merge('compose.yml', text, 'kestra');
    expect([textOf(merged), merged.byHand.length > 0]).toEqual([text, true]);
  });
});

describe('variables of a service', () => {
  it('that a merge key brings get a value of their own, and the anchor stays', () => {
    const before = `x-env: &e\n  A: b\n  OIDC_CLIENT_ID: old\n  OIDC_ENABLED: 'true'\nservices:\n  romm:\n    environment:\n      <<: *e\n  other:\n    environment: { <<: *e }\n`;
    const merged = merge('compose.yml', before, 'romm');
    expect(merged.byHand).toEqual([]);
    keepsLines(before, textOf(merged));
    const { services } = documentOf(textOf(merged)).toJS();
    expect(services.romm.environment).toMatchObject({ A: 'b', OIDC_CLIENT_ID: 'romm-client' });
    expect(services.other.environment.OIDC_CLIENT_ID).toBe('old');
    // What it brings rightly is not written again.
    expect(textOf(merged).match(/OIDC_ENABLED/g)).toHaveLength(1);
    expect(textOf(merge('compose.yml', textOf(merged), 'romm'))).toBe(textOf(merged));
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the file.
  it.each(['', ' ~', ' null', ' $X', ' $oidc2', ' "${OIDC2:-old}"', ' "a $Db1 b"'])(
    'that are taken from elsewhere (“%s”) stay, with a note',
    (value) => {
      const before = `services:\n  romm:\n    environment:\n      OIDC_CLIENT_ID:${value}\n`;
      const merged = merge('compose.yml', before, 'romm');
      keepsLines(before, textOf(merged));
      expect(merged.notes.join()).toContain('line 4: “OIDC_CLIENT_ID” is filled in from elsewhere');
    },
  );

  it('with a doubled dollar sign are no variables', () => {
    const now = textOf(
      merge('compose.yml', 'services:\n  romm:\n    environment:\n      OIDC_CLIENT_ID: a$$b\n', 'romm'),
    );
    expect(documentOf(now).getIn(['services', 'romm', 'environment', 'OIDC_CLIENT_ID'])).toBe('romm-client');
  });

  it('of a service whose name is a number', () => {
    const now = textOf(
      merge('compose.yml', 'services:\n  12:\n    image: x\n', 'romm', filesFor('romm'), '12'),
    );
    expect(documentOf(now).toJS().services[12].environment.OIDC_ENABLED).toBe('true');
  });
});

describe('JSON', () => {
  const wanted = { on: true, text: 'new', inner: { text: 'T', n: 3 } };
  const file = {
    kind: 'app-config',
    form: 'file',
    language: 'json',
    path: 'a.json',
    lines: JSON.stringify(wanted, null, 2)
      .split('\n')
      .map((text) => ({ text })),
  } as unknown as FileDeliverable;

  it.each([
    '{"text":null,"on":null,"inner":null}',
    '{"text":1,"on":"true","inner":{"text":true,"n":"3"}}',
    '{\n\t"text": -1.5e3,\n\t"on": 0,\n\t"inner": { "text": false, "n": null }\n}\n',
  ])('a value of another type is replaced: %s', (before) => {
    const merged = merge('a.json', before, 'a', [file]);
    expect(merged.byHand).toEqual([]);
    expect(JSON.parse(textOf(merged))).toEqual(wanted);
    expect(textOf(merge('a.json', textOf(merged), 'a', [file]))).toBe(textOf(merged));
  });

  it('a key that stands twice is refused', () => {
    const result = done('a.json', '{"text":"a","text":"b"}', 'a', [file]);
    expect(result.ok ? '' : result.error.code).toBe('existing-duplicate');
  });
});
