import { describe, expect, it } from 'vitest';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { noticeOnScreen, stepOnScreen, withLabels } from '../../../shared/client/on-screen.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { isApplied } from '../../../shared/step-order.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { bagFor, connect } from './provider-support.ts';

type Pair = readonly [string, Partial<ProviderEntry>, Partial<AppEntry>];

const PROVIDERS = PROVIDER_KINDS.flatMap((kind) =>
  providerOf(kind).versions.lines.flatMap((version) =>
    [{ setup: 'new' as const }, { setup: 'existing' as const }, {}].map(
      (setup): Pair => [`${kind} ${version} ${setup.setup ?? ''}`, { kind, version, ...setup }, {}],
    ),
  ),
);
const APPS = APP_KINDS.flatMap((kind) => {
  const { versions, editions = [] } = appOf(kind);
  return [...versions.lines, undefined].flatMap((version) =>
    [...editions.map(({ id }) => id), undefined].map(
      (edition): Pair => [
        `${kind} ${version ?? ''} ${edition ?? ''}`,
        {},
        {
          kind,
          ...(version === undefined ? {} : { version }),
          ...(edition === undefined ? {} : { edition }),
        },
      ],
    ),
  );
});
const ENTRIES: readonly Partial<AppEntry>[] = [
  { groups: ['family'], redirect_uris: ['https://memos.example.com/back'] },
  { url: 'http://memos.lan/sub', scopes: ['openid', 'else'], client_id: 'a-b' },
  { require_pkce: true, token_endpoint_auth_method: 'none', settings: { internal_issuer: 'http://in' } },
  {
    policy: 'own',
    access_token_signed_response_alg: 'RS256',
    token_endpoint_auth_method: 'client_secret_post',
  },
];

/** Everything that a screen says of this pair. */
function saidOf([, provider, app]: Pair) {
  return ENTRIES.flatMap((entry) => {
    const connections = connect(provider, {
      memos: { test_redirect_uri: 'http://127.0.0.1:8911/callback', ...app, ...entry },
    });
    const { settings } = connections[0]!.app.definition;
    const notices = connections[0]!.notices.map((notice) => noticeOnScreen(notice, settings));
    const steps = renderDeliverables(connections, bagFor(connections)).flatMap((one) =>
      one.form === 'guide' ? one.steps.map((step) => ({ ...step, side: one.side })) : [],
    );
    return [{ connection: connections[0]!, notices, steps, settings }];
  });
}

/** What is only in the workspace file, or typed where there is no screen. */
const OF_THE_FILE =
  /\bthe workspace\b|\bexport(?:ed)? again\b|latchkey (?:render|check|explain|profile)|on the command line to|\b[Ww]rite (?:setup|edition|version|groups|policy): |\bmetadata beside|--secrets|--discover|\b(?:redirect_paths|redirect_uris|test_redirect_uri|require_pkce|internal_issuer|access_token_signed_response_alg)\b/;

describe('on the screens', () => {
  it.each([...PROVIDERS, ...APPS])('nothing is about the file or the command line: %s', (...pair) => {
    const said = saidOf(pair).flatMap(({ notices, steps, settings }) => [
      ...notices.flatMap(({ message, fix }) => [message, fix ?? '']),
      ...steps.flatMap((step) => {
        const { where, note } = stepOnScreen(step, settings);
        // Entries of a file at the provider have the names of that file.
        return [step.title, where, (note ?? '').replaceAll(/Delete these lines from redirect_uris/g, '')];
      }),
    ]);
    expect(said.filter((text) => OF_THE_FILE.test(text))).toEqual([]);
  });

  it.each([...PROVIDERS, ...APPS])('a setting has the name of its field: %s', (...pair) => {
    const named = saidOf(pair).flatMap(({ notices, settings }) =>
      notices.flatMap(({ message, fix = '' }) =>
        settings.filter(
          ({ key }) =>
            key.includes('_') && new RegExp(`(?<![\\w./])${key}(?![\\w/])`).test(`${message} ${fix}`),
        ),
      ),
    );
    expect(named.map(({ key }) => key)).toEqual([]);
  });

  it('leaves alone what only looks like a setting', () => {
    const settings = [{ key: 'client_id', label: 'Name' }];
    expect(withLabels('Set client_id, “client_id” in the workspace.', settings)).toBe('Set “Name”, “Name”.');
    for (const text of ['my_client_id', 'client_id_path', 'a.client_id', 'client_id=x', '{"client_id":"…"}'])
      expect(withLabels(text, settings)).toBe(text);
  });
});

describe('a step of Apply', () => {
  /** What can’t be done, or needn’t, before the test. */
  const WAITS_FOR_A_LOGIN =
    /\b(?:signs? in once|log in once|then sign in|at level debug|if a login fails|after signing in)\b/i;

  it.each([...PROVIDERS, ...APPS])('asks for no login and reads no log of one: %s', (...pair) => {
    const early = saidOf(pair)
      .flatMap(({ steps }) => steps)
      .filter(({ title, where, after }) => isApplied(after) && WAITS_FOR_A_LOGIN.test(`${title} ${where}`));
    expect(early.map(({ id }) => id)).toEqual([]);
  });

  /** A step that is only for some says so in these words. */
  const ONLY_FOR_SOME =
    /^(?:If (?!your container|the provider insists)|Behind )|\bWithout a [a-z]+ there is nothing to do\b|\bIf there are none, there is nothing\b|^the accounts that exist\b/;

  it.each([...PROVIDERS, ...APPS])('that is not for everyone has a way past it: %s', (...pair) => {
    const unfit = saidOf(pair)
      .flatMap(({ steps }) => steps)
      .filter(({ after }) => isApplied(after))
      .filter(({ title, note = '', not_here }) => {
        const some = ONLY_FOR_SOME.test(note) || /\bthat exist\b/.test(title);
        return some && not_here === undefined;
      });
    expect(unfit.map(({ id }) => id)).toEqual([]);
    for (const { not_here = '' } of saidOf(pair).flatMap(({ steps }) => steps))
      expect(not_here.length).toBeLessThanOrEqual(28);
  });

  it.each(APPS)('is named by the notices that it does: %s', (...pair) => {
    for (const { notices, steps } of saidOf(pair))
      for (const { step } of notices)
        if (step !== undefined) expect(steps.map(({ id }) => id)).toContain(step);
  });
});
