/** Sends one request with the key of an administrator, or another one. */
export type AskPocketId = (
  method: string,
  path: string,
  body?: unknown,
  key?: string,
) => Promise<{ readonly status: number; readonly body: unknown }>;

const CLIENT = {
  name: 'Answers',
  callbackURLs: ['https://answers.example.com/cb'],
  logoutCallbackURLs: [],
  isPublic: false,
  pkceEnabled: false,
};
const SECRET = 'throw-away-secret-of-answers-';

/**
 * What Pocket ID answers to what it takes and refuses, one after the other: a line for each request. The same for the
 * program and for what stands in for it.
 */
export async function answersOfPocketId(ask: AskPocketId): Promise<readonly string[]> {
  const lines: string[] = [];
  const say = async (what: string, ...request: Parameters<AskPocketId>) => {
    const { status, body } = await ask(...request);
    lines.push(`${what}: ${status}`);
    return body as Record<string, unknown>;
  };
  const clients = '/api/oidc/clients';
  await say('a key that is none', 'GET', clients, undefined, 'no-key-of-anybody');
  await say('a client that is none', 'GET', `${clients}/answers`);
  await say('a client without a name', 'POST', clients, { ...CLIENT, id: 'answers', name: '' });
  await say('a name of 51 letters', 'POST', clients, { ...CLIENT, id: 'answers', name: 'n'.repeat(51) });
  await say('an id of one letter', 'POST', clients, { ...CLIENT, id: 'a' });
  await say('an id with a blank', 'POST', clients, { ...CLIENT, id: 'an swers' });
  await say('a client', 'POST', clients, { ...CLIENT, id: 'answers' });
  await say('the same id again', 'POST', clients, { ...CLIENT, id: 'answers' });
  await say('a secret of 15 letters', 'POST', `${clients}/answers/secrets`, { secret: 's'.repeat(15) });
  const made = await say('a secret', 'POST', `${clients}/answers/secrets`, { secret: `${SECRET}0` });
  for (let at = 1; at < 20; at += 1)
    await ask('POST', `${clients}/answers/secrets`, { secret: `${SECRET}${at}` });
  await say('one secret too many', 'POST', `${clients}/answers/secrets`, { secret: `${SECRET}20` });
  const shown = await say('the client', 'GET', `${clients}/answers`);
  const secrets = (shown['credentials'] as { secrets: Record<string, unknown>[] }).secrets;
  lines.push(
    `${secrets.length} secrets, each begins with ${[...new Set(secrets.map((one) => one['prefix']))]}`,
  );
  await say('a secret is removed', 'DELETE', `${clients}/answers/secrets/${String(made['id'])}`);
  await say('the same again', 'DELETE', `${clients}/answers/secrets/${String(made['id'])}`);
  await say('a change', 'PUT', `${clients}/answers`, { ...CLIENT, name: 'Changed' });
  await say('a change without a name', 'PUT', `${clients}/answers`, { ...CLIENT, name: '' });
  const { data = [] } = await say(
    'the groups',
    'GET',
    '/api/user-groups?search=family&pagination%5Blimit%5D=100',
  );
  const ids = (data as { id: string }[]).map(({ id }) => id);
  await say('no list of groups', 'PUT', `${clients}/answers/allowed-user-groups`, {});
  await say('groups', 'PUT', `${clients}/answers/allowed-user-groups`, {
    userGroupIds: [...ids, '00000000-0000-4000-8000-000000000000'],
  });
  const narrowed = await say('the client', 'GET', `${clients}/answers`);
  lines.push(`it admits ${(narrowed['allowedUserGroups'] as { name: string }[]).map(({ name }) => name)}`);
  await say('a public client', 'PUT', `${clients}/answers`, { ...CLIENT, isPublic: true });
  await say('a secret of a public client', 'POST', `${clients}/answers/secrets`, { secret: `${SECRET}21` });
  const page = await say(
    'page 9 of one',
    'GET',
    `${clients}?pagination%5Bpage%5D=9&pagination%5Blimit%5D=100`,
  );
  lines.push(`${(page['data'] as unknown[]).length > 0 ? 'some' : 'no'} clients are on it`);
  await say('the client is removed', 'DELETE', `${clients}/answers`);
  await say('the same again', 'DELETE', `${clients}/answers`);
  return lines;
}

/** What Pocket ID 2.14 answers, as it was seen. */
export const POCKET_ID_ANSWERS: readonly string[] = [
  'a key that is none: 401',
  'a client that is none: 404',
  'a client without a name: 400',
  'a name of 51 letters: 400',
  'an id of one letter: 400',
  'an id with a blank: 400',
  'a client: 201',
  'the same id again: 409',
  'a secret of 15 letters: 400',
  'a secret: 201',
  'one secret too many: 400',
  'the client: 200',
  '20 secrets, each begins with thro',
  'a secret is removed: 204',
  'the same again: 404',
  'a change: 200',
  'a change without a name: 400',
  'the groups: 200',
  'no list of groups: 400',
  'groups: 200',
  'the client: 200',
  'it admits family',
  'a public client: 200',
  'a secret of a public client: 400',
  'page 9 of one: 200',
  'some clients are on it',
  'the client is removed: 204',
  'the same again: 404',
];
