import { canParseUrl } from '../can-parse-url.ts';
import type { Connection } from '../client/types.ts';
import { shellWord } from '../shell.ts';
import { SCRIPT } from './container-script.ts';

/** One read-only command for the app's container. */
export interface ContainerProbe {
  /** To paste into a shell inside the app's container. POSIX sh; changes nothing and prints no secret. */
  readonly command: string;
  /** The same command for the Docker host, for a container with the app's name. */
  readonly host_command: string;
  /** What it does and what to do with its output. */
  readonly explanation: string;
}

/**
 * App settings whose length and shape the probe reports. For settings that are not secret it prints the
 * value.
 */
const VARIABLES: Readonly<
  Record<string, { readonly secret: readonly string[]; readonly open: readonly string[] }>
> = {
  romm: {
    secret: ['OIDC_CLIENT_SECRET', 'OIDC_CLIENT_ID'],
    open: ['OIDC_ENABLED', 'OIDC_REDIRECT_URI', 'OIDC_SERVER_APPLICATION_URL'],
  },
};

/**
 * Makes the command that shows how the app's container sees the provider: name resolution, route, trust,
 * clock and the issuer it finds. Returns undefined if the discovery address is not an http(s) URL.
 */
export function containerProbe(connection: Connection): ContainerProbe | undefined {
  const text = connection.provider_metadata.discovery_url;
  if (!canParseUrl(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const kind = connection.app.entry.kind;
  // The first tool is the one whose list of certificate authorities is most like the app's own.
  const tools = kind === 'romm' ? 'python3 curl wget node' : 'curl wget python3 node';
  const variables = VARIABLES[kind] ?? { secret: [], open: [] };
  const args = [
    url.href,
    url.hostname.replace(/^\[|\]$/g, ''),
    url.port || (url.protocol === 'https:' ? '443' : '80'),
    tools,
    variables.secret.join(' '),
    variables.open.join(' '),
  ];
  const command = `sh -s -- ${args.map(shellWord).join(' ')} <<'LATCHKEY'\n${SCRIPT}LATCHKEY`;
  const name = connection.app.definition.name;
  return {
    command,
    host_command: `docker exec -i ${shellWord(connection.app.id)} ${command}`,
    explanation: `Run this inside the container of ${name}: it resolves ${url.hostname}, fetches ${url.href} with whatever is there, and prints a short block between two “latchkey-probe” lines. It changes nothing and prints no secret. Paste the block here (or into “latchkey explain”).`,
  };
}
