import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appliedOf, deliverableView } from '../../../electron/host/deliverable-views.ts';
import {
  createRenderings,
  fileDigests,
  type MaskedRendering,
  type Renderings,
  stepDigest,
} from '../../../electron/host/rendering.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { renderProvider, renderProviderInParts } from '../../../shared/render/provider.ts';
import { filesOf, isClient, renderDeliverables } from '../../../shared/render/render.ts';
import { keepParts, makeAnew } from '../../../shared/render/reuse.ts';
import type { Result } from '../../../shared/result.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import { appliedIn, planOf } from '../../../shared/standing/apply-plan.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { anyWorkspace } from '../../shared/workspace/arbitrary.ts';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

type Edit = (workspace: Workspace, other: Workspace) => Workspace;
const keysOf = (workspace: Workspace) => Object.keys(workspace.apps);

/** One edit of a workspace; `at` chooses the entry, and `other` is where new values come from. */
const edit: fc.Arbitrary<Edit> = fc
  .tuple(
    fc.constantFrom('replace-app', 'add-app', 'remove-app', 'replace-provider', 'rename', 'reorder', 'none'),
    fc.nat(20),
    fc.nat(20),
  )
  .map(
    ([kind, at, from]): Edit =>
      (workspace, other) => {
        const apps = keysOf(workspace);
        const app = apps[at % Math.max(1, apps.length)];
        const providers = Object.keys(workspace.providers);
        const provider = providers[at % providers.length]!;
        const source = Object.values(other.apps)[from % Math.max(1, keysOf(other).length)];
        const entry = source && { ...source, provider };
        switch (kind) {
          case 'replace-app':
            return app && entry ? { ...workspace, apps: { ...workspace.apps, [app]: entry } } : workspace;
          case 'add-app':
            return entry ? { ...workspace, apps: { ...workspace.apps, [`new${from}`]: entry } } : workspace;
          case 'remove-app': {
            if (app === undefined) return workspace;
            const { [app]: _gone, ...left } = workspace.apps;
            return { ...workspace, apps: left };
          }
          case 'replace-provider': {
            const entries = Object.values(other.providers);
            const next = entries[from % entries.length]!;
            return { ...workspace, providers: { ...workspace.providers, [provider]: next } };
          }
          case 'rename':
            return { ...workspace, name: `Name ${from}` };
          case 'reorder':
            return { ...workspace, apps: Object.fromEntries(Object.entries(workspace.apps).reverse()) };
          default:
            return workspace;
        }
      },
  );

/** Only workspaces that a file could hold. */
const valid = (workspace: Workspace): Workspace | undefined => {
  const parsed = parseWorkspace(stringifyWorkspace(workspace));
  return parsed.ok ? parsed.workspace : undefined;
};

type Ticks = Parameters<typeof appliedOf>[2]['ticks'];
type Store = ReturnType<typeof openMemoryStore>;
/** A clock that goes on with each change, so that every change is another time. */
function storeWithClock() {
  let now = Date.parse('2026-01-01T00:00:00Z');
  return openMemoryStore(() => {
    now += 1;
    return new Date(now);
  });
}

/** Sets secrets of some apps, and takes away those of others. */
async function changeSecrets(store: Store, workspace: Workspace, turn: number): Promise<void> {
  for (const [index, owner] of keysOf(workspace).entries()) {
    const name = { workspace: workspace.id, owner } as const;
    const doing = (index * 7 + turn * 3) % 5;
    if (doing === 0) await store.set({ ...name, purpose: 'client_id' }, `${owner}id${turn}`);
    if (doing === 1) await store.set({ ...name, purpose: 'client_secret' }, `secret of ${owner} ${turn}`);
    if (doing === 2 && turn % 2 === 1) await store.delete({ ...name, purpose: 'client_id' });
  }
  if (turn % 3 === 0)
    for (const owner of Object.keys(workspace.providers))
      await store.set({ workspace: workspace.id, owner, purpose: 'hmac_secret' }, `hmac ${turn}`);
}

/** Everything that screens or ticks take from a masked rendering, as values to compare. */
function shown(masked: MaskedRendering, ticks: Ticks) {
  return {
    files: masked.deliverables
      .flatMap(filesOf)
      .map((file) => ({ ...file, content: masked.show(file.content) })),
    digests: masked.deliverables.map((one) =>
      one.form === 'file' ? fileDigests(masked, one) : one.steps.map((step) => stepDigest(masked, step)),
    ),
    views: masked.deliverables.map((one) => deliverableView(masked, one, ticks)),
    connections: masked.connections.map(({ app, client, notices }) => ({ id: app.id, client, notices })),
  };
}

/** How much of each app was applied, by the outlines. */
async function countsOf(renderings: Renderings, workspace: Workspace, store: Store, ticks: Ticks) {
  const outlines = must(await renderings.outlines(workspace, store));
  return outlines.connections.map((one) => [
    one.app.id,
    appliedOf(outlines, one, { ticks, ways: { providers: {}, apps: {} } }),
  ]);
}

/** Ticks as they would be after everything was applied. */
function ticksOf(masked: MaskedRendering): Ticks {
  const at = '2026-01-01T00:00:00.000Z';
  return Object.fromEntries(
    masked.deliverables.map((one) => {
      if (one.form === 'guide')
        return [
          one.path,
          {
            steps: Object.fromEntries(
              one.steps.map((step) => [step.id, { at, digest: stepDigest(masked, step) }]),
            ),
          },
        ];
      const { file, lines } = fileDigests(masked, one);
      return [one.path, { file: { at, digest: file, lines }, steps: {} }];
    }),
  );
}

describe('rendering again what has changed', () => {
  it('shows the same as rendering everything, after any sequence of edits and changed secrets', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkspace,
        fc.array(fc.tuple(edit, anyWorkspace, fc.boolean()), { minLength: 1, maxLength: 6 }),
        async (first, edits) => {
          const warm: Renderings = createRenderings();
          const store = storeWithClock();
          let workspace = first;
          let ticks: Ticks = {};
          for (const [turn, [change, other, some]] of [
            [(w: Workspace) => w, first, false] as const,
            ...edits,
          ].entries()) {
            workspace = valid(change(workspace, other)) ?? workspace;
            await changeSecrets(store, workspace, turn);
            const wanted = some ? keysOf(workspace).slice(0, 2) : keysOf(workspace);
            const again = must(await warm.masked(workspace, store, wanted));
            const anew = must(await createRenderings().masked(workspace, store, wanted));
            expect(shown(again, ticks)).toEqual(shown(anew, ticks));
            expect(await countsOf(warm, workspace, store, ticks)).toEqual(
              await countsOf(createRenderings(), workspace, store, ticks),
            );
            ticks = { ...ticks, ...ticksOf(anew) };
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts by outlines what was applied by whole deliverables', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkspace, fc.nat(), async (workspace, seed) => {
        const store = storeWithClock();
        await changeSecrets(store, workspace, seed % 5);
        const renderings = createRenderings();
        const all = must(await renderings.masked(workspace, store, keysOf(workspace)));
        // Some were applied as they are, some as they were before.
        const ticks = Object.fromEntries(
          Object.entries(ticksOf(all)).flatMap(([path, tick], index) => {
            if ((index + seed) % 3 === 0) return [];
            if ((index + seed) % 3 === 1) return [[path, tick]];
            const steps = Object.fromEntries(
              Object.entries(tick.steps).map(([id, step]) => [id, { ...step, digest: 'before' }]),
            );
            return [[path, tick.file ? { file: { ...tick.file, digest: 'before' }, steps } : { steps }]];
          }),
        );
        const views = all.deliverables.map((one) => deliverableView(all, one, ticks));
        for (const [app, counted] of await countsOf(renderings, workspace, store, ticks)) {
          const { provider } = workspace.apps[app as string]!;
          const own = views.filter(
            (one) => one.app === app || (one.app === undefined && one.provider === provider),
          );
          const plans = (['provider', 'app'] as const).map((side) =>
            planOf(
              own.filter((one) => one.side === side && one.path !== 'README.md'),
              ({ path, step }) => {
                const view = own.find((one) => one.path === path)!;
                const there = view.form === 'guide' ? view.steps.find(({ id }) => id === step) : view;
                return there?.applied ?? 'no';
              },
            ),
          );
          expect(counted).toEqual(appliedIn(plans));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives the files of a whole rendering, byte for byte, also with secrets', () => {
    fc.assert(
      fc.property(
        anyWorkspace,
        fc.array(fc.tuple(edit, anyWorkspace), { minLength: 1, maxLength: 5 }),
        fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
        (first, edits, secret) => {
          const kept = keepParts();
          let workspace = first;
          let before = new Map<string, ReturnType<typeof deriveConnections>[number]>();
          for (const [change, other] of [[(w: Workspace) => w, first] as const, ...edits]) {
            workspace = valid(change(workspace, other)) ?? workspace;
            const derived = deriveConnections(workspace, {});
            // A connection that has not changed is the same object, as the host gives it.
            const connections = derived.map((one) => {
              const known = before.get(one.app.id);
              return known && JSON.stringify(known) === JSON.stringify(one) ? known : one;
            });
            before = new Map(connections.map((one) => [one.app.id, one]));
            const bag = bagOf(workspace, secret);
            expect(renderDeliverables(connections, bag, undefined, kept).flatMap(filesOf)).toEqual(
              renderDeliverables(derived, bag).flatMap(filesOf),
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives the same deliverables app by app as for all apps of a provider at once', () => {
    fc.assert(
      fc.property(anyWorkspace, (workspace) => {
        const bag = bagOf(workspace, 'secret');
        for (const id of Object.keys(workspace.providers)) {
          const own = deriveConnections(workspace, {}).filter(
            (one) => one.provider.id === id && isClient(one),
          );
          const parts = [...renderProviderInParts(own, bag, new Set(keysOf(workspace)), makeAnew)];
          expect(parts.flat()).toEqual(renderProvider(own, bag));
        }
      }),
      { numRuns: 50 },
    );
  });
});

function bagOf(workspace: Workspace, secret: string): SecretBag {
  return {
    clients: Object.fromEntries(
      keysOf(workspace).map((id) => [
        id,
        { client_id: id, client_secret: secret, client_secret_digest: `$pbkdf2-sha512$310000$${id}$x` },
      ]),
    ),
    providers: Object.fromEntries(
      Object.keys(workspace.providers).map((id) => [
        id,
        {
          hmac_secret: `${secret}h`,
          jwks_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
        },
      ]),
    ),
  };
}
