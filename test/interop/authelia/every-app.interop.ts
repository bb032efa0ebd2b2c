import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHmacSecret, generateSigningKey } from '../../../electron/services/secrets/generate.ts';
import { allApps, appOf } from '../../../shared/catalog/apps/index.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { renderAutheliaProvider } from '../../../shared/render/authelia/provider.ts';
import { isClient } from '../../../shared/render/render.ts';
import type { AppEntry, AppKind } from '../../../shared/workspace/types.ts';
import { bagFor, connect, fileAt, textOf } from '../../shared/render/provider-support.ts';
import { interopPart } from '../results.ts';
import { autheliaVersion, makePlace, type Place, validate, whyNot } from './server.ts';

const KINDS = allApps()
  .map(({ kind }) => kind)
  .filter((kind) => kind !== 'custom');

/** How an app is set up here: plain, and with everything that adds lines to Authelia's side. */
const GIVEN: readonly Partial<AppEntry>[] = [
  {},
  {
    groups: ['family'],
    policy: 'two_factor',
    consent: '4w',
    test_redirect_uri: 'http://127.0.0.1:53682/callback',
  },
];

/** Every app at its oldest and at its newest version, as apps of one workspace. */
function workspaceOf(kinds: readonly AppKind[], given: Partial<AppEntry>): Connection[] {
  const entries = kinds.flatMap((kind) => {
    const { versions, editions } = appOf(kind);
    const edition = editions?.find((one) => one.supported)?.id;
    return [versions.lines[0]!, versions.lines.at(-1)!].map((version, index) => {
      const entry = { kind, version, ...(edition === undefined ? {} : { edition }), ...given };
      return [`${kind.slice(0, 30)}-${index}`, entry] as const;
    });
  });
  const at = (apps: typeof entries) => connect({ version: '4.39' }, Object.fromEntries(apps));
  // An app that makes its callback itself is a client only once that is written down.
  const later = at(entries).map((one) =>
    isClient(one) ? {} : { redirect_uris: ['https://app.example.com/later'] },
  );
  return at(entries.map(([id, entry], index) => [id, { ...entry, ...later[index] }] as const));
}

interopPart(
  {
    part: 4,
    program: 'Authelia: every app',
    proved: `authelia config validate takes the rendered block for ${KINDS.length} apps, of each alone and of all in one workspace.`,
    version: () => autheliaVersion() ?? '',
    skip: whyNot(),
  },
  () => {
    let place: Place;
    let bagOf: (connections: readonly Connection[]) => ReturnType<typeof bagFor>;
    beforeAll(async () => {
      place = await makePlace();
      const home = { hmac_secret: generateHmacSecret(), jwks_key: await generateSigningKey({ kty: 'RSA' }) };
      bagOf = (connections) => ({ ...bagFor(connections), providers: { home } });
    });
    afterAll(() => place?.remove());

    async function judge(name: string, connections: readonly Connection[]): Promise<void> {
      expect(connections.filter(isClient)).toHaveLength(connections.length);
      const block = fileAt(renderAutheliaProvider(connections, bagOf(connections)), 'home/authelia-oidc.yml');
      const rendered = join(place.folder, `${name}.yml`);
      writeFileSync(rendered, textOf(block), { mode: 0o600 });
      const { ok, output } = await validate(place, rendered);
      expect(output, name).not.toMatch(/identity_providers|oidc/i);
      expect(ok, output).toBe(true);
    }

    it.each(KINDS)('%s alone', async (kind) => {
      for (const given of GIVEN) await judge(kind, workspaceOf([kind], given));
    });

    it.each(GIVEN)('all in one workspace %#', async (given) => {
      await judge('all', workspaceOf(KINDS, given));
    });
  },
);
