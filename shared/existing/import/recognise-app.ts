import { allApps, appOf } from '../../catalog/apps/index.ts';
import { isProduct } from '../../client/resolve.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { partsOf } from '../../profile/template.ts';
import type { OwnKinds, SettingValue } from '../../workspace/types.ts';

/** An app that a client may belong to. */
export interface Candidate {
  readonly kind: string;
  /** The app's own address, with a path if it has one. */
  readonly url: string;
  /** What the redirect URI says of its settings. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** How certain it is: `name` and `address` both fit, or one of them does. */
  readonly by: 'both' | 'address' | 'name';
  /** How many letters of the address are the app's own. */
  readonly weight: number;
  /** True if many programs have such an address, so that it says little. */
  readonly common: boolean;
}

interface Pattern {
  readonly kind: string;
  readonly expression: RegExp;
  /** The names of its groups, in order: `base`, or a setting. */
  readonly groups: readonly string[];
  readonly weight: number;
  readonly common: boolean;
}

/** Words that stand in the addresses of many programs. */
const COMMON = new Set(
  'api auth authentication authorize callback callbacks cb complete connect generic login oauth oauth2 oidc openid openid-connect redirect return sign-in signin sso v1 v2'.split(
    ' ',
  ),
);

const isCommon = (path: string): boolean => {
  const segments = path.split('/').filter((segment) => segment !== '');
  const isWord = (text: string): boolean => COMMON.has(text.toLowerCase());
  return (
    segments.length <= 3 &&
    segments.every((segment) => isWord(segment) || segment.split(/[-._]/).every(isWord))
  );
};

const VARIABLE = /\{[^{}]*\}/g;
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** What a redirect URI of this template looks like. Undefined if any address may be one. */
function patternOf(kind: string, template: string): Pattern | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(template);
  const path = template.replace(/^\{app\.(?:url|origin)\}/, '');
  if (path === '' || path === '/') return undefined;
  const groups: string[] = whole ? [] : ['base'];
  let weight = 0;
  let at = 0;
  let expression = whole ? '' : '(https?:\\/\\/[^/?#]+(?:\\/[^?#]*)?)';
  for (const match of path.matchAll(VARIABLE)) {
    const fixed = path.slice(at, match.index);
    expression += literal(fixed);
    weight += fixed.replace(/\W/g, '').length;
    at = match.index + match[0].length;
    const name = partsOf(match[0])[0]?.name ?? '';
    // Only a segment of the path: a setting with a slash in it is none that leads back to one app.
    expression += '([^/?#]+)';
    groups.push(name);
  }
  const rest = path.slice(at);
  expression += literal(rest);
  weight += rest.replace(/\W/g, '').length;
  return { kind, expression: new RegExp(`^${expression}$`), groups, weight, common: isCommon(path) };
}

const templatesOf = ({ callbacks }: AppProfile): string[] =>
  callbacks.flatMap((one) => (typeof one === 'string' ? [one] : 'uri' in one ? [one.uri] : [one.example]));

let builtIn: readonly Pattern[] | undefined;

function patterns(own: OwnKinds | undefined): readonly Pattern[] {
  const of = (profile: AppProfile | undefined): Pattern[] =>
    profile === undefined
      ? []
      : [...new Set(templatesOf(profile))].flatMap((template) => patternOf(profile.kind, template) ?? []);
  builtIn ??= allApps()
    .filter(isProduct)
    .flatMap(({ profile }) => of(profile));
  return [...builtIn, ...Object.values(own ?? {}).flatMap(of)];
}

/** True if the app’s redirect URI may be its own address. */
const hasBareCallback = (profile: AppProfile | undefined): boolean =>
  profile !== undefined &&
  templatesOf(profile).some((template) => /^\{app\.(?:url|origin)\}\/?$/.test(template));

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** True if a name that somebody gave means this kind of app, e.g. `my-grafana` or “Grafana (home)”. */
function isNamed(kind: string, own: OwnKinds | undefined, names: readonly string[]): boolean {
  const words = [plain(kind), plain(appOf(kind, own).name)];
  return names.some((name) => {
    const whole = plain(name);
    const parts = name.toLowerCase().split(/[^a-z0-9]+/);
    return words.some(
      (word) => whole === word || parts.includes(word) || (word.length >= 6 && whole.includes(word)),
    );
  });
}

/** No address of a login is longer. Looking for the parts of a longer one could take very long. */
const LONGEST_URI = 2_000;
/** So many of a client are looked at. */
const MOST_URIS = 50;

/**
 * The apps that a client of a provider may belong to, the likeliest first: by its redirect URIs, its id, its name and
 * the first word of its host.
 * Empty if nothing fits. An address that several apps have decides nothing unless a name does.
 */
export function recogniseApp(
  given: {
    readonly client_id: string;
    readonly client_name?: string;
    readonly redirect_uris: readonly string[];
  },
  own?: OwnKinds,
): readonly Candidate[] {
  const client = {
    ...given,
    redirect_uris: given.redirect_uris.filter((uri) => uri.length <= LONGEST_URI).slice(0, MOST_URIS),
  };
  const hosts = client.redirect_uris.flatMap(
    (uri) => /^https?:\/\/([^/?#:]+)/i.exec(uri)?.[1]?.split('.')[0] ?? [],
  );
  const names = [client.client_id, client.client_name ?? '', ...hosts].filter((name) => name !== '');
  const found = new Map<string, Candidate>();
  for (const { kind, expression, groups, weight, common } of patterns(own)) {
    for (const uri of client.redirect_uris) {
      const match = expression.exec(uri);
      if (!match) continue;
      const values = Object.fromEntries(groups.map((name, index) => [name, match[index + 1]!]));
      const settings = Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          name.startsWith('settings.') ? [[name.slice('settings.'.length), value]] : [],
        ),
      );
      const url = values['base'];
      const known = found.get(kind);
      const by = isNamed(kind, own, names) ? 'both' : 'address';
      // A private scheme of a phone app doesn't say where the app itself is.
      const better = known === undefined || (known.url === '' && url !== undefined) || weight > known.weight;
      if (better) found.set(kind, { kind, url: url ?? known?.url ?? '', settings, by, weight, common });
    }
  }
  const bare = client.redirect_uris
    .filter((uri) => !LOOPBACK.test(uri))
    .every((uri) => /^https?:\/\/[^/?#]+\/?$/i.test(uri));
  const withAddress = [...found.values()].filter(({ url }) => url !== '');
  const named = [
    ...new Set([
      ...allApps()
        .filter(isProduct)
        .map(({ kind }) => kind),
      ...Object.keys(own ?? {}),
    ]),
  ]
    .filter((kind) => !found.has(kind) && isNamed(kind, own, names))
    .flatMap((kind): Candidate[] => {
      const url = originOf(client.redirect_uris);
      if (url === undefined) return [];
      // An app whose redirect URI is its own address has nothing but its name.
      const by = bare && hasBareCallback(appOf(kind, own).profile) ? 'both' : 'name';
      return [{ kind, url, settings: {}, by, weight: 0, common: false }];
    });
  const rank = { both: 0, address: 1, name: 2 } as const;
  return [...withAddress, ...named].sort((a, b) => rank[a.by] - rank[b.by] || b.weight - a.weight);
}

/** The origin of the first address of the web that is not this machine's. */
export function originOf(uris: readonly string[]): string | undefined {
  const origins = uris.flatMap((uri) => /^https?:\/\/[^/?#]+/i.exec(uri)?.[0] ?? []);
  return origins.find((origin) => !LOOPBACK.test(origin)) ?? origins[0];
}

/** An address of this machine, as a test login has it. */
export const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?(?:\/|$)/i;
