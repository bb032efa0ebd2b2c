import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveConnection } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { bagOf } from '../../helpers/app-connection.ts';
import { freePort } from '../process.ts';
import { interopPart } from '../results.ts';
import { causes, check, findings, login, type Setup, told } from '../run.ts';
import { HEALTHY } from '../standard-fault.ts';
import { api, made, signIn, URL_OF, versionOf, whyNot } from './address.ts';

/** Marks the objects of this run, to distinguish them from others. */
const MARK = `latchkey${randomBytes(4).toString('hex')}`;
const PERSON = { username: `${MARK}-ada`, password: randomBytes(18).toString('base64url') };

let version = '';

interopPart(
  {
    part: 6,
    program: 'authentik itself',
    proved: `Applies the rendered blueprint for ${HEALTHY.map((app) => app.kind).join(', ')}; check and login find nothing wrong, through its own flows.`,
    version: () => version,
    skip: whyNot(),
  },
  () => {
    const remove: string[] = [];
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      version = await versionOf();
      const user = await made('/core/users/', {
        username: PERSON.username,
        name: 'Ada',
        email: `${PERSON.username}@example.com`,
        path: 'users',
      });
      remove.unshift(`/core/users/${user['pk']}/`);
      await made(`/core/users/${user['pk']}/set_password/`, { password: PERSON.password });
    }, 60_000);
    afterAll(async () => {
      for (const path of remove) await api('DELETE', path).catch(() => undefined);
    }, 60_000);

    const connections = new Map<string, { connection: Connection; secret: string }>();

    function connectionOf(app: (typeof HEALTHY)[number]): { connection: Connection; secret: string } {
      const known = connections.get(app.kind);
      if (known) return known;
      const id = `${MARK}-${app.kind}`;
      const connection = deriveConnection(
        {
          latchkey: 1,
          id: MARK,
          providers: {
            home: {
              kind: 'authentik',
              url: URL_OF!,
              // The format depends on the release line; the suffix of a build is not part of it.
              ...(/^\d+\.\d+(\.\d+)?/.test(version)
                ? { version: /^\d+\.\d+(\.\d+)?/.exec(version)![0] }
                : {}),
            },
          },
          apps: {
            [id]: {
              ...app,
              url: `https://${app.kind}.example.com`,
              provider: 'home',
              client_name: id,
              consent: 'never',
              test_redirect_uri: `http://127.0.0.1:${port}/callback`,
            },
          },
        },
        id,
        `${MARK}${app.kind}`,
      );
      const fresh = { connection, secret: randomBytes(32).toString('hex') };
      connections.set(app.kind, fresh);
      return fresh;
    }

    const setUp = (app: (typeof HEALTHY)[number]): Setup => ({
      ...connectionOf(app),
      person: (url) => signIn(url, PERSON),
    });

    describe.each(HEALTHY.map((app) => ({ app })))('$app.kind', ({ app }) => {
      it('applies the rendered blueprint', async () => {
        const { connection, secret } = connectionOf(app);
        const blueprint = renderDeliverables([connection], bagOf(connection, secret))
          .flatMap(filesOf)
          .find((file) => file.kind === 'authentik-blueprint')!;
        const instance = await made('/managed/blueprints/', {
          name: `${MARK} ${app.kind}`,
          content: blueprint.content,
          enabled: true,
        });
        remove.push(`/managed/blueprints/${instance['pk']}/`);
        remove.unshift(`/core/applications/${connection.app.slug}/`);
        await made(`/managed/blueprints/${instance['pk']}/apply/`, {});
        const search = `/providers/oauth2/?client_id=${connection.client.client_id}`;
        const found = await eventually(async () => {
          const { results } = (await api('GET', search)).json as { results?: Record<string, unknown>[] };
          return results?.[0];
        });
        remove.unshift(`/providers/oauth2/${found['pk']}/`);
        expect(found['client_type']).toBe('confidential');
        expect(found['assigned_application_slug']).toBe(connection.app.slug);
      });

      it.each(['check', 'login'] as const)('%s finds nothing wrong', async (run) => {
        const report = await (run === 'check' ? check(setUp(app)) : login(setUp(app), { port }));
        const failed = findings(report).filter((one) => one.includes(' fail '));
        expect(failed, told(report)).toEqual([]);
        expect(causes(report).filter((one) => one !== 'untrusted-certificate')).toEqual([]);
      });
    });
  },
);

/** Asks again until there is an answer, because a worker applies blueprints. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 60_000; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new Error('The blueprint was not applied within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
