import { isObject, type Json, treeAt, valuesAtPlace } from '../../../shared/apply/compare.ts';
import type { ApplySide, PagedList } from '../../../shared/apply/things.ts';
import type { GivenFile } from '../../../shared/existing/doctor/reading.ts';
import { type LiveClient, liveDifferences } from '../../../shared/existing/import/live.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import type { Api } from './api.ts';
import type { Ready } from './sides.ts';

type Of = Pick<ApplySide, 'product' | 'origin' | 'clients'>;

/** Nobody has more; a server that answers for ever ends here. */
const MOST_PAGES = 100;

/**
 * All clients that a provider holds, as its API answers them, to be read as files of it are. They have the clients'
 * secrets in them where the product shows those. Changes nothing.
 *
 * Codes: those of the API, `apply-incomplete`.
 */
export async function readClients(of: Of, api: Api): Promise<Result<readonly GivenFile[]>> {
  const files: GivenFile[] = [];
  for (const one of of.clients ?? []) {
    const entries = await readPages(of, one, api);
    if (!entries.ok) return entries;
    const at = one.list.split('.').slice(0, -1).join('/');
    files.push({
      name: `${of.product} at ${of.origin}${new URL(one.url).pathname}`,
      text: JSON.stringify(at === '' ? entries.value : treeAt([{ path: at, value: entries.value }]), null, 2),
    });
  }
  return ok(files);
}

/** Every entry of a list, page by page. One that moved to the next page meanwhile counts once. */
async function readPages(
  { product }: Of,
  { url, list, pages }: PagedList,
  api: Api,
): Promise<Result<readonly Json[]>> {
  const { query, counts, size, total: where } = pages;
  const found = new Map<string, Json>();
  let total: Json | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const at = new URL(url);
    at.searchParams.set(query, String(counts === 'pages' ? page + 1 : page * size));
    const answer = await api.send({
      method: 'GET',
      url: at.href,
      // There may be no page after the last.
      ...(page === 0 ? {} : { absent: true as const }),
    });
    if (!answer.ok) return answer;
    const entries = valuesAtPlace(answer.value ?? [], list);
    const before = found.size;
    for (const one of entries) found.set(JSON.stringify(one), one);
    if (where !== undefined && isObject(answer.value)) [total] = valuesAtPlace(answer.value, where);
    // Some answer with the last page again after it.
    if (entries.length >= size && found.size > before) continue;
    return typeof total !== 'number' || found.size >= total
      ? ok([...found.values()])
      : fail(
          'apply-incomplete',
          `${product} says that it has ${total} entries there, and gave ${found.size} of them. Nothing follows from a part: try again.`,
        );
  }
  return fail(
    'apply-incomplete',
    `${product} gave ${found.size} entries and did not come to an end, so nothing follows from them.`,
  );
}

/** What of the live clients the entries of the apps could take over, by the app's key. Those that are not there have none. */
export async function liveOf(
  workspace: Workspace,
  ready: readonly Pick<Ready, 'side' | 'api'>[],
): Promise<Result<ReadonlyMap<string, LiveClient>>> {
  const found = new Map<string, LiveClient>();
  const answers = new Map<string, readonly GivenFile[]>();
  for (const { side, api } of ready) {
    // A further client of an app follows from the app, so nothing of it is stated.
    if (side.clients === undefined || workspace.apps[side.app] === undefined) continue;
    let files = answers.get(side.owner);
    if (files === undefined) {
      const read = await readClients(side, api);
      if (!read.ok) return read;
      files = read.value;
      answers.set(side.owner, files);
    }
    const client = liveDifferences(files, workspace, side.app, side.client_id);
    if (client !== undefined) found.set(side.app, client);
  }
  return ok(found);
}
