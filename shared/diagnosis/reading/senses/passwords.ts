import type { Recogniser } from '../recogniser.ts';
import { sense } from './sense.ts';

/** What the page with user name and password says. */
export const PASSWORDS: readonly Recogniser[] = [
  sense({ cause: 'password-refused' }, 0.62, {
    about: [
      'username or password',
      'user name or password',
      'email or password',
      'username/password',
      'email/username or password',
      'email / username or password',
      'username or email or password',
      'login or password',
    ],
    wrong: ['invalid', 'incorrect', 'wrong', 'not valid', 'is bad'],
    not: [
      'database',
      'smtp',
      'ldap',
      'postgres',
      'mysql',
      'redis',
      'mongo',
      'imap',
      'registry',
      'git ',
      'form',
    ],
  }),
];
