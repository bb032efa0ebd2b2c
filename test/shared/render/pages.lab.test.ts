import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../electron/host/report-text.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import type { TestRecord } from '../../../shared/host/testing.ts';
import { recoverySheet } from '../../../shared/render/recovery-sheet.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { MARKUP, readMarkdown } from '../../helpers/markdown.ts';
import { bagFor, HMAC, PEM } from './provider-support.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/workspaces');

const workspaceOf = (name: string): Workspace => {
  const parsed = parseWorkspace(readFileSync(join(FIXTURES, name), 'utf8'));
  if (!parsed.ok) throw new Error(`${name} can't be read`);
  return parsed.workspace;
};

type Path = readonly (string | number)[];

/** Where a text stands in a workspace, ids and kinds left out: they can't hold mark-up. */
function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string')
    return ['kind', 'provider', 'edition', 'id'].includes(String(path.at(-1))) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, key]));
}

/** The workspace with another text in one place; undefined if a workspace can't hold it there. */
function withText(workspace: Workspace, path: Path, text: string): Workspace | undefined {
  const copy = structuredClone(workspace) as unknown as Record<string, unknown>;
  let owner = copy;
  for (const key of path.slice(0, -1)) owner = owner[key] as Record<string, unknown>;
  const last = path.at(-1)!;
  const old = String(owner[last]);
  owner[last] = /^https?:/.test(old) ? `https://id.example.com/${text}` : text;
  const parsed = parseWorkspace(stringifyWorkspace(copy as unknown as Workspace));
  return parsed.ok ? parsed.workspace : undefined;
}

/** A result in which every text that comes from elsewhere is `text`. */
const recordWith = (text: string, app: string): TestRecord => ({
  app,
  kind: 'login',
  at: '2026-01-01T00:00:00Z',
  duration_ms: 1,
  outdated: false,
  claims: [],
  report: {
    result: 'fail',
    checks: [
      {
        id: 'S9',
        title: 'The way back',
        status: 'fail',
        light: 'test-callback',
        summary: `The provider said “${text}”.`,
        evidence: {},
        findings: [],
      },
    ],
    diagnoses: [
      {
        id: 'login-refused',
        side: 'provider',
        title: `“${text}”`,
        cause: text,
        fix: { text: `Write ${text}` },
        confidence: 0.5,
        explains: ['S9'],
      },
    ],
  },
});

function pagesOf(connections: readonly Connection[], text: string): Map<string, string> {
  const bag = {
    ...bagFor(connections),
    providers: Object.fromEntries(
      connections.map(({ provider }) => [provider.id, { hmac_secret: HMAC, jwks_key: PEM }]),
    ),
  };
  const files = renderDeliverables(connections, bag)
    .flatMap(filesOf)
    .filter(({ path }) => path.endsWith('.md'));
  return new Map([
    ...files.map(({ path, content }) => [path, content] as const),
    ['the recovery sheet', recoverySheet(connections, `keychain ${text}`, text)],
    ...connections.map(
      (connection) =>
        [
          `the report of ${connection.app.id}`,
          reportMarkdown(connection, recordWith(text, connection.app.id), '1.0.0'),
        ] as const,
    ),
  ]);
}

/** What none of our pages contains. A report has a table and bold words of its own. */
const FORBIDDEN = /^(html|image|s_|em_|hr|blockquote|math)/;

function expectHarmless(name: string, page: string): void {
  const { marks } = readMarkdown(page);
  const report = name.startsWith('the report');
  const acting = marks.filter((mark) => FORBIDDEN.test(mark) || (!report && /^(strong|table)/.test(mark)));
  expect(acting, `${name}:\n${page}`).toEqual([]);
  expect(marks.filter((mark) => mark === 'heading_open h1').length, name).toBe(report ? 0 : 1);
  if (report) expect(marks.filter((mark) => mark === 'table_open table').length, page).toBe(1);
}

/** It has every key there is. */
describe('the pages of a workspace', () => {
  const workspace = workspaceOf('everything.yaml');
  const places = textsIn(workspace);

  it('have no mark-up of their own that the test would forbid', () => {
    for (const [name, page] of pagesOf(deriveConnections(workspace, {}), 'word')) expectHarmless(name, page);
  });

  it('let no text of a workspace act, wherever it stands', () => {
    let held = 0;
    for (const [row, path] of places.entries()) {
      for (const [column, text] of MARKUP.entries()) {
        // One of eleven pairs: every place and every text is tried several times, in a few seconds.
        if ((row + column) % 11 !== 0) continue;
        const changed = withText(workspace, path, text);
        if (changed === undefined) continue;
        held++;
        const [side, id] = path;
        const apps = Object.keys(changed.apps).filter(
          (app) => side === 'name' || app === id || changed.apps[app]!.provider === id,
        );
        for (const [name, page] of pagesOf(deriveConnections(changed, {}, apps), 'word'))
          expectHarmless(`${name} (${path.join('.')})`, page);
      }
    }
    expect(held).toBeGreaterThan(places.length);
  }, 120_000);

  it('let no text of a provider act in a report', () => {
    const connections = deriveConnections(workspace, {});
    for (const text of MARKUP)
      for (const [name, page] of pagesOf(connections, text)) expectHarmless(name, page);
  });
});
