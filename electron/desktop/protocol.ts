import { protocol, type Session } from 'electron';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import { answerPageRequest, plainAnswer } from '../page/files.ts';
import { PAGE_HOST, PAGE_SCHEME } from '../page/origin.ts';

/** Makes `app:` a secure scheme with its own origin. Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built pages in `root` under `app://latchkey/`, and nothing else under that scheme. */
export function setupPageProtocol(session: Session, root: string): void {
  session.protocol.handle(PAGE_SCHEME, (request) => handlePageRequest(request, root));
}

/** Answers one request under our scheme. */
export async function handlePageRequest(
  request: Pick<Request, 'method' | 'url'>,
  root: string,
): Promise<Response> {
  const url = canParseUrl(request.url) ? new URL(request.url) : undefined;
  const answer =
    url?.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST
      ? await answerPageRequest(root, request.method, url.pathname)
      : plainAnswer(404, 'There is no such page.');
  return new Response(request.method === 'HEAD' ? null : answer.body, {
    status: answer.status,
    headers: answer.headers,
  });
}
