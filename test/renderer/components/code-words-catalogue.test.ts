import { describe, expect, it } from 'vitest';
import { isPasted } from '../../../renderer/apply/pasted.ts';
import { bareCommands } from '../../../renderer/components/code-words.ts';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import type { Deliverable } from '../../../shared/render/types.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { bagFor, connect } from '../../shared/render/provider-support.ts';

/** Every sentence of a side that a screen shows, with where it stands. */
function saidBy(deliverable: Deliverable): readonly (readonly [place: string, text: string])[] {
  const { path, purpose } = deliverable;
  if (deliverable.form === 'file')
    return [
      [`${path}: what it is for`, purpose],
      ...deliverable.lines.flatMap(({ text, why }) =>
        why === undefined ? [] : [[`${path}: why ${text}`, why.text] as const],
      ),
    ];
  return deliverable.steps.flatMap(({ id, title, short, where, note, why, fields }) =>
    [
      ['title', title],
      ['short title', short],
      ['where', where],
      ['note', note],
      ['why', why?.text],
      ...fields.filter((field) => !isPasted(field)).map(({ label, value }) => [label, value] as const),
    ].flatMap(([what, text]) => (text === undefined ? [] : [[`${path} ${id}, ${what}`, text] as const])),
  );
}

const POLICY = { groups: ['family'], test_redirect_uri: 'http://127.0.0.1:8911/callback' };

/** Commands that are marked in part, or not at all. */
function halfMarked(provider: Partial<ProviderEntry>, app: Partial<AppEntry>): readonly string[] {
  const connections = connect(provider, { one: app });
  const said = [
    ...renderDeliverables(connections, bagFor(connections)).flatMap(saidBy),
    ...connections.flatMap(({ notices }) =>
      notices.flatMap(({ code, message, fix = '', points = [] }) =>
        [message, fix, ...points].map((text) => [`notice ${code}`, text] as const),
      ),
    ),
  ];
  return [
    ...new Set(said.flatMap(([place, text]) => bareCommands(text).map((command) => `${place}: ${command}`))),
  ];
}

describe('a command in a text of the catalogue is marked as a whole, where a person types it', () => {
  it.each(PROVIDER_KINDS)('at %s', (kind) => {
    for (const setup of ['new', 'existing'] as const) expect(halfMarked({ kind, setup }, POLICY)).toEqual([]);
  });
  it.each(APP_KINDS)('in %s', (kind) => {
    const definition = appOf(kind);
    const editions = definition.editions?.map(({ id }) => id) ?? [undefined];
    for (const edition of editions)
      for (const version of definition.versions.lines)
        expect(halfMarked({}, { kind, version, ...POLICY, ...(edition ? { edition } : {}) })).toEqual([]);
  });
});
