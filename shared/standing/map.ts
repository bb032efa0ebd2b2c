import type { Cause, Standing, StandingWord } from './standing.ts';

/** An app as the overview draws it. */
export interface MapApp {
  readonly id: string;
  /** Undefined while the host has not said how it stands. */
  readonly standing: Standing | undefined;
  /** True while a test of it runs. */
  readonly testing: boolean;
  /** True if nothing is known to be wrong with it but the cause that stands at its provider. */
  readonly waits: boolean;
  /** True if a comparison showed that a product has something else than the workspace says. */
  readonly differs: boolean;
  readonly group: MapGroup;
}

/** `needs`: something is to be done here. `works`: a test login passed. `others`: neither. */
export type MapGroup = 'needs' | 'waits' | 'works' | 'others';

export interface MapProvider {
  readonly id: string;
  /** What keeps all of its apps from signing in, said once. */
  readonly cause: Cause | undefined;
  /** When that was last seen, ISO 8601. */
  readonly since: string | undefined;
  readonly apps: readonly MapApp[];
}

/** What is known of one app, for the map. */
export interface MapFacts {
  readonly id: string;
  readonly provider: string;
  readonly standing: Standing | undefined;
  readonly testing: boolean;
  readonly differs?: boolean;
}

const WORKING: ReadonlySet<StandingWord> = new Set(['connected', 'login', 'way-back']);

/**
 * The overview as a map: providers with their apps, in the order given, those that need the person first. A cause
 * that lies at the provider stands there once, and the apps that it stopped wait: nothing is wrong with them. It
 * counts as long as no newer test of another of its apps found the provider well.
 */
export function mapOf(providers: readonly string[], facts: readonly MapFacts[]): readonly MapProvider[] {
  const byProvider = new Map<string, MapFacts[]>(providers.map((id) => [id, []]));
  for (const fact of facts) byProvider.get(fact.provider)?.push(fact);
  return [...byProvider].map(([id, own]): MapProvider => {
    const stopped = newestStop(own);
    const apps = own.map((fact) => {
      const cause = fact.standing?.word === 'fail' ? fact.standing.cause : undefined;
      const waits = !fact.testing && cause?.of_provider === true && stopped?.cause.id === cause.id;
      return {
        id: fact.id,
        standing: fact.standing,
        testing: fact.testing,
        waits,
        differs: fact.differs === true,
        group: groupOf(fact, waits),
      };
    });
    return { id, cause: stopped?.cause, since: stopped?.at, apps: apps.sort(neediestFirst) };
  });
}

/** The newest failure that lies at the provider, if nothing newer speaks against it. */
function newestStop(own: readonly MapFacts[]): { readonly cause: Cause; readonly at: string } | undefined {
  const latest = own
    .flatMap(({ standing }) => {
      const light = standing?.lights.find((one) => one.light === 'provider')?.status;
      return standing?.at !== undefined && (light === 'fail' || light === 'pass' || light === 'warn')
        ? [{ standing, at: standing.at, light }]
        : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))[0];
  const cause = latest?.standing.cause;
  return latest?.light === 'fail' && cause?.of_provider ? { cause, at: latest.at } : undefined;
}

function groupOf({ standing, testing, differs }: MapFacts, waits: boolean): MapGroup {
  if (testing || standing === undefined) return 'others';
  if (waits) return 'waits';
  if (standing.needs_you || differs === true) return 'needs';
  return WORKING.has(standing.word) || (standing.word === 'warn' && standing.logged_in) ? 'works' : 'others';
}

/** Red before amber; what doesn't need anybody keeps its order. */
const neediestFirst = (a: MapApp, b: MapApp): number => urgency(b) - urgency(a);

const urgency = ({ group, standing }: MapApp): number =>
  group !== 'needs' ? 0 : standing?.state === 'fail' ? 3 : standing?.word === 'unapplied' ? 1 : 2;

/** How long before its end a test may have had an answer. */
const TEST_MS = 60_000;

/**
 * How the way from people to the provider is, as far as it was seen from here. A failure between the provider and its apps
 * says nothing of it, nor does one that is of this machine alone.
 */
export function wayOfPeople(
  { cause, since }: Pick<MapProvider, 'cause' | 'since'>,
  answeredAt: string | null,
): 'open' | 'unknown' | 'stopped' {
  const answered =
    answeredAt !== null &&
    (cause === undefined || since === undefined || Date.parse(answeredAt) >= Date.parse(since) - TEST_MS);
  if (answered) return 'open';
  return cause?.side === 'provider' || cause?.side === 'proxy' ? 'stopped' : 'unknown';
}

/** What the overview says above the map. */
export type MapTitle =
  | { readonly word: 'empty' | 'looking' | 'connected' | 'good' | 'unseen'; readonly total: number }
  | {
      readonly word: 'stopped';
      readonly provider: string;
      /** How many providers stop apps. */
      readonly stopped: number;
      /** True if the cause lies elsewhere, so that the provider is not to blame. */
      readonly unreached?: true;
      readonly waiting: number;
      readonly total: number;
    }
  | {
      readonly word: 'needed';
      readonly needing: number;
      readonly working: number;
      readonly total: number;
    };

/** What needs the person, first: a provider that stops several apps, then the apps. */
export function titleOf(map: readonly MapProvider[]): MapTitle {
  const apps = map.flatMap((provider) => provider.apps);
  const total = apps.length;
  const count = (group: MapGroup) => apps.filter((app) => app.group === group).length;
  if (total === 0) return { word: 'empty', total };
  const stopped = map.filter((provider) => provider.cause !== undefined);
  const [first] = stopped;
  if (first)
    return {
      word: 'stopped',
      provider: first.id,
      stopped: stopped.length,
      ...(stopped.some(({ cause }) => cause?.side === 'provider') ? {} : { unreached: true as const }),
      waiting: stopped.flatMap((one) => one.apps).filter(({ waits }) => waits).length,
      total,
    };
  if (count('needs') > 0) return { word: 'needed', needing: count('needs'), working: count('works'), total };
  if (apps.some(({ standing }) => standing === undefined)) return { word: 'looking', total };
  if (apps.every(({ standing }) => standing?.word === 'connected')) return { word: 'connected', total };
  return { word: apps.every(({ standing }) => standing?.state === 'pass') ? 'good' : 'unseen', total };
}
