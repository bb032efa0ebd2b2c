import { describe, expect, it } from 'vitest';
import { compare } from '../../../shared/apply/compare.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { type AppGiven, bagOf, connect } from '../../helpers/app-connection.ts';
import { allText } from '../../helpers/deliverables.ts';

const SECRET = 'Planted4ClientSecret9876543210abcdef';
/** One that sends PKCE, and one that does not. */
const APPS: readonly AppGiven[] = [{ kind: 'kestra' }, { kind: 'romm' }];
const connectionOf = (kind: string, app: AppGiven, require_pkce?: boolean) => {
  const { versions, url } = builtInProvider(kind)!;
  return connect(
    { ...app, ...(require_pkce === undefined ? {} : { require_pkce }) },
    { kind, url: url.example, version: versions.lines.at(-1)! },
  );
};

/**
 * Where a client can be told to demand PKCE, by a profile. At Rauthy a client that does not demand it refuses an app that
 * sends it, so the app alone decides there.
 */
const FOLLOWING = [...PROVIDER_PROFILE_KINDS].filter(
  (kind) =>
    kind !== 'rauthy' &&
    builtInProvider(kind)!.hook === undefined &&
    connectionOf(kind, APPS[0]!).provider.traits.value.pkce_enforcement === 'per-client',
);

describe.each(FOLLOWING)('require_pkce at %s', (kind) => {
  it.each(APPS)('is followed for $kind in what is rendered', (app) => {
    const texts = [true, false, undefined].map((require_pkce) => {
      const connection = connectionOf(kind, app, require_pkce);
      const rendered = renderDeliverables([connection], bagOf(connection, SECRET));
      return rendered
        .filter(({ side }) => side === 'provider')
        .map(allText)
        .join('\n');
    });
    const connection = connectionOf(kind, app);
    expect(texts[0]).not.toBe(texts[1]);
    expect(texts[2]).toBe(connection.pkce.app_uses ? texts[0] : texts[1]);
  });
});

describe.each([
  ['keycloak', 'attributes/pkce.code.challenge.method', ['S256', '']],
  ['pocket-id', 'pkceEnabled', [true, false]],
] as const)('require_pkce through the API of %s', (kind, path, [demanded, free]) => {
  const clientOf = (require_pkce: boolean | undefined, app = APPS[0]!) => {
    const connection = connectionOf(kind, app, require_pkce);
    const side = applySide(connection, 'provider', bagOf(connection, SECRET));
    if (isNoWay(side)) throw new Error(side.why);
    return side.things[0]!;
  };
  const differences = (wanted: boolean | undefined, now: boolean | undefined) =>
    compare(clientOf(wanted).wanted, clientOf(now).wanted, []).differences.map((one) => [
      one.path,
      one.now,
      one.wanted,
    ]);

  it('is a difference in both directions, and none where it says what counts anyway', () => {
    expect(differences(false, true)).toEqual([[path, demanded, free]]);
    expect(differences(true, false)).toEqual([[path, free, demanded]]);
    expect([differences(true, undefined), differences(undefined, true)]).toEqual([[], []]);
  });

  it('lets in an app that sends none, where somebody made the client demand it', () => {
    const made = clientOf(true).wanted;
    const silent = clientOf(undefined, APPS[1]);
    expect(compare(silent.wanted, made, []).differences.map((one) => one.path)).toContain(path);
  });
});
