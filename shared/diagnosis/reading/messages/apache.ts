import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

const MOD_AUTH_OPENIDC = saidBy({ by: 'mod_auth_openidc', versions: '2.4' }, [
  {
    says: 'no JSON/JWT could be parsed from the userinfo endpoint response',
    finding: 'userinfo-not-json',
    example: 'no JSON/JWT could be parsed from the userinfo endpoint response',
  },
]);

/** What modules of web servers say. */
export const APACHE: readonly Recogniser[] = [...MOD_AUTH_OPENIDC];
