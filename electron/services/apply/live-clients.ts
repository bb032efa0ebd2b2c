import type { ApplySide } from '../../../shared/apply/things.ts';
import type { GivenFile } from '../../../shared/existing/doctor/reading.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Api } from './api.ts';

/**
 * All clients that a provider holds, as its API answers them, to be read as files of it are. They have the clients'
 * secrets in them where the product shows those. Changes nothing.
 *
 * Codes: those of the API.
 */
export async function readClients(
  { product, origin, clients = [] }: Pick<ApplySide, 'product' | 'origin' | 'clients'>,
  api: Api,
): Promise<Result<readonly GivenFile[]>> {
  const files: GivenFile[] = [];
  for (const url of clients) {
    const answer = await api.send({ method: 'GET', url });
    if (!answer.ok) return answer;
    files.push({
      name: `${product} at ${origin}${new URL(url).pathname}`,
      text: JSON.stringify(answer.value ?? [], null, 2),
    });
  }
  return ok(files);
}
