import { expect, it } from 'vitest';
import { startPocketId } from '../../../helpers/pocket-id.ts';
import { answersOfPocketId, POCKET_ID_ANSWERS } from '../../../helpers/pocket-id-answers.ts';

it('what stands in for Pocket ID answers as Pocket ID was seen to', async () => {
  const standIn = await startPocketId('the-key');
  standIn.groups.push({ id: 'g-1', name: 'family', friendlyName: 'Family' });
  try {
    const asked = await answersOfPocketId(async (method, path, body, key = 'the-key') => {
      const answer = await fetch(standIn.url + path, {
        method,
        headers: { 'X-API-Key': key, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
    });
    expect(asked).toEqual(POCKET_ID_ANSWERS);
  } finally {
    await standIn.close();
  }
});
