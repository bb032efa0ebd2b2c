import type { Json } from '../../../shared/apply/compare.ts';
import { addressed, type Found, foundIn, type Key, keyOf, shownOf } from '../../../shared/apply/plan.ts';
import type { ApplySide, Find, Thing, ThingRequest } from '../../../shared/apply/things.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Api } from './api.ts';

/** What is needed to ask for a thing. */
export type Readable = Pick<Thing, 'id' | 'title' | 'read' | 'key'>;

/** What is asked and known on one way through a side: the same address is asked once until something is sent. */
export class Pass {
  readonly keys = new Map<string, readonly Key[]>();
  readonly #api: Api;
  readonly #answers = new Map<string, Json | undefined>();

  constructor(api: Api, looked: ReadonlyMap<string, readonly LookedUp[]> = new Map()) {
    this.#api = api;
    for (const [id, all] of looked)
      this.keys.set(
        id,
        all.flatMap(({ key }) => key ?? []),
      );
  }

  /** Asks for one thing. Without the thing that its address names, it is not there. */
  async read(thing: Readable): Promise<Result<Found>> {
    const url = addressed(thing.read.url, this.keys);
    if (url === undefined) return ok(undefined);
    const answer = await this.ask(url, thing.read.absent);
    if (!answer.ok) return answer;
    const found = answer.value === undefined ? undefined : foundIn(thing, answer.value);
    const key = keyOf(thing, found);
    if (key !== undefined) this.keys.set(thing.id, [key]);
    return ok(shownOf(thing, found));
  }

  /** @param absent true where HTTP 404 says that there is no such thing */
  async ask(url: string, absent?: true): Promise<Result<Json | undefined>> {
    if (this.#answers.has(url)) return ok(this.#answers.get(url));
    const answer = await this.#api.send({ method: 'GET', url, ...(absent ? { absent } : {}) });
    if (answer.ok) this.#answers.set(url, answer.value);
    return answer;
  }

  send(request: ThingRequest, body?: object): Promise<Result<Json | undefined>> {
    this.#answers.clear();
    return this.#api.send(request, body);
  }
}

/** What was looked up under one id, with its key if it is there. */
export interface LookedUp {
  readonly find: Find;
  readonly key: Key | undefined;
}

/** Looks up everything that has to be there already. Code: `apply-lacks`, before anything is sent. */
export async function lookUp(side: ApplySide, api: Api): Promise<Result<Map<string, LookedUp[]>>> {
  const pass = new Pass(api);
  const looked = new Map<string, LookedUp[]>();
  for (const find of side.finds) {
    const answer = await pass.ask(find.read.url);
    if (!answer.ok) return answer;
    const found = answer.value === undefined ? undefined : foundIn(find, answer.value);
    const key = keyOf(find, found);
    if (key === undefined && find.without === 'stop')
      return fail('apply-lacks', `${side.product} does not have ${find.title}. ${find.lacks}`);
    looked.set(find.id, [...(looked.get(find.id) ?? []), { find, key }]);
  }
  return ok(looked);
}
