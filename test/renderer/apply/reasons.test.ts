import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../../renderer/apply/reasons.ts';
import type { FileView, GuideStepView } from '../../../shared/host/deliverables.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { trialsOf } from '../../../shared/render/profiled/prove.ts';
import type { Deliverable, FileDeliverable } from '../../../shared/render/types.ts';

type Field = GuideStepView['fields'][number];
const field = (label: string, value: string, secret = false): Field => ({ label, value, secret });
/** A file as the screen gets it: not applied yet. */
const viewOf = ({ blocks: _, lines, ...file }: FileDeliverable): FileView => ({
  ...file,
  lines: [...lines],
  applied: 'no',
  digest: 'd',
});
const file = (...lines: readonly (readonly [text: string, why: string])[]): FileView =>
  viewOf({
    form: 'file',
    path: 'memos/memos.env',
    kind: 'env',
    side: 'app',
    provider: 'home',
    app: 'memos',
    secret: false,
    title: 'Memos: its environment',
    purpose: 'Beside the compose file.',
    language: 'env',
    lines: lines.map(([text, why]) => ({ text, why: { text: why } })),
  });

/** Only letters and digits. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

describe('the reason beside a value', () => {
  it.each([
    ['its key in another spelling', field('Client ID', 'memos'), '"clientId": "memos",', true],
    ['a variable', field('OIDC_CLIENT_ID', 'memos'), '      OIDC_CLIENT_ID: memos', true],
    ['an attribute of XML', field('ClientId', 'memos'), '<ClientId>memos</ClientId>', true],
    [
      'the same address under another name',
      field('Issuer URL', 'https://id.example'),
      'ISSUER=https://id.example',
      true,
    ],
    ['a secret, which is masked', field('client_secret', '••••', true), 'client_secret = "••••"', true],
    ['a word within another', field('Name', 'Authelia'), '"displayName": "name",', false],
    ['the same word as a value', field('Display Name', 'name'), '"claim": "name",', false],
    ['the same key elsewhere', field('Name', 'Authelia'), '  name: groups', false],
    [
      'a part of an address',
      field('Address', 'https://id.example'),
      'issuer: https://id.example/oidc',
      false,
    ],
  ])('is that of %s: or is not given', (_, one, text, expected) => {
    expect(reasonOf(one, [file([text, 'Because.'])])?.text).toBe(expected ? 'Because.' : undefined);
  });
});

/** What a reason was taken from has to be about the field, whatever the app. */
describe.each([...PROFILE_KINDS])('the reasons of %s', (kind) => {
  const sets = trialsOf(builtInProfile(kind)!).map(({ deliverables }) => deliverables);
  const viewsOf = (all: readonly Deliverable[]) =>
    all.flatMap((one) => (one.form === 'file' ? [viewOf(one)] : []));

  it('are about the value that they stand beside', () => {
    const wrong: string[] = [];
    for (const deliverables of sets) {
      const files = viewsOf(deliverables);
      for (const guide of deliverables) {
        if (guide.form !== 'guide') continue;
        for (const { label, value, secret } of guide.steps.flatMap(({ fields }) => fields)) {
          const why = reasonOf({ label, value, secret: secret === true }, files);
          if (why === undefined) continue;
          const from = files
            .flatMap(({ lines }) => lines)
            .filter((line) => line.why?.text === why.text)
            .map(({ text }) => text);
          const fits = from.some((text) => {
            const key = /[A-Za-z_][\w.-]*/.exec(text.replace(/^\s*(?:-\s+|export\s+)/, ''))?.[0] ?? '';
            return plain(key) === plain(label) || (/^\w+:\/\//.test(value) && text.includes(value));
          });
          if (!fits) wrong.push(`${label} = ${value}: ${why.text} (${from.join(' | ')})`);
        }
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
});
