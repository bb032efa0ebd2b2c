import { describe, expect, it } from 'vitest';
import { withKeys } from '../../../shared/apply/plan.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';

const SECRET = 'Planted4ClientSecret9876543210abcdef';

/** What is looked up stands in what is sent where it is looked up, and nowhere else. */
describe.each([...PROVIDER_PROFILE_KINDS])('what is looked up at %s', (kind) => {
  it.each([[[]], [['family']], [['family', 'friends']]])('stands in what is sent: %j', (groups) => {
    const { versions, url } = builtInProvider(kind)!;
    const connection = connect(
      { kind: 'grafana', ...(groups.length === 0 ? {} : { groups }) },
      { kind, url: url.example, version: versions.lines.at(-1)! },
    );
    const side = applySide(connection, 'provider', bagOf(connection, SECRET));
    if (isNoWay(side)) return;
    const keys = new Map<string, string[]>();
    for (const { id } of side.finds) keys.set(id, [...(keys.get(id) ?? []), `key-of-${id}-${keys.size}`]);
    const sent = side.things.map((thing) => JSON.stringify(withKeys(thing, keys).wanted));
    for (const [id, all] of keys)
      for (const key of all) expect(sent.join(), `the key of ${id}`).toContain(`"${key}"`);
    for (const [at, thing] of side.things.entries())
      for (const use of thing.keys ?? [])
        for (const of of use.of)
          if (!side.things.some(({ id }) => id === of)) expect(sent[at]).not.toContain(`":${of}"`);
  });
});

it('at Keycloak a client without groups has no flow of its own, and one with groups has that of its name', () => {
  const sideOf = (groups?: string[]) => {
    const connection = connect(
      { kind: 'grafana', ...(groups === undefined ? {} : { groups }) },
      { kind: 'keycloak', url: 'https://id.example.com/realms/home', version: '26.7' },
    );
    const side = applySide(connection, 'provider', bagOf(connection, SECRET));
    if (isNoWay(side)) throw new Error(side.why);
    return side;
  };
  const [open] = sideOf().things;
  expect(withKeys(open!, new Map()).wanted).not.toHaveProperty('authenticationFlowBindingOverrides');
  const narrow = sideOf(['family', 'friends']);
  expect(narrow.finds).toMatchObject([{ id: 'flow', read: { where: { alias: 'only family friends' } } }]);
  expect(withKeys(narrow.things[0]!, new Map([['flow', ['f-1']]])).wanted).toMatchObject({
    authenticationFlowBindingOverrides: { browser: 'f-1' },
  });
});
