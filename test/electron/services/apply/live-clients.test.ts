import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../../../electron/services/apply/api.ts';
import { readClients } from '../../../../electron/services/apply/live-clients.ts';
import { applySide } from '../../../../shared/apply/side.ts';
import { isNoWay } from '../../../../shared/apply/things.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { foundProviders } from '../../../../shared/existing/import/import.ts';
import { askingFor, liveDifferences } from '../../../../shared/existing/import/live.ts';
import { parseWorkspace } from '../../../../shared/workspace/parse.ts';
import type { ProviderEntry } from '../../../../shared/workspace/types.ts';
import { modelOf } from '../../../helpers/authentik/edits.ts';
import { APPLICATION, PROVIDER } from '../../../helpers/authentik/importer.ts';
import { type AuthentikApi, startAuthentikApi } from '../../../helpers/authentik/rest.ts';
import { type StandIn, startPocketId } from '../../../helpers/pocket-id.ts';

const TOKEN = 'planted-token-for-lists-91c4';

/** All clients that a provider of this kind answers with, as files of it. */
async function clientsOf(entry: ProviderEntry, token = TOKEN) {
  const side = applySide(askingFor('home', entry, undefined), 'provider', { clients: {}, providers: {} });
  if (isNoWay(side)) throw new Error(side.why);
  const api = await openApi(side, { token, secrets: [] });
  if (!api.ok) throw new Error(api.error.message);
  const files = await readClients(side, api.value);
  await api.value.close();
  return files;
}
async function idsOf(entry: ProviderEntry, token = TOKEN): Promise<string[]> {
  const files = await clientsOf(entry, token);
  if (!files.ok) throw new Error(`${files.error.code}: ${files.error.message}`);
  return foundProviders(readExisting(files.value)).flatMap(({ clients }) =>
    clients.map(({ client_id }) => client_id),
  );
}
const named = (count: number) =>
  Array.from({ length: count }, (_, at) => `app-${String(at).padStart(4, '0')}`);

describe('more clients than a page has', () => {
  let pocket: StandIn;
  let authentik: AuthentikApi;
  let realm: string[] = [];
  /** What the admin API of Keycloak takes: `first` and `max`, and a token for a client. */
  const keycloak = createServer((request, response) => {
    const url = new URL(request.url!, 'http://keycloak');
    const send = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname.endsWith('/token')) return void send({ access_token: 'short', token_type: 'Bearer' });
    const first = Number(url.searchParams.get('first') ?? 0);
    const max = Number(url.searchParams.get('max') ?? realm.length);
    return void send(
      realm.slice(first, first + max).map((clientId) => ({
        clientId,
        protocol: 'openid-connect',
        publicClient: true,
        redirectUris: [`https://${clientId}.example.com/cb`],
      })),
    );
  });
  let address = '';
  beforeAll(async () => {
    pocket = await startPocketId(TOKEN);
    authentik = await startAuthentikApi(modelOf('2026.8'), TOKEN);
    await new Promise<void>((done) => keycloak.listen(0, '127.0.0.1', done));
    address = `http://127.0.0.1:${(keycloak.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    keycloak.close();
    await Promise.all([pocket.close(), authentik.close()]);
  });

  it.each([0, 1, 99, 100, 101, 200, 235])('are all read: %i', async (count) => {
    const wanted = named(count);
    pocket.clients.clear();
    authentik.at = modelOf('2026.8');
    realm = wanted;
    for (const id of wanted) {
      pocket.clients.set(id, {
        id,
        name: id,
        callbackURLs: [`https://${id}.example.com/cb`],
        logoutCallbackURLs: [],
        launchURL: '',
        isPublic: false,
        pkceEnabled: true,
        skipConsent: true,
        isGroupRestricted: false,
        description: '',
        groups: [],
        credentials: { federatedIdentities: [], secrets: [] },
      });
      authentik.at.add(PROVIDER, {
        name: id,
        client_id: id,
        redirect_uris: [{ matching_mode: 'strict', url: `https://${id}.example.com/cb` }],
        authorization_flow: 1,
        property_mappings: [],
      });
    }
    expect(await idsOf({ kind: 'pocket-id', url: pocket.url, version: '2.14' })).toEqual(wanted);
    expect(await idsOf({ kind: 'authentik', url: authentik.url, version: '2026.8' })).toEqual(wanted);
    expect(
      await idsOf({ kind: 'keycloak', url: `${address}/realms/home`, version: '26.7' }, 'id:secret'),
    ).toEqual(wanted);
  });

  it('are not taken for all where the provider says that there are more, or has no end', async () => {
    const entry: ProviderEntry = { kind: 'pocket-id', url: pocket.url, version: '2.14' };
    pocket.before = () => ({ status: 200, body: { data: [], pagination: { totalItems: 7 } } });
    expect(await clientsOf(entry)).toMatchObject({ ok: false, error: { code: 'apply-incomplete' } });
    let turn = 0;
    pocket.before = () => ({
      status: 200,
      body: { data: named(100).map((id) => ({ id: `${id}-${turn++}`, callbackURLs: [] })) },
    });
    expect(await clientsOf(entry)).toMatchObject({
      ok: false,
      error: { code: 'apply-incomplete', message: expect.stringContaining('10000 entries') },
    });
    pocket.before = undefined;
  });

  it('of authentik become what their keys lead to: scopes, consent, slug and name', async () => {
    authentik.at = modelOf('2026.8');
    const { at } = authentik;
    const pk = (model: string, fields: object) => at.one(model, fields as never)!.pk;
    const provider = at.add(PROVIDER, {
      name: 'Provider for Notes',
      client_id: 'memos',
      client_type: 'confidential',
      redirect_uris: [{ matching_mode: 'strict', url: 'https://notes.example.com/auth/callback' }],
      authorization_flow: pk('authentik_flows.flow', {
        slug: 'default-provider-authorization-implicit-consent',
      }),
      invalidation_flow: pk('authentik_flows.flow', { slug: 'default-provider-invalidation-flow' }),
      issuer_mode: 'per_provider',
      property_mappings: ['openid', 'email'].map((scope_name) =>
        pk('authentik_providers_oauth2.scopemapping', { scope_name }),
      ),
    });
    at.add(APPLICATION, { name: 'Notes', slug: 'our-notes', provider: (provider as { pk: number }).pk });
    const files = await clientsOf({ kind: 'authentik', url: authentik.url, version: '2026.8' });
    if (!files.ok) throw new Error(files.error.message);
    const [found] = foundProviders(readExisting(files.value));
    expect(found!.clients).toMatchObject([
      {
        client_id: 'memos',
        client_name: 'Notes',
        slug: 'our-notes',
        scopes: ['openid', 'email'],
        consent: 'never',
      },
    ]);
    // Who may open it stands in none of the answers, and is told.
    expect(found!.clients[0]).not.toHaveProperty('groups');
    expect(found!.clients[0]!.leftovers.map(({ why }) => why).join()).toContain('name its groups');
    const parsed = parseWorkspace(`latchkey: 1
id: live
providers:
  home: { kind: authentik, url: ${authentik.url}, version: "2026.8" }
apps:
  memos: { kind: memos, url: https://notes.example.com, provider: home, client_id: memos, slug: our-notes }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const live = liveDifferences(files.value, parsed.workspace, 'memos', 'memos')!;
    expect(live.differences.map(({ key }) => key)).toEqual(['client_name', 'scopes', 'consent']);
    expect(live.unsaid).toEqual(expect.arrayContaining(['groups', 'policy']));
  });
});
