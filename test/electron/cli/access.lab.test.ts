import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { ProviderKind } from '../../../shared/workspace/types.ts';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { PLANTED } from '../../helpers/pairs.ts';

const SECRETS = JSON.stringify({
  memos: { client_id: 'memosId', client_secret: `${PLANTED.client_secret}A` },
  romm: { client_id: 'rommId', client_secret: `${PLANTED.client_secret}B` },
});

const workspace = (kind: ProviderKind, groups: string) => `latchkey: 1
id: access-test
providers:
  home: { kind: ${kind}, url: https://auth.example.com${kind === 'authelia' ? ', setup: existing' : ''} }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30"${groups} }
  romm: { kind: romm, url: https://games.example.com, provider: home, version: "5.2", groups: [players] }
`;

describe('latchkey render, when access becomes narrower', () => {
  test.each(PROVIDER_KINDS)(
    'says so at %s on the command line and in the guide',
    async (kind) => {
      const folder = temporaryFolder();
      const out = join(folder, 'out');
      const path = join(folder, 'home.latchkey.yaml');
      const render = async (groups: string, ...more: string[]) => {
        writeFileSync(path, workspace(kind, groups));
        const ran = await latchkey(['render', path, '--out', out, '--secrets', 'stdin', ...more], {
          stdin: SECRETS,
        });
        expect(ran).toMatchObject({ code: 0 });
        return ran;
      };
      const guide = () =>
        readFileSync(join(out, 'home', kind === 'authelia' ? 'authelia-guide.md' : 'memos-guide.md'), 'utf8');
      const told = 'memos: warning: 2 groups lose access: friends, office.';

      const first = await render(', groups: [family, friends, office]');
      expect(first.stderr).not.toContain('access:');
      expect(guide()).not.toContain('lose access');

      const narrowed = await render(', groups: [family]');
      expect(narrowed.stderr).toContain(told);
      expect(narrowed.stderr).not.toMatch(/romm: warning: .*access/);
      expect(guide()).toContain('2 groups lose access: friends, office.');

      // The other app alone: what was recorded of this one stays.
      await render(', groups: [family]', '--app', 'romm');
      const again = await render(', groups: [family]');
      expect(again.stderr).not.toContain('lose access');
      expect((await render(', groups: [family]')).stdout).toContain(' 0 written');
      expect(guide()).toContain('2 groups lose access: friends, office.');

      const open = await render('');
      expect(open.stderr).not.toContain('loses access');
      expect((await render(', groups: [family]')).stderr).toContain('Everyone outside family loses access.');
    },
    120_000,
  );
});
