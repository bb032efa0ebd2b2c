import { applyPatch, formatPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { allProviders } from '../../../shared/catalog/providers/index.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { isProduct } from '../../../shared/client/resolve.ts';
import { type Forecast, forecast, type Subject } from '../../../shared/forecast/forecast.ts';
import { maskStandIns, standInsOf } from '../../../shared/forecast/stand-ins.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { testInputs } from '../../../shared/standing/inputs.ts';
import type { KnownVersions, Version } from '../../../shared/version.ts';
import { compareVersions } from '../../../shared/version.ts';
import type { AppEntry, Workspace } from '../../../shared/workspace/types.ts';

const apps = allApps().filter(isProduct);
const providers = allProviders().filter(isProduct);

const editionOf = (kind: string): Partial<AppEntry> => {
  const edition = apps.find((app) => app.kind === kind)?.editions?.find(({ supported }) => supported);
  return edition === undefined ? {} : { edition: edition.id };
};

const workspaceOf = (
  provider: { readonly kind: string; readonly version: Version },
  entries: readonly (Partial<AppEntry> & { readonly kind: string; readonly version: Version })[],
): Workspace => ({
  latchkey: 1,
  id: '11111111-1111-4111-8111-111111111111',
  providers: { home: { url: 'https://auth.example.com', setup: 'existing', ...provider } },
  apps: Object.fromEntries(
    entries.map((entry) => [
      entry.kind,
      { url: `https://${entry.kind}.example.com`, provider: 'home', ...editionOf(entry.kind), ...entry },
    ]),
  ),
});

/** All versions that may differ, oldest first. */
const versionsOf = ({ lines, patches = [] }: KnownVersions): Version[] =>
  [...new Set([...lines, ...patches])].sort(compareVersions);

const pairsOf = (known: KnownVersions): [Version, Version][] => {
  const all = versionsOf(known);
  return all.slice(1).map((version, index) => [all[index]!, version]);
};

/** Everything that matters for a login, by another way than the forecast's. */
const oracle = (workspace: Workspace): string =>
  deriveConnections(workspace, {})
    .map((connection) => testInputs(connection, []))
    .join('\n')
    .replace(/"version":\{[^}]*\}/g, '""')
    .replace(/"version":"[^"]*"/g, '""');

const rendered = (workspace: Workspace): ReadonlyMap<string, string> => {
  const connections = deriveConnections(workspace, {});
  return new Map(
    renderDeliverables(connections, standInsOf(connections))
      .flatMap(filesOf)
      .map(({ path, content }) => [path, maskStandIns(content)]),
  );
};

/** The text with every mention of the product and its version the same, by another way than the forecast's. */
const withoutVersion = (text: string, { name, from, to }: Forecast): string =>
  text
    .split(`${name} `)
    .map((part) => {
      const version = [to.effective, from.effective].find(
        (one) => part.startsWith(one) && !/^\.?\d/.test(part.slice(one.length)),
      );
      return version === undefined ? part : `VERSION${part.slice(version.length)}`;
    })
    .join(`${name} `);

function judged(workspace: Workspace, changed: Workspace, subject: Subject, to: Version): Forecast {
  const result = forecast(workspace, subject, to);
  if (!result.ok) throw new Error(`${subject.id} ${to}: ${result.error.message}`);
  const said = result.value;
  expect(JSON.stringify(said)).not.toContain('StandIn');
  // What is said of a file makes the old file the new one.
  const [before, after] = [rendered(workspace), rendered(changed)];
  for (const { path, change, hunks } of said.files) {
    expect(change).toBe(!before.has(path) ? 'new' : !after.has(path) ? 'gone' : 'different');
    if (change !== 'different') continue;
    expect(hunks.length, path).toBeGreaterThan(0);
    const patch = formatPatch({
      oldFileName: path,
      newFileName: path,
      oldHeader: undefined,
      newHeader: undefined,
      hunks: hunks.map(({ before: oldStart, after: newStart, lines }) => ({
        oldStart,
        newStart,
        oldLines: lines.filter((line) => /^[- ]/.test(line)).length,
        newLines: lines.filter((line) => /^[+ ]/.test(line)).length,
        lines: [...lines],
      })),
    });
    const made = applyPatch(withoutVersion(before.get(path)!, said), withoutVersion(patch, said));
    expect(made, path).toBe(withoutVersion(after.get(path)!, said));
  }
  // A file that is not named is the same.
  const named = new Set(said.files.map(({ path }) => path));
  const guide = (path: string): string => path.replace(/\.json$/, '.md');
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (named.has(path) || named.has(guide(path)) || path === 'README.md') continue;
    expect(withoutVersion(before.get(path) ?? '', said), path).toBe(
      withoutVersion(after.get(path) ?? '', said),
    );
  }
  // Whatever matters for a login is said.
  if (oracle(workspace) !== oracle(changed)) {
    expect(said.changes.length + said.files.length, `${subject.id} ${to}`).toBeGreaterThan(0);
  }
  return said;
}

describe('every product, from each known version to the next', () => {
  it.each(
    apps.filter(({ versions }) => versionsOf(versions).length > 1).map((app) => [app.kind, app] as const),
  )('app %s', (kind, app) => {
    for (const provider of [
      { kind: 'authelia', version: '4.39' },
      { kind: 'authentik', version: '2025.12' },
    ])
      for (const [from, to] of pairsOf(app.versions)) {
        const [before, after] = [from, to].map((version) => workspaceOf(provider, [{ kind, version }]));
        const there = judged(before!, after!, { side: 'app', id: kind }, to);
        const back = judged(after!, before!, { side: 'app', id: kind }, from);
        const clients = ({ changes }: Forecast) =>
          changes.filter(({ kind: what }) => what === 'client').length;
        expect(clients(there) > 0, `${from} ${to}`).toBe(clients(back) > 0);
      }
  });

  it.each(
    providers
      .filter(({ versions }) => versionsOf(versions).length > 1)
      .map((provider) => [provider.kind, provider] as const),
  )('provider %s', (kind, { versions }) => {
    const three = ['memos', 'romm', 'kestra', 'grafana'].map((app) => ({
      kind: app,
      version: apps.find((one) => one.kind === app)!.versions.lines.at(-1)!,
    }));
    for (const [from, to] of pairsOf(versions)) {
      const [before, after] = [from, to].map((version) => workspaceOf({ kind, version }, three));
      judged(before!, after!, { side: 'provider', id: 'home' }, to);
      judged(after!, before!, { side: 'provider', id: 'home' }, from);
    }
  });
});

const saidOf = (workspace: Workspace, subject: Subject, to: Version): string[] => {
  const result = forecast(workspace, subject, to);
  if (!result.ok) return [`${result.error.code}: ${result.error.message}`];
  return result.value.changes.map(
    ({ severity, apps: ids, message }) => `${severity} ${ids.join(',') || '-'} ${message}`,
  );
};

describe('what is known of releases', () => {
  const at = (kind: string, version: Version, app: string, appVersion: Version) =>
    workspaceOf({ kind, version }, [{ kind: app, version: appVersion }]);
  const provider = { side: 'provider', id: 'home' } as const;
  // Each fact is from the release notes of the product.
  it.each([
    [
      'authelia',
      '4.38',
      '4.39',
      'romm',
      '5.2',
      /^warning romm email, email_verified, preferred_username are then not in the ID token/,
    ],
    [
      'authelia',
      '4.39',
      '4.38',
      'romm',
      '5.2',
      /^info romm email, email_verified, preferred_username are then in the ID token without/,
    ],
    ['authelia', '4.38', '4.39', 'memos', '0.30', /^info - Where the claims of the scopes stand: .*ID token/],
    ['authentik', '2025.8', '2025.10', 'romm', '5.2', /^warning romm The app demands that email_verified/],
    [
      'authentik',
      '2025.8',
      '2025.10',
      'memos',
      '0.30',
      /^info - What it says of email_verified: true → false/,
    ],
  ])('%s %s → %s with %s', (kind, from, to, app, appVersion, expected) => {
    expect(saidOf(at(kind, from, app, appVersion), provider, to)).toContainEqual(
      expect.stringMatching(expected),
    );
  });
  it('does not warn of a claim that the app reads elsewhere', () => {
    expect(saidOf(at('authelia', '4.38', 'memos', '0.30'), provider, '4.39').join('\n')).not.toMatch(
      /^warning/m,
    );
  });
  it('names the address that the app then comes back to', () => {
    const { lines } = apps.find(({ kind }) => kind === 'linkwarden')!.versions;
    const before = at('authelia', '4.39', 'linkwarden', lines[0]!);
    expect(saidOf(before, { side: 'app', id: 'linkwarden' }, lines.at(-1)!)).toContainEqual(
      expect.stringMatching(
        /^warning linkwarden The app then comes back to https:\/\/linkwarden\.\S+, not to https/,
      ),
    );
  });
  it('names an account that is no longer taken over', () => {
    expect(
      saidOf(at('authelia', '4.39', 'memos', '0.24'), { side: 'app', id: 'memos' }, '0.30'),
    ).toContainEqual(expect.stringMatching(/^warning memos An existing account is never taken over/));
  });
});

describe('what cannot be said', () => {
  const workspace = workspaceOf({ kind: 'authelia', version: '4.39' }, [{ kind: 'memos', version: '0.30' }]);
  const open = {
    ...workspace,
    providers: {
      home: { kind: 'authelia', url: 'https://auth.example.com' },
      other: { kind: 'oidc', url: 'https://o.example.com' },
    },
    apps: {
      ...workspace.apps,
      mine: {
        kind: 'custom',
        url: 'https://mine.example.com',
        provider: 'other',
        redirect_uris: ['https://mine.example.com/cb'],
      },
    },
  } satisfies Workspace;
  it.each([
    [workspace, { side: 'provider', id: 'nix' }, '4.39', /^no-such-entry: .*“nix”; it has home/],
    [workspace, { side: 'app', id: '__proto__' }, '4.39', /^no-such-entry/],
    [workspace, { side: 'provider', id: 'home' }, 'new', /^not-a-version: “new”/],
    [workspace, { side: 'provider', id: 'home' }, '4.39', /^same-version/],
    [open, { side: 'provider', id: 'other' }, '2', /^not-a-product/],
    [open, { side: 'app', id: 'mine' }, '2', /^not-a-product/],
    [{ ...open, apps: {} }, { side: 'provider', id: 'home' }, '4.39', /^no-apps/],
    [open, { side: 'provider', id: 'home' }, '4.38', /^warning - The workspace doesn’t say which version/],
    [
      workspace,
      { side: 'provider', id: 'home' },
      '99',
      /^warning - Authelia 99 is newer than what Latchkey knows/,
    ],
    [workspace, { side: 'provider', id: 'home' }, '4.38', /^warning - 4.38 is older than 4.39/],
  ] as const)('%#', (given, subject, to, expected) => {
    expect(saidOf(given, subject, to)).toContainEqual(expect.stringMatching(expected));
  });
});
