import { expect } from 'vitest';
import { type Page, Visitor } from '../visitor.ts';

/** Base URL of a test authentik, and an administrator's API token there. Tests delete what they create. */
export const URL_OF = process.env['AUTHENTIK_URL']?.replace(/\/+$/, '');
export const TOKEN = process.env['AUTHENTIK_TOKEN'];

/** The reason why the tests at a running authentik can't run, or undefined. */
export const whyNot = (): string | undefined =>
  !URL_OF
    ? 'AUTHENTIK_URL does not name an authentik'
    : TOKEN
      ? undefined
      : 'AUTHENTIK_TOKEN (an API token of an administrator) is missing';

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** Asks its API as an administrator. */
export async function api(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${URL_OF}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const json = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  return { status: response.status, json };
}

/** The same for what has to succeed. */
export async function made(path: string, body: unknown): Promise<Record<string, unknown>> {
  const { status, json } = await api('POST', path, body);
  expect([200, 201, 204], `${path}: ${status} ${JSON.stringify(json).slice(0, 400)}`).toContain(status);
  return json;
}

export const versionOf = async (): Promise<string> =>
  String((await api('GET', '/admin/version/')).json['version_current'] ?? '');

/** Goes through authentik's flows with the API that its own pages use. */
export async function signIn(
  url: string,
  person: { readonly username: string; readonly password: string },
): Promise<Page> {
  const visitor = new Visitor(undefined, [new URL(URL_OF!).hostname]);
  let page = await visitor.open(url);
  for (let step = 0; step < 12; step++) {
    const at = new URL(page.url);
    const flow = /\/if\/flow\/([^/]+)\//.exec(at.pathname)?.[1];
    if (flow === undefined) return page;
    const executor = `${at.origin}/api/v3/flows/executor/${flow}/?query=${encodeURIComponent(at.search.slice(1))}`;
    let challenge = JSON.parse((await visitor.open(executor)).body) as { component: string; to?: string };
    for (let stage = 0; challenge.to === undefined && stage < 6; stage++) {
      const { component } = challenge;
      const filled =
        component === 'ak-stage-identification'
          ? { uid_field: person.username, password: person.password }
          : component === 'ak-stage-password'
            ? { password: person.password }
            : {};
      const sent = await visitor.post(executor, { component, ...filled });
      const next =
        sent.location === undefined ? sent : await visitor.open(new URL(sent.location, executor).href);
      challenge = JSON.parse(next.body) as typeof challenge;
    }
    if (challenge.to === undefined) throw new Error(`authentik stops at ${challenge.component}.`);
    page = await visitor.open(new URL(challenge.to, at).href);
  }
  return page;
}
