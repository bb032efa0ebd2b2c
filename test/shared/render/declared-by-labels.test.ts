import { describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable, FileDeliverable } from '../../../shared/render/types.ts';
import { readCompose } from '../../../shared/targets/compose.ts';
import { APP_KINDS } from '../../../shared/workspace/kinds.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';

const SECRET = 'se$cret-$NAME-$$X-end';
const VOIDAUTH = { kind: 'voidauth', url: 'https://auth.example.com', version: '1.14' } as const;

/** A client that VoidAuth would know from the labels of a container, by its own rules. */
function clientsByLabels(labels: Readonly<Record<string, string>>): Record<string, Record<string, string>> {
  const clients: Record<string, Record<string, string>> = {};
  if (labels['voidauth.enable'] !== 'true') return clients;
  for (const [raw, value] of Object.entries(labels)) {
    const name = raw.toLowerCase();
    if (!name.startsWith('voidauth.oidc.')) continue;
    const [, , id, variable] = name.split('.', 4);
    if (id !== undefined && variable !== undefined)
      clients[id] = { ...clients[id], [variable.toUpperCase()]: value };
  }
  return clients;
}

/** The labels of each service as Compose hands them over: `$$` is one `$`, and a lone one would be replaced. */
function labelsOf(text: string): [service: string, Record<string, string>][] {
  const { services } = readYaml(text) as {
    services: Record<string, { labels: Record<string, unknown> }>;
  };
  return Object.entries(services).map(([service, { labels }]) => [
    service,
    Object.fromEntries(
      Object.entries(labels).map(([name, value]) => {
        expect([name, typeof value]).toEqual([name, 'string']);
        expect(String(value).replaceAll('$$', '')).not.toContain('$');
        return [name, String(value).replaceAll('$$', '$')];
      }),
    ),
  ]);
}

const isFile = (one: Deliverable): one is FileDeliverable => one.form === 'file';

describe('clients that are declared by labels', () => {
  it.each(APP_KINDS.filter((kind) => kind !== 'custom'))(
    '%s is known to VoidAuth as it was meant',
    (kind) => {
      const { callbacks = [] } = appOf(kind).profile ?? {};
      const later = callbacks.some((one) => typeof one === 'object' && 'later' in one);
      const connection = connect(
        {
          kind,
          groups: ['family'],
          ...(later ? { redirect_uris: [`https://${kind}.example.com/made/callback`] } : {}),
        },
        { ...VOIDAUTH, declare: 'labels' },
      );
      const side = renderDeliverables([connection], bagOf(connection, SECRET)).filter(
        (one) => one.side === 'provider',
      );
      expect(side.filter(({ kind: one }) => one === 'env' || one === 'compose')).toEqual([]);
      const files = side.filter(isFile).filter(({ path }) => path.endsWith('voidauth-labels.yaml'));
      expect(files.length).toBe(clientsOf(connection).length);
      const refused = connection.notices.flatMap(({ code, message }) =>
        code.endsWith('label-id-in-capitals') ? [message] : [],
      );
      for (const [index, one] of clientsOf(connection).entries()) {
        const text = linesToText(files[index]!.lines);
        const [[service, labels], ...more] = labelsOf(text) as [[string, Record<string, string>]];
        expect(more).toEqual([]);
        // The service is the one that the app's own side names.
        const own = appOf(kind).profile?.targets.flatMap((target) =>
          'env' in target ? [target.service] : [],
        );
        if (own !== undefined && own.length > 0) expect(service).toBe(own[0]);
        const { client } = one;
        const isPublic = client.token_endpoint_auth_method === 'none';
        // A label holds no capitals: an id that the app’s program always has may need another way, and that is said.
        const id = client.client_id.toLowerCase();
        expect([id, refused.some((message) => message.includes(`“${client.client_id}”`))]).toEqual([
          id,
          id !== client.client_id,
        ]);
        expect(clientsByLabels(labels)).toEqual({
          [id]: {
            CLIENT_DISPLAY_NAME: client.client_name,
            CLIENT_HOMEPAGE_URL: one.app.url,
            ...(isPublic
              ? {}
              : { CLIENT_SECRET: one.used_by === undefined ? SECRET : `${SECRET}${one.key}` }),
            CLIENT_AUTH_METHOD: client.token_endpoint_auth_method,
            CLIENT_REDIRECT_URLS: client.redirect_uris.join(','),
            CLIENT_GROUPS: 'family',
          },
        });
        expect(files[index]!.secret).toBe(!isPublic);
        // Our own reader says the same of it, and of the same as a list.
        const ours = ({ labels: read }: ReturnType<typeof readCompose>) =>
          Object.fromEntries(read.map(({ path, value }) => [String(path[0]), value]));
        expect(ours(readCompose(text))).toEqual(labels);
        const raw = (readYaml(text) as { services: Record<string, { labels: Record<string, string> }> })
          .services[service]!.labels;
        const list = JSON.stringify({
          services: { [service]: { labels: Object.entries(raw).map(([name, value]) => `${name}=${value}`) } },
        });
        expect(ours(readCompose(list))).toEqual(labels);
      }
    },
  );

  it('says so of an id with capitals, which a label can’t hold', () => {
    const codes = (declare: 'labels' | 'environment', client_id: string) =>
      connect({ kind: 'romm', client_id }, { ...VOIDAUTH, declare }).notices.map(({ code }) => code);
    expect(codes('labels', 'RomM')).toContain('label-id-in-capitals');
    expect(codes('labels', 'romm')).not.toContain('label-id-in-capitals');
    expect(codes('environment', 'RomM')).not.toContain('label-id-in-capitals');
  });

  it.each(['labels', 'screen', 'environment', undefined] as const)(
    '%s has one way alone in the guide',
    (declare) => {
      const connection = connect({ kind: 'romm' }, { ...VOIDAUTH, ...(declare ? { declare } : {}) });
      const [guide] = renderDeliverables([connection], bagOf(connection, SECRET)).filter(
        (one) => one.side === 'provider' && one.form === 'guide',
      );
      const ids = guide?.form === 'guide' ? guide.steps.map(({ id }) => id) : [];
      const ways = ['environment', 'file', 'screen'].filter((way) =>
        ids.some((id) => id.includes(`-${way}-`) || id.endsWith(`-${way}`)),
      );
      expect(ways).toEqual([declare === undefined ? 'environment' : declare === 'labels' ? 'file' : declare]);
    },
  );

  it.each([
    ['voidauth', 'labels', undefined],
    ['voidauth', 'shouting', 'unknown-choice'],
    ['authelia', 'labels', 'not-for-kind'],
    ['oidc', 'screen', 'not-for-kind'],
  ])('a workspace may say so: %s by %s', (kind, declare, wrong) => {
    const parsed = parseWorkspace(
      `latchkey: 1\nid: home\nproviders:\n  home: { kind: ${kind}, url: "https://auth.example.com", declare: ${declare} }\napps: {}\n`,
    );
    const codes = parsed.ok ? [] : parsed.problems.map(({ code }) => code);
    expect(codes).toEqual(wrong === undefined ? [] : [wrong]);
  });
});
