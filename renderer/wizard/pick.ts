import { CATEGORIES, type Category } from '../../shared/profile/categories.ts';

/** What the picker has to know of an app to find and to group it. */
export interface Pickable {
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  readonly category?: Category;
  readonly is_own?: true;
}

/** Lower case, without accents. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Only letters and digits, so that “Wiki.js”, “wiki js” and “WikiJS” are one. */
const squashed = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

/** What is searched of an app, in the form in which it is compared. */
interface Searched {
  readonly name: string;
  readonly kind: string;
  readonly parts: readonly string[];
  readonly text: readonly string[];
  readonly whole: string;
}

/** An app is made ready for the search once, and not again at each letter. */
const searched = new WeakMap<Pickable, Searched>();

function searchedOf(app: Pickable): Searched {
  const before = searched.get(app);
  if (before) return before;
  const { kind, name, description } = app;
  const text = wordsIn(`${name} ${kind} ${description}`);
  const own = squashed(name);
  const ready = { name: own, kind: squashed(kind), parts: wordsIn(name), text, whole: own + text.join(' ') };
  searched.set(app, ready);
  return ready;
}

const wordsIn = (text: string): string[] => plain(text).split(/[^\p{L}\p{N}]+/u);

/** How well a name and a description fit what was typed: 0 is best. Undefined: they don't. */
function rank(app: Pickable, words: readonly string[]): number | undefined {
  const { name, kind, parts, text, whole } = searchedOf(app);
  const all = words.join('');
  if (name === all || kind === all) return 0;
  if (name.startsWith(all)) return 1;
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  if (name.includes(all)) return 3;
  if (words.every((word) => text.some((part) => part.startsWith(word)))) return 4;
  return words.every((word) => whole.includes(word)) ? 5 : undefined;
}

/** The words that were typed. Empty: nothing is searched for. */
const wordsOf = (query: string): string[] =>
  query
    .split(/\s+/)
    .map(squashed)
    .filter((word) => word !== '');

/** The apps that fit what was typed, the best first. All of them in their order if nothing was. */
export function findApps<T extends Pickable>(apps: readonly T[], query: string): readonly T[] {
  const words = wordsOf(query);
  if (words.length === 0) return query.trim() === '' ? apps : [];
  return apps
    .map((app) => ({ app, rank: rank(app, words) }))
    .filter((one): one is { app: T; rank: number } => one.rank !== undefined)
    .sort((a, b) => a.rank - b.rank)
    .map(({ app }) => app);
}

/** At most three apps whose names are nearly what was typed, for a slip of the finger. */
export function similarApps<T extends Pickable>(apps: readonly T[], query: string): readonly T[] {
  const typed = squashed(query).slice(0, 40);
  if (typed.length < 3) return [];
  const most = Math.max(1, Math.floor(typed.length / 3));
  return apps
    .map((app) => ({ app, far: slips(typed, searchedOf(app).name.slice(0, 40), most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ app }) => app);
}

/** How many letters are wrong, missing, too many or swapped; anything above `most` counts as `most + 1`. */
function slips(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last]: number[][] = [[], [...other, ''].map((_letter, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(now[column - 1]! + 1, last![column]! + 1, last![column - 1]! + (same ? 0 : 1));
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least = Math.min(least, before![column - 2]! + 1);
      now.push(least);
    }
    [before, last] = [last!, now];
  }
  return Math.min(last![other.length]!, most + 1);
}

export interface Group<T> {
  /** `own`: described beside the workspace, or of no category. */
  readonly category: Category | 'own';
  readonly apps: readonly T[];
}

/** The apps by what they are for, in the order of the list; what people described themselves is first. */
export function groupApps<T extends Pickable>(apps: readonly T[]): readonly Group<T>[] {
  const of = (category: Category | 'own') =>
    apps.filter((app) => (app.is_own ? 'own' : (app.category ?? 'own')) === category);
  return (['own', ...CATEGORIES] as const)
    .map((category) => ({ category, apps: of(category) }))
    .filter((group) => group.apps.length > 0);
}

/** Where a tile stands in the window. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** The tile that a key leads to from one of several, which stand in rows. Undefined: the key leads nowhere. */
export function neighbour(places: readonly Place[], from: number, key: string): number | undefined {
  const here = places[from];
  if (here === undefined) return undefined;
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : undefined;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : undefined;
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
    case 'ArrowUp': {
      const down = key === 'ArrowDown';
      const beyond = places
        .map((place, at) => ({ at, ...place }))
        .filter(({ top }) => (down ? top > here.top : top < here.top));
      const row = beyond.reduce<number | undefined>(
        (nearest, { top }) =>
          nearest === undefined || Math.abs(top - here.top) < Math.abs(nearest - here.top) ? top : nearest,
        undefined,
      );
      return beyond
        .filter(({ top }) => top === row)
        .reduce<{ at: number; left: number } | undefined>(
          (best, one) =>
            best === undefined || Math.abs(one.left - here.left) < Math.abs(best.left - here.left)
              ? one
              : best,
          undefined,
        )?.at;
    }
    default:
      return undefined;
  }
}
