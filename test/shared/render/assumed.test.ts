import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../../shared/client/announced.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { Deliverable } from '../../../shared/render/types.ts';
import type { AppEntry, Workspace } from '../../../shared/workspace/types.ts';

const APPS: Readonly<Record<string, AppEntry>> = {
  memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'own' },
  oldmemos: { kind: 'memos', url: 'https://old.example.com', provider: 'own', version: '0.26' },
  romm: { kind: 'romm', url: 'https://games.example.com', provider: 'own' },
  oldromm: { kind: 'romm', url: 'https://oldgames.example.com', provider: 'own', version: '4.0' },
  kestra: { kind: 'kestra', url: 'https://flows.example.com', provider: 'own', edition: 'enterprise' },
  wiki: {
    kind: 'custom',
    url: 'https://wiki.example.com',
    provider: 'own',
    settings: { redirect_paths: ['/cb'], uses_discovery: false },
  },
  board: {
    kind: 'custom',
    url: 'https://board.example.com',
    provider: 'own',
    settings: { redirect_paths: ['/cb'], uses_discovery: true },
  },
};

function render(metadata?: Workspace['providers'][string]['metadata']): Deliverable[] {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'assumed',
    providers: {
      own: { kind: 'oidc', url: 'https://id.example.com/base', ...(metadata ? { metadata } : {}) },
    },
    apps: APPS,
  };
  const connections = deriveConnections(workspace, {});
  const clients = Object.fromEntries(
    Object.keys(APPS).map((id) => [
      id,
      { client_id: id, client_secret: 'planted', client_secret_digest: '$pbkdf2$x' },
    ]),
  );
  return renderDeliverables(connections, { clients, providers: {} });
}

const URLS = ['authorize', 'token', 'userinfo', 'jwks'].map((path) => `https://id.example.com/base/${path}`);
const holds = (text: string): string[] =>
  URLS.filter((url) => new RegExp(`${url.replaceAll('.', '\\.')}(?![\\w/-])`).test(text));

describe('an endpoint that is only assumed', () => {
  const deliverables = render();

  it('occurs in every kind of app’s files, so that the next test has something to look at', () => {
    const kinds = new Set(
      deliverables
        .filter((one) => filesOf(one).some(({ content }) => holds(content).length > 0))
        .map((one) => one.kind),
    );
    expect([...kinds].sort()).toEqual(
      ['client-metadata', 'env', 'guide', 'memos-api', 'memos-idp-json', 'readme'].sort(),
    );
  });

  it.each(deliverables.map((one) => [one.path, one] as const))(
    'is marked wherever it stands: %s',
    (_, one) => {
      const [main] = filesOf(one);
      const found = holds(main!.content);
      if (found.length === 0) return;
      if (one.form === 'guide') {
        for (const step of one.steps)
          for (const { label, value, assumed } of step.fields)
            if (holds(value).length > 0)
              expect(assumed === true || value.includes('(assumed)'), label).toBe(true);
        return;
      }
      if (one.language === 'json') {
        // JSON takes no remark: what it is for says so, and the guide beside it names each address.
        expect(one.purpose).toContain('only assumed');
        const guide = deliverables.find(
          (other) => other.form === 'guide' && other.app === one.app && other.side === 'app',
        );
        expect(filesOf(guide!)[0]!.content).toMatch(/Only assumed, because the provider was not asked/);
        for (const name of ENDPOINTS)
          expect(filesOf(guide!)[0]!.content).toContain(name.replaceAll('_', '_'));
        return;
      }
      if (one.language === 'env') {
        const lines = main!.content.split('\n');
        for (const [index, line] of lines.entries())
          if (holds(line).length > 0) expect(lines[index - 1]).toMatch(/^# Assumed/);
        return;
      }
      if (one.language === 'shell') {
        const remarks = main!.content
          .split('\n')
          .filter((line) => line.startsWith('#'))
          .join('\n');
        expect(remarks).toMatch(/authorization_endpoint, token_endpoint, userinfo_endpoint.*\n# Assumed/);
        return;
      }
      for (const line of main!.content.split('\n'))
        if (holds(line).length > 0) expect(line).toContain('(assumed)');
    },
  );

  it('is named at the top of the export, and none is where all are stated', () => {
    const readme = (all: readonly Deliverable[]) => filesOf(all.at(-1)!)[0]!.content;
    expect(readme(deliverables)).toContain('## Assumed addresses');
    const stated = render({
      authorization_endpoint: 'https://id.example.com/base/authorize',
      token_endpoint: 'https://id.example.com/base/token',
      userinfo_endpoint: 'https://id.example.com/base/userinfo',
      jwks_uri: 'https://id.example.com/base/jwks',
    });
    // The guide of the generic side says what the mark would mean; nothing bears it.
    for (const one of stated)
      for (const { content, path } of filesOf(one))
        expect(content.replaceAll('What is marked as assumed', ''), path).not.toMatch(/assumed/i);
  });
});
