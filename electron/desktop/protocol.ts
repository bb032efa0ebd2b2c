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

/** Chromium's net::ERR_FAILED. */
const FAILED = -2;

/**
 * Serves the built pages in `root` under `app://latchkey/`, and nothing else under that scheme.
 *
 * `protocol.handle` is the newer way, but before its first answer it loads a whole implementation of fetch, which the
 * window waits for (docs/packaging.md has the figures).
 */
export function setupPageProtocol(session: Session, root: string): void {
  session.protocol.registerBufferProtocol(PAGE_SCHEME, (request, callback) => {
    handlePageRequest(request, root).then(callback, () => callback({ error: FAILED }));
  });
}

/** Answers one request under our scheme. */
export async function handlePageRequest(
  request: Pick<Electron.ProtocolRequest, 'method' | 'url'>,
  root: string,
): Promise<Electron.ProtocolResponse> {
  const url = canParseUrl(request.url) ? new URL(request.url) : undefined;
  const { status, headers, body } =
    url?.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST
      ? await answerPageRequest(root, request.method, url.pathname)
      : plainAnswer(404, 'There is no such page.');
  return {
    statusCode: status,
    headers: { ...headers },
    data: Buffer.from(request.method === 'HEAD' ? '' : body),
  };
}
