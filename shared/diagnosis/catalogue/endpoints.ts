import { ENDPOINTS, type Endpoint } from '../../client/announced.ts';
import type { Fix } from '../types.ts';
import { type Cause, docs, type Facts } from './cause.ts';
import { app, appSetting, capital, known, provider } from './setup.ts';

/** Section D of the catalogue, third part: endpoints that are written down and announced otherwise. */

const CODES = ['endpoint-differs', 'endpoint-differs-by-host'] as const;
const SEEN = [docs('OpenID Connect Discovery, provider metadata', 'OpenID Connect Discovery 1.0 §3')];

interface Difference {
  readonly name: Endpoint;
  readonly written: string;
  readonly announced: string;
}

/** The differences among the findings; empty without a setup. */
const differences = (facts: Facts): Difference[] =>
  facts.findings.flatMap(({ data: { endpoint, written, announced } }) => {
    const name = ENDPOINTS.find((one) => one === endpoint);
    return name !== undefined && typeof written === 'string' && typeof announced === 'string'
      ? [{ name, written, announced }]
      : [];
  });

const named = (all: readonly Difference[]): string =>
  all.length === 0 ? 'an endpoint' : all.map(({ name }) => name).join(', ');

/** The one difference in words. Several are listed by `rightValues`. */
const inWords = ([first, ...others]: readonly Difference[]): string =>
  first === undefined || others.length > 0
    ? ''
    : `: ${first.name} is written as ${first.written} and announced as ${first.announced}`;

/** What to write instead: one address, or the lines of `metadata`. */
function rightValues(all: readonly Difference[], setting: (name: Endpoint) => string): Partial<Fix> {
  const [first, ...others] = all;
  if (!first) return {};
  return others.length === 0
    ? { setting: setting(first.name), value: first.announced, current: first.written }
    : {
        setting: 'metadata',
        value: all.map(({ name, announced }) => `${name}: ${JSON.stringify(announced)}`).join('\n'),
        current: all.map(({ name, written }) => `${name}: ${JSON.stringify(written)}`).join('\n'),
      };
}

/** The key of the workspace for one endpoint, or the table of all of them. */
const metadataPath = (facts: Facts, all: readonly Difference[]): Partial<Fix> =>
  facts.connection
    ? known(
        'workspace_path',
        [
          `providers.${facts.connection.provider.id}.metadata`,
          ...(all.length === 1 ? [all[0]!.name] : []),
        ].join('.'),
      )
    : {};

const settings = (facts: Facts, all: readonly Difference[]): string =>
  all.map(({ name }) => appSetting(facts, name)).join(', ') || 'its endpoints';

export const WRITTEN_ENDPOINTS: readonly Cause[] = [
  {
    id: 'endpoint-assumed-differs',
    section: 'D',
    see: 'An address in the app’s files is only assumed, and the provider announces another one.',
    sides: ['app'],
    explains: [
      {
        codes: CODES,
        weight: 0.86,
        when: (facts) => facts.data['from'] === 'assumed',
        condition: 'the workspace does not state the address, so the customary one is in the files',
      },
    ],
    keys: [],
    tell: (facts) => {
      const all = differences(facts);
      return {
        side: 'app',
        title:
          all.length === 1
            ? `The assumed ${all[0]!.name} is not the announced one`
            : 'Assumed endpoints are not the announced ones',
        cause: `The workspace does not state ${named(all)} of ${provider(facts)}, so ${app(facts)}'s files hold what is customary${inWords(all)}. Only files made with the discovery document read (render --discover) hold the announced address already; check can't see which ones were applied.`,
        fix: {
          text: `Write what is announced into metadata beside the provider in the workspace, export again, and correct ${settings(facts, all)} in ${app(facts)}.`,
          ...rightValues(all, (name) => appSetting(facts, name)),
          ...metadataPath(facts, all),
        },
      };
    },
    seen: SEEN,
  },
  {
    id: 'endpoint-stated-differs',
    section: 'D',
    see: 'An address in the workspace, or one that a product is known for, is not the one that the provider announces.',
    sides: ['app'],
    explains: [{ codes: CODES, weight: 0.8 }],
    keys: [],
    tell: (facts) => {
      const all = differences(facts);
      const told = inWords(all);
      if (facts.data['from'] === 'known') {
        return {
          side: 'app',
          title: `${capital(provider(facts))} announces other endpoints than it is known for`,
          cause: `${app(facts)}'s files hold the addresses of ${provider(facts)} at the version in the workspace, and its discovery document announces others${told}. Usual reasons: another version runs, or a proxy changes the path.`,
          fix: {
            text: `Compare the version of ${provider(facts)} in the workspace with the one that runs. If it is right, enter what is announced as ${settings(facts, all)} in ${app(facts)}.`,
            ...rightValues(all, (name) => appSetting(facts, name)),
          },
        };
      }
      const inFiles = facts.findings.some((finding) => finding.data['in_app'] !== false);
      return {
        side: 'app',
        title:
          all.length === 1
            ? `The stated ${all[0]!.name} is not the announced one`
            : 'Stated endpoints are not the announced ones',
        cause: `The workspace states ${named(all)} under metadata${inFiles ? `, and ${app(facts)}'s files hold the same` : ''}; the discovery document of ${provider(facts)} announces something else${told}.`,
        fix: {
          text: `Correct metadata beside the provider in the workspace${inFiles ? `, export again, and correct ${settings(facts, all)} in ${app(facts)}` : ''}. Keep what is stated only if it leads to the same provider, as a name inside a container network may.`,
          ...rightValues(all, (name) => name),
          ...metadataPath(facts, all),
        },
      };
    },
    seen: SEEN,
  },
];
