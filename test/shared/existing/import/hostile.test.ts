import { expect, test } from 'vitest';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { newWorkspaceText } from '../../../../shared/existing/import/into.ts';
import { parseWorkspace } from '../../../../shared/workspace/parse.ts';
import { CLIENT, HOSTILE, oidc } from '../../../helpers/hostile-texts.ts';
import { timeOf } from '../../../helpers/processor-time.ts';

test.each(Object.entries(HOSTILE))('%s: an answer in less than a second', (name, text) => {
  const bring = (file: string, content: string) =>
    importFiles([{ name: file, text: content }], { url: 'https://auth.example.com' });
  let found = bring('warm-up', oidc(`    clients:\n${CLIENT}`));
  const work = (): void => {
    found = bring(/providers|bindings|applications/.test(name) ? 'x.yaml' : 'file', text);
  };
  expect(timeOf(work, 1_000)).toBeLessThan(1_000);
  // Whatever is taken over is a workspace, or says what lacks.
  if (found.apps.length > 0 && found.apps.length < 50) {
    const parsed = parseWorkspace(newWorkspaceText(found, 'hostile'), undefined);
    expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});
