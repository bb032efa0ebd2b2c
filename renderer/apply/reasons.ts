import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import type { Why } from './why-panel.tsx';

type Field = GuideStepView['fields'][number];

/** A line of a file as its key and its value, whatever the format; undefined for one that has no key. */
const LINE = /^\s*(?:-\s+|export\s+)?<?["']?([A-Za-z_][\w.-]*)["']?\s*(?:=>|[:=>])\s*(.*?)\s*$/;

/** Only letters and digits, so that “Client ID”, “client_id” and “clientId” are one. */
const squashed = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** A value without its quotes and what ends it. */
const bare = (text: string): string =>
  text
    .replace(/<\/[\w.-]+>$/, '')
    .replace(/[,;]$/, '')
    .replace(/^(["'])(.*)\1$/, '$2');

/** True for a value that means the same wherever it stands. “name” and “true” don't. */
const isAddress = (text: string): boolean => /^[a-z][\w+.-]*:\/\/\S+$/i.test(text);

/**
 * The reason of the line of a file that is about the same: its key is the field's label and its value no other, or its value
 * is the same address. One key may stand in several places, and a short word in many.
 */
export function reasonOf(field: Field, files: readonly FileView[]): Why | undefined {
  const lines = files.flatMap((file) =>
    file.lines.flatMap(({ text, why }) => {
      const [, key = '', value = ''] = why === undefined ? [] : (LINE.exec(text) ?? []);
      return why === undefined || key === '' ? [] : [{ key: squashed(key), value: bare(value), why }];
    }),
  );
  const label = squashed(field.label);
  const same = !field.secret && isAddress(field.value) ? field.value : undefined;
  const isSame = (value: string) => field.secret || value === '' || squashed(value) === squashed(field.value);
  return (
    lines.find(({ key, value }) => key === label && isSame(value)) ??
    (same === undefined ? undefined : lines.find(({ value }) => value === same))
  )?.why;
}
