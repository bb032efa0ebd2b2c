import fc from 'fast-check';
import { appFromProfile } from '../../shared/catalog/apps/profiled.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { type ReadProfile, readAppProfile } from '../../shared/profile/read.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import { renderProfile } from '../../shared/render/profiled/render.ts';
import { linesToText } from '../../shared/render/text/deliverable.ts';
import type { Deliverable, GuideDeliverable } from '../../shared/render/types.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';

/** The settings that a synthetic profile has: v0, v1 … */
export const SETTINGS = Array.from({ length: 12 }, (_, index) => `v${index}`);

/** The text of a profile with nothing special but its targets, on one line. */
export const syntheticText = (targets: readonly unknown[], more: object = {}): string =>
  JSON.stringify({
    profile: 1,
    kind: 'synthetic',
    name: 'Synthetic',
    about: 'A profile of a test',
    versions: { lines: ['1.0'] },
    tested: { how: 'guide', version: '1.0', date: '2026-01-01' },
    sources: { docs: { ref: 'https://docs.example.com', certainty: 'docs' } },
    traits: {
      method: 'client_secret_basic',
      pkce: 'none',
      discovery: true,
      claims_from: 'userinfo',
      nonce: true,
      scopes: ['openid'],
      checks_issuer: true,
      source: 'docs',
    },
    callbacks: ['/callback'],
    settings: Object.fromEntries(
      SETTINGS.map((key) => [key, { label: key, type: 'text', help: 'A value of a test.' }]),
    ),
    claims: [],
    trust: 'go',
    targets,
    after: { restart: 'Restart it.', check: ['It runs.'] },
    ...more,
  });

/** Such a profile, read as a person's own is. */
export const readSynthetic = (targets: readonly unknown[], more: object = {}): ReadProfile =>
  readAppProfile(syntheticText(targets, more));

/** What is rendered of a synthetic profile whose settings have these values. */
export function renderSynthetic(
  profile: AppProfile,
  settings: Readonly<Record<string, string>>,
  url = 'https://app.example.com',
  provider: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com' },
): Deliverable[] {
  const connection = deriveConnection(
    {
      latchkey: 1,
      id: 'test',
      providers: { home: provider },
      apps: { synthetic: { kind: 'synthetic', url, provider: 'home', settings } },
    },
    'synthetic',
    'client',
    appFromProfile(profile),
  );
  const clients = { synthetic: { client_id: 'client', client_secret: 'planted' } };
  return renderProfile(profile, connection, { clients, providers: {} });
}

/** The text of the file with this name. */
export function fileOf(deliverables: readonly Deliverable[], name: string): string {
  const file = deliverables.find(({ path }) => path === `synthetic/${name}`);
  if (file?.form !== 'file') throw new Error(`There is no ${name}.`);
  return linesToText(file.lines);
}

/** The names that the guide says are missing from a file, in the step whose id ends so. */
export const missingIn = (deliverables: readonly Deliverable[], step: string): readonly string[] =>
  (deliverables[0] as GuideDeliverable).steps
    .find(({ id }) => id === `synthetic-${step}`)
    ?.fields.map(({ label }) => label) ?? [];

/** Texts that end quotes, begin comments or code, or are replaced in some format. */
export const HOSTILE = [
  `it's "quoted" \`here\``,
  '$HOME $\u007bHOME} $(id) $1',
  '#{1 + 1} #@x #$x',
  '%s %(home)s %HOME% 100%',
  'a\nb',
  'a\r\nb\rc',
  '\n__END__\n=begin\n',
  '\\',
  'C:\\new\\table\\',
  "\\'",
  '\\"',
  '<b>&amp;&lt;</b> ]]> --> <!--',
  '?> <?php exit; ?>',
  '*/ // # ; -- ',
  ' blanks ',
  'true',
  'null',
  '1.0',
  '007',
  '- [x]: {y}',
  '| > @ ! & *',
  '\u0000\u0001\u001b[31m\u007f',
  '\u0085\u2028\u2029\ufeff\u202e',
  'ü 漢字 🗝️ e\u0301',
  '[section]',
  'a = b',
  "'''",
  '"""',
  'EOF',
  '-rf',
];

/** Any text that UTF-8 can hold, the troublesome ones most often. It is not empty, because an empty one is left out. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[A-Za-z0-9_.:/?=-]{1,20}$/),
  fc
    .tuple(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(...HOSTILE),
    )
    .map((parts) => parts.join('')),
);

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** A tree from paths, where a number is a place in a list, made without the code under test. */
export function expectedTree(values: readonly (readonly [path: string, value: Value])[]): unknown {
  const build = (entries: readonly (readonly [steps: readonly string[], value: Value])[]): unknown => {
    const heads = [...new Set(entries.map(([[head]]) => head!))];
    const below = heads.map((head): [string, unknown] => {
      const inner = entries.filter(([steps]) => steps[0] === head);
      const [steps, value] = inner[0]!;
      return [head, steps.length === 1 ? value : build(inner.map(([[, ...rest], one]) => [rest, one]))];
    });
    return heads.every((head) => /^\d+$/.test(head))
      ? below.sort(([a], [b]) => Number(a) - Number(b)).map(([, one]) => one)
      : Object.fromEntries(below);
  };
  return build(values.map(([path, value]) => [path.split('/'), value]));
}
