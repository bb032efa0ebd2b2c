import { expect, test } from 'vitest';
import { CAUSES } from '../../../shared/diagnosis/catalogue/index.ts';
import { tellOf } from '../../../shared/diagnosis/catalogue/setup.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connectionOf } from './setups.ts';

/**
 * Words that say what a run of ours saw. A text that somebody pastes shows what a program said, and nothing of clocks,
 * other ways of sending a secret, or what came before.
 */
const SEEN =
  /clocks? (?:agrees?|is right|are right)|moments before|no other method|same (?:secret|token) was accepted|as far as could be seen|has the same time|this machine (?:trusts|knows|reaches)|no proxy has|in the (?:header|Authorization header) and as a/i;

const CONNECTIONS = [undefined, connectionOf('authelia', 'romm'), connectionOf('authentik', 'memos')];

test.each(CAUSES.map((cause) => [cause.id, cause] as const))(
  '%s claims nothing that nobody looked at, where only a text was read',
  (_, cause) => {
    for (const connection of CONNECTIONS)
      for (const product of [undefined, 'authelia', 'authentik', 'keycloak'] as const) {
        const told = tellOf(cause, {
          connection,
          findings: [],
          all: [],
          check: undefined,
          product,
          data: {},
        });
        expect(`${told.title} ${told.cause}`).not.toMatch(SEEN);
      }
  },
);

/** Names of exceptions and files in which short codes stand as a part of another word. */
test.each([
  "FileNotFoundError: [Errno 2] No such file or directory: 'settings.json'",
  'java.io.FileNotFoundException: settings.json (No such file or directory)',
  'ResourceNotFoundException: index.html',
  'TemplateNotFound: UnexpectedIndexDocument',
])('%j is no code of a network, and no product', (text) => {
  const told = explain(text);
  expect(told.map(({ id }) => id)).not.toContain('container-cannot-reach-idp');
  expect(told.map(({ cause }) => cause).join(' ')).not.toContain('Dex');
});

test('a text with the provider’s address alone names none of its apps', () => {
  const connections = [connectionOf('authentik', 'romm'), connectionOf('authentik', 'memos')];
  const [told] = explain('https://sso.example.com/application/o/token/ answered 400 invalid_client', {
    connections,
  });
  expect(told?.id).toBe('secret-wrong-or-swapped');
  const words = `${told?.title} ${told?.cause} ${told?.fix.text} ${told?.fix.setting}`;
  expect(words).not.toMatch(/RomM|Memos|OIDC_/);
  expect(words).toContain('authentik');
  // What belongs to one of them says which one it is.
  const [one] = explain('https://memos.example.com/auth/callback answered invalid_client', { connections });
  expect(`${one?.cause} ${one?.fix.text}`).toContain('Memos');
});
