import { canParseUrl } from '../can-parse-url.ts';
import type { AppRuntime, AppSetting, SetAt } from '../catalog/types.ts';
import type { Connection } from '../client/types.ts';
import { shellWord } from '../shell.ts';
import { type PlannedVariable, runtimeOf } from './container-report.ts';
import { SCRIPT } from './container-script.ts';
import { isSecretName } from './redact.ts';

/** One read-only command for the app's container. */
export interface ContainerProbe {
  /** To paste into a shell inside the app's container. POSIX sh; changes nothing and prints no secret. */
  readonly command: string;
  /** What it does. */
  readonly explanation: string;
}

/** The first tool is the one whose list of certificate authorities is most like the app's own. */
function toolsFor(runtime: AppRuntime | undefined): string {
  const first = runtime === 'python' ? 'python3' : runtime === 'node' ? 'node' : undefined;
  const tools = ['curl', 'wget', 'python3', 'node'];
  return (first === undefined ? tools : [first, ...tools.filter((tool) => tool !== first)]).join(' ');
}

/** A variable that a shell can read. */
const IS_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The app's variables whose length and shape the probe reports. For those that are not secret it prints the value.
 */
function variablesOf({ app, client, provider }: Connection, planned: readonly PlannedVariable[]) {
  const variables = (...settings: readonly AppSetting[]): SetAt[] =>
    settings
      .flatMap((setting) =>
        app.definition.setAt(
          setting,
          app.entry,
          app.version.effective,
          client.token_endpoint_auth_method === 'none',
          provider.entry.kind,
        ),
      )
      .filter(({ name, way }) => way === 'env' && IS_NAME.test(name));
  const names = (list: readonly SetAt[]): string[] => [...new Set(list.map(({ name }) => name))];
  const secret = variables('client_secret', 'client_id');
  // A variable may hold several values at once, so one with the secret in it is never printed.
  const open = [
    ...new Set([...names(variables('switch', 'callback', 'issuer')), ...planned.map(({ name }) => name)]),
  ].filter((name) => !names(secret).includes(name) && !isSecretName(name) && IS_NAME.test(name));
  // The shape of several values in one says nothing of each.
  return { secret: names(secret.filter(({ alone }) => alone)), open };
}

/**
 * Makes the command that shows how the app's container sees the provider: name resolution, route, trust,
 * clock and the issuer it finds. Returns undefined if the discovery address is not an http(s) URL.
 *
 * @param planned the variables of the app's files that hold no secret, for comparison
 */
export function containerProbe(
  connection: Connection,
  planned: readonly PlannedVariable[],
): ContainerProbe | undefined {
  const text = connection.provider_metadata.discovery_url;
  if (!canParseUrl(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const variables = variablesOf(connection, planned);
  const args = [
    url.href,
    url.hostname.replace(/^\[|\]$/g, ''),
    url.port || (url.protocol === 'https:' ? '443' : '80'),
    toolsFor(runtimeOf(connection)),
    variables.secret.join(' '),
    variables.open.join(' '),
  ];
  const command = `sh -s -- ${args.map(shellWord).join(' ')} <<'LATCHKEY'\n${SCRIPT}LATCHKEY`;
  const name = connection.app.definition.name;
  return {
    command,
    explanation: `Run this where the container of ${name} runs; it looks from inside it: it resolves ${url.hostname}, fetches ${url.href} with whatever is there, and prints a short block between two “latchkey-probe” lines. It changes nothing and prints no secret.`,
  };
}
