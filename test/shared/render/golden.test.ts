import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { RenderedFile } from '../../../shared/render/types.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { PAIRS, PLANTED, plantedBag } from '../../helpers/pairs.ts';

/**
 * The output for every pair, at the oldest, a middle and the newest version of each product. Update with
 * `UPDATE=1 npx vitest run test/shared/render/golden.test.ts`, then read every changed line.
 */
const GOLDEN = join(import.meta.dirname, '../../golden');
const UPDATE = process.env['UPDATE'] === '1';

function render(workspace: Workspace): RenderedFile[] {
  const bag = plantedBag(workspace);
  const ids = Object.fromEntries(Object.entries(bag.clients).map(([id, client]) => [id, client.client_id]));
  return renderDeliverables(deriveConnections(workspace, ids), bag).flatMap(filesOf);
}

describe.each(PAIRS)('$name', ({ name, workspace }) => {
  const files = render(workspace);
  const folder = join(GOLDEN, name);

  test('is what was read and approved', () => {
    if (UPDATE) {
      rmSync(folder, { recursive: true, force: true });
      for (const file of files) {
        mkdirSync(dirname(join(folder, file.path)), { recursive: true });
        writeFileSync(join(folder, file.path), file.content);
      }
    }
    expect(filesIn(folder)).toEqual(files.map((file) => file.path).sort());
    for (const file of files) {
      expect(file.content, `${name}/${file.path}`).toBe(readFileSync(join(folder, file.path), 'utf8'));
    }
  });

  test('is the same when rendered again', () => expect(render(workspace)).toEqual(files));

  test('has secrets in files marked so, and nowhere else', () => {
    const key = PLANTED.jwks_key.split('\n')[1]!;
    const holding = files.filter((file) =>
      [PLANTED.client_secret, PLANTED.hmac_secret, key].some((value) => file.content.includes(value)),
    );
    expect(holding.length).toBeGreaterThan(0);
    for (const file of holding) expect(file, file.path).toMatchObject({ secret: true });
  });

  test('is read back by its format', () => {
    for (const file of files) {
      if (file.path.endsWith('.json')) expect(JSON.parse(file.content), file.path).toBeTypeOf('object');
      if (/\.ya?ml$/.test(file.path)) {
        expect(parse(file.content, { logLevel: 'silent' }), file.path).toBeTypeOf('object');
      }
      expect(file.content.endsWith('\n'), file.path).toBe(true);
      // In Markdown, two blanks at the end of a line are a line break.
      const text = file.path.endsWith('.md') ? file.content.replace(/ {2}$/gm, '') : file.content;
      expect(text, file.path).not.toMatch(/[ \t]+$|\r|undefined|\[object/m);
    }
  });
});

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
