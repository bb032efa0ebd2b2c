import { expect, test } from 'vitest';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { newWorkspaceText } from '../../../../shared/existing/import/into.ts';
import { parseWorkspace } from '../../../../shared/workspace/parse.ts';
import { processorTime } from '../../../helpers/processor-time.ts';
import { CLIENT, HOSTILE, oidc } from '../doctor/hostile-files.ts';

test.each(Object.entries(HOSTILE))('%s: an answer in less than a second', (name, text) => {
  importFiles([{ name: 'warm-up', text: oidc(`    clients:\n${CLIENT}`) }], {
    url: 'https://auth.example.com',
  });
  const from = processorTime();
  const found = importFiles(
    [{ name: /providers|bindings|applications/.test(name) ? 'x.yaml' : 'file', text }],
    {
      url: 'https://auth.example.com',
    },
  );
  expect(processorTime() - from).toBeLessThan(1_000);
  // Whatever is taken over is a workspace, or says what lacks.
  if (found.apps.length > 0 && found.apps.length < 50) {
    const parsed = parseWorkspace(newWorkspaceText(found, 'hostile'), undefined);
    expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});
