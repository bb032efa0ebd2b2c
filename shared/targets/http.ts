import { readCommand } from './command.ts';
import { readJsonText } from './json.ts';
import { readJsonInside } from './layers.ts';
import type { Reading } from './reading.ts';

/** The body of a call of an API: a JSON text, or that of a curl command. */
export function readHttp(text: string): Reading {
  if (/^\s*[{[]/.test(text)) return readJsonText(text);
  const { entries, problems } = readCommand(text);
  const data = entries.find(
    (_, index) =>
      BODY.includes(String(entries[index - 1]?.value)) &&
      entries[index - 1]!.path[0] === entries[index]!.path[0],
  );
  const body = data === undefined ? undefined : readJsonInside(text, data);
  return {
    entries: body?.entries ?? [],
    problems: [...problems, ...(body?.problems ?? [])],
  };
}

const BODY = ['-d', '--data', '--data-raw', '--data-binary', '--json'];
