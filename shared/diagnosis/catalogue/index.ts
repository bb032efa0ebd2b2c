import { ACCOUNTS } from './accounts.ts';
import { AFTERWARDS } from './afterwards.ts';
import { APP_REQUEST } from './app-request.ts';
import type { Cause } from './cause.ts';
import { CLAIMS } from './claims.ts';
import { CLIENT_AUTHENTICATION } from './client-authentication.ts';
import { CONTAINER } from './container.ts';
import { DISCOVERY } from './discovery.ts';
import { WRITTEN_ENDPOINTS } from './endpoints.ts';
import { NETWORK } from './network.ts';
import { REDIRECT } from './redirect.ts';
import { REQUEST } from './request.ts';
import { SAID } from './said.ts';
import { TOKENS } from './tokens.ts';

/** The symptom catalogue, in the order of its sections. */
export const CAUSES: readonly Cause[] = [
  ...REDIRECT,
  ...CLIENT_AUTHENTICATION,
  ...REQUEST,
  ...DISCOVERY,
  ...WRITTEN_ENDPOINTS,
  ...NETWORK,
  ...TOKENS,
  ...CLAIMS,
  ...ACCOUNTS,
  ...AFTERWARDS,
  ...APP_REQUEST,
  ...CONTAINER,
  ...SAID,
];

const BY_ID: ReadonlyMap<string, Cause> = new Map(CAUSES.map((cause) => [cause.id, cause]));

/** The cause with that id, if there is one. */
export const causeById = (id: string): Cause | undefined => BY_ID.get(id);
