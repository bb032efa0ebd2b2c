import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { z } from 'zod';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { withoutEscapes } from '../../../shared/diagnosis/printable.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { readBody } from './body.ts';
import { networkFailure } from './failure.ts';
import { type Environment, proxyFor } from './proxy.ts';

/** A release of Latchkey. */
export interface Release {
  /** Without the `v` of its tag. */
  readonly version: string;
  /** Markdown as its author wrote it, to be shown as plain text; cut after 20,000 characters. */
  readonly notes: string;
  /** The page of the release. */
  readonly url: string;
}

const MAX_BYTES = 512 * 1024;
const MAX_NOTES = 20_000;
const PATIENCE_MS = 10_000;

const answer = z.object({
  tag_name: z.string().regex(/^v?\d+\.\d+\.\d+$/),
  html_url: z.string().max(2_000),
  body: z.string().nullish(),
});

/**
 * Asks for the newest release, once, without cookies or anything that tells who asks. The page of the release has
 * to be at the same site as the question, so that an answer can't lead elsewhere.
 *
 * Codes: `updates-unreachable`, `updates-unexpected`.
 *
 * @param source as `releasesOf` returns it
 */
export async function newestRelease(
  source: string,
  options: { readonly env?: Environment; readonly signal?: AbortSignal } = {},
): Promise<Result<Release>> {
  const dispatcher = dispatcherFor(new URL(source), options.env ?? process.env);
  try {
    const total = AbortSignal.timeout(PATIENCE_MS);
    const { statusCode, headers, body } = await request(source, {
      dispatcher,
      signal: options.signal ? AbortSignal.any([options.signal, total]) : total,
      headers: { 'user-agent': 'Latchkey', accept: 'application/vnd.github+json' },
    });
    const { bytes, truncated } = await readBody(body, headers, MAX_BYTES);
    if (statusCode !== 200 || truncated) return unexpected(`status ${statusCode}`);
    const parsed = answer.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!parsed.success) return unexpected('another form');
    const { tag_name, html_url, body: notes } = parsed.data;
    if (!isBeside(html_url, source)) return unexpected('a page at another site');
    return ok({
      version: tag_name.replace(/^v/, ''),
      notes: plainLines(notes ?? ''),
      url: html_url,
    });
  } catch (error) {
    if (error instanceof SyntaxError) return unexpected('no JSON');
    return fail(
      'updates-unreachable',
      'The page of the releases could not be asked. Check the network, and try again later.',
      networkFailure(error).message,
    );
  } finally {
    await dispatcher.destroy();
  }
}

const plainLines = (text: string): string =>
  text.slice(0, MAX_NOTES).replaceAll('\t', '  ').split(/\r?\n/).map(withoutEscapes).join('\n').trim();

/** True for an https page (or one of this machine) at the host of the source, without the `api.` in front. */
function isBeside(page: string, source: string): boolean {
  if (!canParseUrl(page)) return false;
  const [at, asked] = [new URL(page), new URL(source)];
  return at.protocol === asked.protocol && at.host === asked.host.replace(/^api\./, '') && at.username === '';
}

function dispatcherFor(url: URL, env: Environment): Dispatcher {
  const proxy = proxyFor(url, env);
  return proxy === undefined ? new Agent() : new ProxyAgent(proxy);
}

const unexpected = (why: string) =>
  fail(
    'updates-unexpected',
    'The page of the releases answered in an unknown way. Look at it in your browser.',
    why,
  );
