import { describe, expect, it } from 'vitest';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import {
  builtInProfile,
  builtInProvider,
  PROFILE_KINDS,
  PROVIDER_PROFILE_KINDS,
} from '../../../shared/profile/built-in.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';

const SECRET = 'Planted4ClientSecret9876543210abcdef';
const KEYCLOAK = { kind: 'keycloak', url: 'https://id.example.com/realms/home', version: '26.7' } as const;

/** What is said of an API that was read, and that nobody has seen answer. */
const SAID = /how .+ API answers is known from its (?:source code|documentation), and was not seen/;

describe('an API that nobody has seen answer is said to be so, before anything is sent', () => {
  const said: Record<string, boolean> = {};

  it.each([...PROVIDER_PROFILE_KINDS])('at the provider %s', (kind) => {
    const { versions, url, api, sources } = builtInProvider(kind)!;
    // The newest line may be newer than what is known of its API.
    const sides = versions.lines.map((version) => {
      const connection = connect({ kind: 'grafana' }, { kind, url: url.example, version });
      return applySide(connection, 'provider', bagOf(connection, SECRET));
    });
    const side = sides.findLast((one) => !isNoWay(one));
    if (side === undefined || isNoWay(side) || api === undefined) return;
    said[kind] = side.leaves.some((one) => SAID.test(one));
    expect(said[kind]).toBe(sources[api.source!]!.certainty !== 'ran');
  });

  it.each([...PROFILE_KINDS])('at the app %s', (kind) => {
    const { api, sources } = builtInProfile(kind)!;
    const connection = connect({ kind }, KEYCLOAK);
    const side = applySide(connection, 'app', bagOf(connection, SECRET));
    if (isNoWay(side) || api === undefined) return;
    said[kind] = side.leaves.some((one) => SAID.test(one));
    expect(said[kind]).toBe(sources[api.source!]!.certainty !== 'ran');
  });

  it('of some it is, and of some not', () => {
    expect(said).toMatchObject({
      authentik: true,
      grafana: true,
      keycloak: false,
      'pocket-id': false,
      memos: false,
    });
  });
});
