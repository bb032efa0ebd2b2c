import type { Source } from '../../../catalog/fact.ts';
import type { AutheliaConfiguration } from '../authelia/configuration.ts';
import { secretForm } from '../authelia/digest.ts';
import { S as A } from '../authelia/sources.ts';
import { onLine } from '../mend.ts';
import type { Hit, Rule } from '../rule.ts';
import { type AppSide, callbacksOf, issuerOf, type Stated } from '../settings/app-side.ts';
import { type Environment, entriesOfEnvironment, type Taken } from '../settings/environment.ts';
import { isOfLogin } from '../settings/rules-environment.ts';
import { isEmpty, textAt } from '../tree.ts';
import { closest, firstDifference } from './difference.ts';
import { type Pair, type ProviderClient, scopesOf } from './sides.ts';

/** All files together: what only two of them show. */
export interface AllFiles {
  readonly pairs: readonly Pair[];
  readonly clients: readonly ProviderClient[];
  readonly sides: readonly AppSide[];
  readonly authelia?: AutheliaConfiguration;
  readonly environments: readonly Environment[];
  /** Whether a clear secret belongs to a digest; undefined if nobody compared them. */
  readonly matches: (clear: string, digest: string) => boolean | undefined;
}

const SPEC: Source = {
  title: 'RFC 6749: redirect URIs are compared as they are',
  ref: 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3',
  certainty: 'docs',
};
const COMPOSE: Source = {
  title: 'Compose: .env fills in the file, env_file and environment reach the container',
  ref: 'https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/',
  certainty: 'docs',
};
const ISSUER: Source = {
  title: 'OpenID Connect Discovery 1.0, section 4.3: the issuer is compared as it is',
  ref: 'https://openid.net/specs/openid-connect-discovery-1_0.html',
  certainty: 'docs',
};

const eachPair = (find: (pair: Pair, all: AllFiles) => Hit | undefined) =>
  function* (all: AllFiles): Generator<Hit> {
    for (const pair of all.pairs) {
      const hit = find(pair, all);
      if (hit !== undefined)
        yield {
          ...hit,
          with: {
            app: pair.side.app.name,
            client: pair.client.label,
            product: pair.client.product,
            file: pair.client.at.file.name,
            ...hit.with,
          },
        };
    }
  };

/** True if a service takes the env file of this name, or may; without a name, any. */
const handsOn = ({ files }: Taken, name: string | undefined): boolean =>
  files === 'unknown' || files.some((one) => name === undefined || one.split(/[\\/]/).at(-1) === name);

/** The variables that a service takes from where Compose runs, by name or filled into one of its own. */
const takenNames = ({ taken, ...environment }: Environment): readonly string[] => [
  ...(taken?.names ?? []),
  ...entriesOfEnvironment(environment).flatMap(({ interpolates }) => interpolates ?? []),
];

/** The secret of an app that is surely not that of its client’s digest. */
const strangeSecret = (
  side: AppSide,
  client: ProviderClient,
  matches: AllFiles['matches'],
): Stated | undefined => {
  const secret = clearSecret(side);
  const digest = client.digest;
  return secret !== undefined && digest !== undefined && matches(secret.value, digest.value) === false
    ? secret
    : undefined;
};

/** Where the first character differs, for the sentence. */
const difference = (one: string, other: string): NonNullable<Hit['with']> => {
  const { at, here, there } = firstDifference(one, other);
  return { position: at, here, there };
};

const clearSecret = ({ said }: AppSide) => {
  const secret = said['client_secret'];
  return secret !== undefined && secretForm(secret.value) === 'clear' ? secret : undefined;
};

/** The key of a configuration that a variable of Authelia's environment sets, with `_FILE` or without. */
function autheliaPath(name: string): { path: string; isFile: boolean } | undefined {
  const inner = /^(?:X_)?AUTHELIA_(.+?)(_FILE)?$/.exec(name);
  return inner === null || name.startsWith('X_')
    ? undefined
    : { path: inner[1]!.toLowerCase(), isFile: inner[2] !== undefined };
}

/** Rules that compare one side with the other. */
export const ACROSS: readonly Rule<AllFiles>[] = [
  {
    id: 'across-client-id',
    severity: 'error',
    says: '{app} has the client id {here} ({name}), and {product} has {there} in {file}. They differ from character {position} on.',
    fix: 'Write the same id on both sides.',
    source: SPEC,
    find: eachPair(({ client, side }) => {
      const [one, other] = [side.said['client_id'], client.id];
      return one === undefined || other === undefined || one.value === other.value
        ? undefined
        : { at: one.at, with: { name: one.name, ...difference(one.value, other.value) } };
    }),
  },
  {
    id: 'across-client-unknown',
    severity: 'error',
    says: '{app} has the client id {id} ({name}), and no client in the files of the provider has it.',
    fix: 'Register the client, or write the id of the one that is meant.',
    source: SPEC,
    *find({ clients, sides, pairs }) {
      if (clients.length === 0) return;
      const paired = new Set(pairs.map(({ side }) => side));
      for (const side of sides) {
        const id = side.said['client_id'];
        if (id !== undefined && !paired.has(side))
          yield { at: id.at, with: { app: side.app.name, id: id.value, name: id.name } };
      }
    },
  },
  {
    id: 'across-redirect-uri',
    severity: 'error',
    says: '{app} comes back to {here}, and the client {client} in {file} has {there}. They differ from character {position} on.',
    fix: 'Register exactly what the app sends; if that is wrong, mend the address in the app first.',
    source: SPEC,
    find: eachPair(({ client, side }) => {
      const { exact, matches } = callbacksOf(side);
      const known = client.redirects.map(({ value }) => value);
      if (exact.length === 0 || known.length === 0 || !client.redirectsKnown) return undefined;
      if (known.some((uri) => exact.includes(uri) || matches.some((one) => one.test(uri)))) return undefined;
      const pairs = known.flatMap((uri) =>
        exact.map((own) => ({ uri, own, far: firstDifference(own, uri).at })),
      );
      const best = pairs.reduce((a, b) => (b.far > a.far ? b : a));
      const place = side.said['callback'] ?? side.said['app.url'] ?? side.said['app.origin'];
      return place === undefined ? undefined : { at: place.at, with: difference(best.own, best.uri) };
    }),
  },
  {
    id: 'across-issuer',
    severity: 'error',
    says: '{app} has the issuer {here} ({name}), and {product} is {there}. They differ from character {position} on.',
    fix: 'Write the issuer as the provider’s discovery document says it, with or without the slash at its end.',
    source: ISSUER,
    find: eachPair(({ client, side }) => {
      const issuer = issuerOf(side);
      if (issuer === undefined || !/^https?:\/\//.test(issuer.value)) return undefined;
      // The form with or without a slash is the app's own.
      const written = issuer.value.replace(/\/+$/, '');
      if (client.issuers.length > 0 && !client.issuers.includes(written)) {
        const other = closest(written, client.issuers)!;
        return { at: issuer.at, with: { name: issuer.name, ...difference(written, other) } };
      }
      const path = client.issuerPath?.replace(/\/$/, '');
      const own = /\/application\/o\/.*$/.exec(written)?.[0];
      return path === undefined || own === undefined || own === path
        ? undefined
        : { at: issuer.at, with: { name: issuer.name, ...difference(own, path) } };
    }),
  },
  {
    id: 'across-issuer-slash',
    severity: 'error',
    says: '{app} compares the issuer letter by letter, and the slash at the end of its {name} isn’t that of {product}: {right}.',
    fix: '{right}, as in the provider’s discovery document.',
    source: ISSUER,
    mends: 'always',
    find: eachPair(({ client, side }) => {
      const issuer = side.said['issuer'];
      const key = side.written.find(({ name }) => name === issuer?.name)?.key;
      // Only where the app is known to take the text as it is.
      if (
        issuer === undefined ||
        !side.app.traits.checks_issuer ||
        !key?.forms.every((form) => form === '{issuer}')
      )
        return undefined;
      const wants =
        client.product === 'authentik' &&
        client.issuerPath !== undefined &&
        issuer.value.includes('/application/o/');
      const never =
        client.product === 'Authelia' && client.issuers.includes(issuer.value.replace(/\/+$/, ''));
      const has = issuer.value.endsWith('/');
      if (wants && !has)
        return {
          at: issuer.at,
          with: { name: issuer.name, right: 'Write a slash at the end' },
          ...onLine(issuer.at, issuer.value, `${issuer.value}/`),
        };
      return never && has
        ? {
            at: issuer.at,
            with: { name: issuer.name, right: 'Write no slash at the end' },
            ...onLine(issuer.at, issuer.value, issuer.value.replace(/\/+$/, '')),
          }
        : undefined;
    }),
  },
  {
    id: 'across-scope',
    severity: 'error',
    says: '{app} asks for the scope {scope} ({name}), and the client {client} in {file} doesn’t have it. The login ends with invalid_scope.',
    fix: 'Add {scope} to the scopes of the client, or take it out of the app.',
    source: A.code,
    find: eachPair(({ client, side }) => {
      const told = side.said['scopes'];
      const lacking = scopesOf(side).find(
        (scope) => client.scopes !== undefined && !client.scopes.includes(scope),
      );
      return told === undefined || lacking === undefined
        ? undefined
        : { at: told.at, with: { scope: lacking, name: told.name } };
    }),
  },
  {
    id: 'across-method',
    severity: 'error',
    says: '{app} sends its secret by {here} ({name}), and the client {client} in {file} is registered for {there}.',
    fix: 'Write the same method on both sides.',
    source: A.release438,
    find: eachPair(({ client, side }) => {
      const told = side.said['method'] ?? side.said['settings.method'];
      if (
        told === undefined ||
        client.method === undefined ||
        !/^client_secret_(?:basic|post)$/.test(told.value)
      )
        return undefined;
      return told.value === client.method.value
        ? undefined
        : { at: told.at, with: { name: told.name, here: told.value, there: client.method.value } };
    }),
  },
  {
    id: 'across-public',
    severity: 'warning',
    says: '{app} has a client secret ({name}), and the client {client} in {file} is public.',
    fix: 'Make the client confidential and give it the secret, or take the secret out of the app.',
    source: SPEC,
    find: eachPair(({ client, side }) => {
      const secret = side.said['client_secret'];
      return client.isPublic && secret !== undefined
        ? { at: secret.at, with: { name: secret.name } }
        : undefined;
    }),
  },
  {
    id: 'across-secret-wrong',
    severity: 'error',
    says: 'The secret of {app} ({name}) doesn’t belong to the digest of the client {client} in {file}.',
    fix: 'Make a new secret, write its digest at the client and the clear text into the app.',
    source: A.digests,
    find: eachPair(({ client, side }, { clients, matches }) => {
      const secret = strangeSecret(side, client, matches);
      if (secret === undefined) return undefined;
      const others = clients.some(
        ({ digest }) => digest !== undefined && matches(secret.value, digest.value) === true,
      );
      return others ? undefined : { at: secret.at, with: { name: secret.name } };
    }),
  },
  {
    id: 'across-secret-of-another',
    severity: 'error',
    says: 'The secret of {app} ({name}) belongs to the client {other}, not to its own client {client} in {file}.',
    fix: 'Give each app the secret of its own client, and each client the digest of its own app.',
    source: A.digests,
    find: eachPair(({ client, side }, { clients, matches }) => {
      const secret = strangeSecret(side, client, matches);
      if (secret === undefined) return undefined;
      const other = clients.find(
        ({ digest }) => digest !== undefined && matches(secret.value, digest.value) === true,
      );
      return other === undefined
        ? undefined
        : { at: secret.at, with: { name: secret.name, other: other.label } };
    }),
  },
  {
    id: 'across-secret-differs',
    severity: 'error',
    says: 'The secret of {app} ({name}, {length} characters) and that of the client {client} in {file} ({others} characters) differ from character {position} on.',
    fix: 'Write the same secret on both sides.',
    source: SPEC,
    find: eachPair(({ client, side }) => {
      const [one, other] = [clearSecret(side), client.clear];
      if (one === undefined || other === undefined || one.value === other.value) return undefined;
      return {
        at: one.at,
        with: {
          name: one.name,
          length: one.value.length,
          others: other.value.length,
          position: firstDifference(one.value, other.value).at,
        },
      };
    }),
  },
  {
    id: 'env-not-handed-on',
    severity: 'warning',
    says: '{name} stands beside the Compose file, and no service takes it. Compose itself only fills in names with a $ from there.',
    fix: 'Add the file under “env_file” of the service, or the line - {name} under its “environment”.',
    source: COMPOSE,
    *find({ environments }) {
      const services = environments.flatMap((one) =>
        one.taken === undefined ? [] : [{ ...one, taken: one.taken }],
      );
      for (const { file, form, variables } of environments) {
        const name = file.name.split(/[\\/]/).at(-1)!;
        const beside = services.filter((one) => name === '.env' || one.file.name === file.name);
        if (form !== 'env' || beside.length === 0) continue;
        if (beside.some(({ taken, file: of }) => handsOn(taken, of.name === file.name ? undefined : name)))
          continue;
        const taken = new Set(beside.flatMap(takenNames));
        const login = variables.filter((one) => isOfLogin(one.name));
        if (login.length > 1 && !login.some((one) => taken.has(one.name)))
          yield { at: login[0]!.at, with: { name: login[0]!.name } };
      }
    },
  },
  {
    id: 'authelia-secret-in-two-places',
    severity: 'error',
    says: '{name} gives Authelia a value that stands in {file}, too. Authelia refuses that and doesn’t start.',
    fix: 'Take it out of one of the two.',
    source: A.run,
    *find({ authelia, environments }) {
      if (authelia === undefined) return;
      for (const { variables } of environments)
        for (const { name, at } of variables) {
          const found = autheliaPath(name);
          if (found === undefined || !found.isFile) continue;
          const file = fileWith(authelia, found.path);
          if (file !== undefined) yield { at, with: { name, file } };
        }
    },
  },
  {
    id: 'authelia-list-by-environment',
    severity: 'error',
    says: '{name} is for a list of clients or keys, which Authelia can’t take from its environment.',
    fix: 'Write it into the configuration file, with {{ secret "/path" }} where a secret is to come from a file.',
    source: A.loading,
    *find({ environments }) {
      for (const { variables } of environments)
        for (const { name, at } of variables)
          if (/^AUTHELIA_IDENTITY_PROVIDERS_OIDC_(?:CLIENTS|JWKS)(?:_|$)/.test(name))
            yield { at, with: { name } };
    },
  },
  {
    id: 'authelia-expand-env',
    severity: 'error',
    says: '{name} switches the filter expand-env on, which takes each $ of the digests in {file} for the beginning of a variable. The secrets don’t fit then.',
    fix: 'Use the filter template in its place; expand-env is gone from 4.40 on.',
    source: A.run,
    *find({ authelia, environments }) {
      if (authelia === undefined) return;
      const digest = authelia.clients.find((client) => {
        const node = client.get('client_secret');
        // Written with \x24, the text of the file has no dollar sign.
        return (
          node !== undefined &&
          (textAt(node) ?? '').startsWith('$') &&
          node.file.source.text.slice(node.start, node.end).includes('$')
        );
      });
      if (digest === undefined) return;
      for (const { variables } of environments)
        for (const { name, value, at } of variables)
          if (name === 'X_AUTHELIA_CONFIG_FILTERS' && /expand-env/.test(value))
            yield { at, with: { name, file: digest.node.file.name } };
    },
  },
];

/** The file of a configuration that has this key, whose path is written with `_` between its words. */
function fileWith({ files }: AutheliaConfiguration, path: string): string | undefined {
  for (const { file, root } of files) {
    const open: { node: typeof root; rest: string }[] = [{ node: root, rest: path }];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (step.node.type !== 'map') continue;
      for (const { key, value } of step.node.entries) {
        if (key === step.rest && !isEmpty(value)) return file.name;
        if (step.rest.startsWith(`${key}_`))
          open.push({ node: value, rest: step.rest.slice(key.length + 1) });
      }
    }
  }
  return undefined;
}
