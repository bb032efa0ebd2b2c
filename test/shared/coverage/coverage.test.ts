import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable } from '../../../shared/render/types.ts';
import { PLANTED, pairWorkspace, plantedBag } from '../../helpers/pairs.ts';
import { DOCUMENTS, type Document, type Emitted } from './rows.ts';

const PAGE = join(import.meta.dirname, '../../../docs/coverage.md');

describe.each(DOCUMENTS)('$title', (document) => {
  const { deliverables, fill } = rendered(document);

  test.each(document.rows.filter((row) => row.ours !== undefined))('$item', ({ ours }) => {
    expect(found(deliverables, ours!, fill)).toEqual(expect.objectContaining({ found: true }));
  });

  test('what is left out has its reason', () => {
    for (const row of document.rows) if (row.ours === undefined) expect(row.why, row.item).toBeTruthy();
  });
});

test('docs/coverage.md is made from these rows', () => {
  const page = toPage();
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

function rendered({ provider, app }: Document) {
  const workspace = pairWorkspace(
    { ...provider, url: `https://${provider.kind === 'authelia' ? 'auth' : 'sso'}.example.com` },
    { ...app, ...(app.kind === 'kestra' ? { edition: 'enterprise' } : {}) },
  );
  const bag = plantedBag(workspace);
  const client = bag.clients[app.kind]!;
  const deliverables = renderDeliverables(
    deriveConnections(workspace, { [app.kind]: client.client_id }),
    bag,
  );
  const fill = (text: string) =>
    text
      .replace('{client_id}', client.client_id)
      .replace('{client_secret}', PLANTED.client_secret)
      .replace('{digest}', client.client_secret_digest!.replaceAll('$', '\\x24'));
  return { deliverables, fill };
}

/** Whether it is emitted, together with what was emitted, so that a failure shows where to look. */
function found(deliverables: readonly Deliverable[], wanted: Emitted, fill: (text: string) => string) {
  if ('file' in wanted) {
    const file = deliverables.find((one) => one.path === wanted.file);
    const lines =
      file?.form === 'file'
        ? linesToText(file.lines)
            .split('\n')
            .map((text) => text.trim())
        : [];
    return { found: lines.includes(fill(wanted.line)), lines };
  }
  const steps = deliverables.flatMap((one) =>
    one.form === 'guide' && one.side === wanted.guide ? one.steps : [],
  );
  if ('step' in wanted) {
    return {
      found: steps.some((step) => step.title === wanted.step),
      titles: steps.map((step) => step.title),
    };
  }
  if ('note' in wanted) {
    return {
      found: steps.some((step) => step.note?.includes(wanted.note)),
      notes: steps.map((step) => step.note),
    };
  }
  const fields = steps.flatMap((step) => step.fields);
  return {
    found: fields.some((field) => field.label === wanted.label && field.value === fill(wanted.value)),
    fields: fields.map((field) => `${field.label} = ${field.secret ? '(secret)' : field.value}`),
  };
}

function toPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const code = (text: string) =>
    `\`${text.replace('{client_id}', '<client id>').replace('{client_secret}', '<client secret>').replace('{digest}', '<digest>')}\``;
  const ours = (emitted: Emitted | undefined): string => {
    if (!emitted) return 'left out';
    if ('file' in emitted) return `${code(emitted.line)} in ${code(emitted.file)}`;
    const guide = `${emitted.guide}’s guide`;
    if ('step' in emitted) return `step “${emitted.step}” in the ${guide}`;
    if ('note' in emitted) return `“${emitted.note}” in the ${guide}`;
    return `${emitted.label}: ${code(emitted.value)} in the ${guide}`;
  };
  const parts = DOCUMENTS.map(({ title, provider, app, rows }) =>
    [
      `## ${title}`,
      '',
      `Held against what is written for ${provider.kind} ${provider.version} and ${app.kind} ${app.version}.`,
      '',
      '| in the document | it says | Latchkey | why it differs |',
      '| --- | --- | --- | --- |',
      ...rows.map(
        (row) => `| ${[row.item, row.theirs, ours(row.ours), row.why ?? ''].map(cell).join(' | ')} |`,
      ),
    ].join('\n'),
  );
  return `# Coverage of the documents people follow today

Every step, key and field of five guides, beside what Latchkey emits for the same pair. Made from
\`test/shared/coverage/rows.ts\`, which a test holds against the renderers; refresh with
\`UPDATE=1 npx vitest run test/shared/coverage\`.

${parts.join('\n\n')}
`;
}
