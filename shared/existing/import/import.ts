import { providerPage } from '../../addresses/pasted.ts';
import { PROVIDER_PRODUCTS } from '../../addresses/products.ts';
import { appOf } from '../../catalog/apps/index.ts';
import { providerOf } from '../../catalog/providers/index.ts';
import { clientsOf } from '../../client/further.ts';
import { own } from '../../own.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../profile/built-in.ts';
import { parseVersion } from '../../version.ts';
import type { AppEntry, OwnKinds, ProviderEntry, SettingValue, Workspace } from '../../workspace/types.ts';
import { pairsOf } from '../doctor/across/sides.ts';
import { appOfClient } from '../doctor/known-app.ts';
import { type GivenFile, type Reading, readExisting } from '../doctor/reading.ts';
import { type AppSide, issuerOf, type Stated } from '../doctor/settings/app-side.ts';
import { interpolated, unknownIn } from '../doctor/settings/interpolate.ts';
import { autheliaProvider } from './authelia.ts';
import { authentikProvider } from './authentik.ts';
import { declaredProviders } from './declared.ts';
import { appFromClient, candidatesFor, deriveFor, type ImportedApp, type KnownOfApp } from './entry.ts';
import { toldElsewhere } from './filled.ts';
import { fittingAll } from './fit.ts';
import {
  type FoundAt,
  type FoundClient,
  type FoundProvider,
  type FoundSecret,
  foundAt,
  type Leftover,
} from './found.ts';
import { keycloakProvider } from './keycloak.ts';
import { pocketIdProvider } from './pocket-id.ts';
import { secretText } from './secret-text.ts';

/** A secret of the files, for the keychain. Its value never goes into a message. */
export interface ImportedSecret extends FoundAt {
  readonly owner: string;
  readonly purpose: 'client_secret' | 'client_secret_digest' | 'hmac_secret' | 'jwks_key';
  readonly value: string;
}

export interface ImportedProvider extends FoundAt {
  readonly id: string;
  readonly entry: ProviderEntry;
  /** True if it is one of the workspace that the entries go into. */
  readonly known: boolean;
}

/** What files say, as entries of a workspace. */
export interface Imported {
  readonly providers: readonly ImportedProvider[];
  readonly apps: readonly ImportedApp[];
  readonly secrets: readonly ImportedSecret[];
  /** Apps whose secret is known only as a digest, which doesn't say what the app was told. */
  readonly digest_only: readonly string[];
  /** Apps of the workspace whose client is in these files, too. Their secrets are among `secrets`. */
  readonly there: readonly string[];
  /** Read, but a workspace can't say it. */
  readonly leftovers: readonly Leftover[];
  /** Those of what is left, and of what lacks, where two statements stand against each other. */
  readonly conflicts: readonly Conflict[];
  /** The app's own files, by the id of the app. */
  readonly sides: ReadonlyMap<string, readonly AppSide[]>;
  /** What lacks for an entry, as sentences. */
  readonly missing: readonly string[];
  /** True if the provider's address is part of that. */
  readonly needs_url: boolean;
}

/** Two statements of these files, or of one and the workspace, that can't both be taken over. */
export interface Conflict extends Leftover {
  /** The app that it is about, if it is taken over at all. */
  readonly app?: string;
}

export interface ImportOptions {
  /** The workspace that the entries go into: its ids are kept, and its provider with the same address is used. */
  readonly into?: Workspace;
  /** The provider's address, where no file says it. */
  readonly url?: string;
  /** Profiles of one's own. */
  readonly own?: OwnKinds;
  /** Says whether a clear secret belongs to a digest; undefined if that can't be told. */
  readonly matches?: (clear: string, digest: string) => boolean | undefined;
}

/** Reads files of a provider and of apps, and makes entries of a workspace from what is in them. Never throws. */
export const importFiles = (files: readonly GivenFile[], options: ImportOptions = {}): Imported =>
  importReading(readExisting(files), options);

/** The same of files that were read already. */
export const importReading = (reading: Reading, options: ImportOptions = {}): Imported =>
  new Importer(reading, options).imported();

/** The providers that files declare, each with its clients. */
export function foundProviders(reading: Reading): FoundProvider[] {
  const { authelia, authentik, keycloak, pocketId, variables, declared, environments } = reading;
  return [
    authelia === undefined ? undefined : autheliaProvider(authelia, variables),
    authentik === undefined ? undefined : authentikProvider(authentik, variables),
    keycloakProvider(keycloak),
    pocketIdProvider(pocketId),
    ...declaredProviders(declared, environments),
  ].filter((found) => found !== undefined);
}

class Importer {
  readonly #reading: Reading;
  readonly #options: ImportOptions;
  readonly #taken: Set<string>;
  readonly #providers: ImportedProvider[] = [];
  readonly #apps: ImportedApp[] = [];
  readonly #secrets: ImportedSecret[] = [];
  readonly #digestOnly: string[] = [];
  readonly #there: string[] = [];
  /** Files that say what a provider has. */
  readonly #declaring = new Set<string>();
  readonly #leftovers: Leftover[] = [];
  readonly #conflicts: Conflict[] = [];
  readonly #sides = new Map<string, readonly AppSide[]>();
  readonly #missing: string[] = [];
  #needsUrl = false;
  readonly #used = new Set<AppSide>();

  constructor(reading: Reading, options: ImportOptions) {
    this.#reading = reading;
    this.#options = options;
    const { into } = options;
    this.#taken = new Set([...Object.keys(into?.providers ?? {}), ...Object.keys(into?.apps ?? {})]);
  }

  imported(): Imported {
    for (const found of foundProviders(this.#reading)) {
      this.#declaring.add(found.file);
      this.#provider(found);
    }
    for (const side of this.#reading.sides) if (!this.#used.has(side)) this.#alone(side);
    this.#elsewhere();
    for (const { file, how, start } of this.#reading.unread) {
      const line = file.source.position(start).line;
      this.#leftovers.push({
        file: file.name,
        line,
        what: UNREAD[how],
        why: 'Nothing of it was taken over.',
      });
    }
    return {
      providers: this.#providers,
      apps: this.#apps,
      secrets: this.#secrets,
      digest_only: this.#digestOnly,
      there: this.#there,
      leftovers: this.#leftovers,
      conflicts: this.#conflicts,
      sides: this.#sides,
      missing: this.#missing,
      needs_url: this.#needsUrl,
    };
  }

  /** Values that no file sets: another file would. */
  #elsewhere(): void {
    const known = new Set(this.#reading.sides.flatMap(({ environment }) => environment ?? []));
    for (const environment of this.#reading.environments) {
      const login = environment.variables.find(({ name }) => LOGIN_NAME.test(name));
      if (known.has(environment) || login === undefined || this.#declaring.has(environment.file.name))
        continue;
      this.#leftovers.push({
        ...foundAt(login.at),
        what: login.name,
        why: 'These settings of a login are those of no app that Latchkey knows.',
      });
    }
    for (const { app, elsewhere } of this.#reading.sides)
      for (const { name, at, from } of elsewhere)
        if (this.#leftovers.length < MOST_LEFTOVERS)
          this.#leftovers.push({
            ...foundAt(at),
            what: name,
            why: `${app.name} gets the value of ${from.join(' and ')} there, and no file here sets it. Bring the env file that does.`,
          });
  }

  /** Takes a provider over with its clients, if a file says where it is. */
  #provider(given: FoundProvider): void {
    const found = { ...given, clients: this.#distinct(given.clients).map((one) => this.#filledIn(one)) };
    const { kind } = found.entry;
    const sides = this.#sidesOf(found);
    const url = found.entry.url ?? this.#options.url ?? addressFrom([...sides.values()].flat(), kind);
    this.#leftovers.push(...found.leftovers);
    if (url === undefined) {
      this.#needsUrl = true;
      const name = providerOf(kind).name;
      this.#missing.push(
        `No file says where ${name} is: state its address, or give a file of an app that names it. ${counted(found.clients.length, 'client')} of ${name} ${found.clients.length === 1 ? 'was' : 'were'} read and not taken over.`,
      );
      for (const own of sides.values()) for (const side of own) this.#used.add(side);
      return;
    }
    const provider = this.#providerAt({ ...found.entry, url }, found);
    for (const secret of provider.known ? [] : found.secrets) this.#keep(provider.id, secret.purpose, secret);
    for (const own of sides.values()) for (const side of own) this.#used.add(side);
    const further = this.#further(found.clients, provider, sides);
    const made = found.clients.flatMap((client) =>
      further.has(client.client_id) ? [] : (this.#client(client, provider, sides.get(client) ?? []) ?? []),
    );
    const fits = this.#fitting(
      made.map(({ app }) => app),
      provider,
    );
    for (const { app, client } of made)
      if (fits.has(app.id)) {
        this.#sides.set(app.id, sides.get(client) ?? []);
        this.#clientSecrets(app.id, client, sides.get(client) ?? []);
      }
  }

  /** The client with the variables in its addresses that env files set, and without addresses that have others. */
  #filledIn(client: FoundClient): FoundClient {
    const { client_uri, redirect_uris } = client;
    const all = [client_uri ?? '', ...redirect_uris];
    if (!all.some((uri) => uri.includes('${'))) return client;
    const { variables } = this.#reading;
    const filled = (uri: string) =>
      uri.includes('${') ? interpolated('redirect_uris', uri, variables) : uri;
    const from = new Set(all.flatMap((uri) => unknownIn(uri, variables)));
    const { client_uri: _, ...rest } = client;
    const uri = client_uri === undefined ? undefined : filled(client_uri);
    return {
      ...rest,
      ...(uri === undefined ? {} : { client_uri: uri }),
      redirect_uris: redirect_uris.flatMap((one) => filled(one) ?? []),
      leftovers:
        from.size === 0
          ? client.leftovers
          : [
              ...client.leftovers,
              {
                ...placeOf(client),
                what: `${client.client_id}: redirect_uris`,
                why: toldElsewhere([...from]),
              },
            ],
    };
  }

  /** Each client once: the id is what both sides know it by. */
  #distinct(clients: readonly FoundClient[]): FoundClient[] {
    const known = new Map<string, FoundClient>();
    for (const client of clients) {
      if (!known.has(client.client_id)) known.set(client.client_id, client);
      else if (this.#leftovers.length < MOST_LEFTOVERS)
        this.#against({
          ...placeOf(client),
          what: client.client_id,
          why: 'Another client has this id already.',
        });
    }
    const all = [...known.values()];
    if (all.length > MOST_CLIENTS) {
      this.#missing.push(
        `These files have more than ${MOST_CLIENTS} clients; the first ${MOST_CLIENTS} were read.`,
      );
    }
    return all.slice(0, MOST_CLIENTS);
  }

  /** The ids of clients that belong to a program of another client’s app: they follow from that app. */
  #further(
    clients: readonly FoundClient[],
    provider: ImportedProvider,
    sides: ReadonlyMap<FoundClient, readonly AppSide[]>,
  ): ReadonlySet<string> {
    const { own: ownKinds } = this.#options;
    const ids = new Set(clients.map(({ client_id }) => client_id));
    const further = clients.flatMap((client) => {
      // Few apps have any, and deriving takes its time.
      const kinds = [...candidatesFor(client, ownKinds), ...(sides.get(client) ?? []).map(({ app }) => app)];
      if (!kinds.some(({ kind }) => appOf(kind, ownKinds).furtherClients !== undefined)) return [];
      const app = appFromClient(client, provider, new Set(), knownFrom(sides.get(client) ?? []), ownKinds);
      return app === undefined || app.entry.kind === 'custom'
        ? []
        : clientsOf(deriveFor(app.id, app.entry, provider, ownKinds))
            .slice(1)
            .map((one) => one.client.client_id);
    });
    return new Set(further.filter((id) => ids.has(id)));
  }

  /** The app's own files, by client. */
  #sidesOf(found: FoundProvider): ReadonlyMap<FoundClient, readonly AppSide[]> {
    const clients = found.clients.map((client) => {
      const { client_id, client_name, redirect_uris, slug } = client;
      const app = appOfClient([client_name, slug, client_id], redirect_uris);
      return {
        found: client,
        id: { value: client_id },
        redirects: redirect_uris.map((value) => ({ value })),
        ...(app === undefined ? {} : { app }),
      };
    });
    const pairs = pairsOf(clients, this.#reading.sides);
    const sides = new Map<FoundClient, AppSide[]>();
    for (const { client, side } of pairs) sides.set(client.found, [...(sides.get(client.found) ?? []), side]);
    return sides;
  }

  #providerAt(entry: ProviderEntry, at: FoundAt): ImportedProvider {
    const same = Object.entries(this.#options.into?.providers ?? {}).find(
      ([, one]) => one.kind === entry.kind && trimmed(one.url) === trimmed(entry.url),
    );
    const made = this.#providers.find(
      (one) => one.entry.kind === entry.kind && trimmed(one.entry.url) === trimmed(entry.url),
    );
    if (made !== undefined) return made;
    const base = { file: at.file, line: at.line };
    const provider: ImportedProvider =
      same === undefined
        ? { ...base, id: this.#freeProvider(entry.kind), entry, known: false }
        : { ...base, id: same[0], entry: same[1], known: true };
    this.#providers.push(provider);
    return provider;
  }

  #freeProvider(kind: string): string {
    let id = kind;
    for (let number = 2; this.#taken.has(id); number++) id = `${kind.slice(0, 36)}-${number}`;
    this.#taken.add(id);
    return id;
  }

  #client(
    client: FoundClient,
    provider: ImportedProvider,
    sides: readonly AppSide[],
  ): { readonly app: ImportedApp; readonly client: FoundClient } | undefined {
    const { own: ownKinds, into } = this.#options;
    const stated = Object.entries(into?.apps ?? {}).find(
      ([, app]) => app.provider === provider.id && app.client_id === client.client_id,
    );
    if (stated !== undefined) {
      this.#against({
        ...placeOf(client),
        what: client.client_id,
        why: `The workspace has this client already (${stated[0]}).`,
      });
      this.#there.push(stated[0]);
      this.#clientSecrets(stated[0], client, sides);
      return undefined;
    }
    const known = knownFrom(sides);
    const app = appFromClient(client, provider, this.#taken, known, ownKinds);
    if (app === undefined) {
      this.#leftovers.push(...client.leftovers, {
        ...placeOf(client),
        what: client.client_id,
        why: 'It has no redirect URI from which the app’s address follows.',
      });
      return undefined;
    }
    return { app, client };
  }

  /** Adds the apps, without what no workspace takes, and says of which something is left. */
  #fitting(all: readonly ImportedApp[], provider: ImportedProvider): ReadonlySet<string> {
    // A profile of one's own is known only to the workspace that names it, which checks the entry itself.
    const isOwn = ({ entry }: ImportedApp) => own(this.#options.own ?? {}, entry.kind) !== undefined;
    const checked = fittingAll(
      all.filter((app) => !isOwn(app)),
      provider,
    );
    const rest = checked.values();
    const fits = new Set<string>();
    for (const given of all) {
      const { app, leftovers } = isOwn(given) ? { app: given, leftovers: [] } : rest.next().value!;
      if (app !== undefined) {
        this.#apps.push(app);
        fits.add(app.id);
      }
      this.#leftovers.push(...given.leftovers, ...leftovers);
    }
    return fits;
  }

  /** The clear secret counts if it is that of the digest. A digest alone is kept: a new secret would not fit it. */
  #clientSecrets(id: string, client: FoundClient, sides: readonly AppSide[]): void {
    const { secret } = client;
    const clear: FoundSecret | undefined = secret?.form === 'clear' ? secret : this.#toldSecret(sides);
    if (secret?.form === 'digest') {
      const fits = clear === undefined ? undefined : this.#options.matches?.(clear.value, secret.value);
      if (clear !== undefined && fits === false) {
        const why = `the secret of ${clear.file}, line ${clear.line}, is not the one of the digest in ${secret.file}, line ${secret.line}. Neither was taken over; as they are, the app can’t sign in.`;
        this.#missing.push(`${id}: ${why}`);
        this.#conflicts.push({ app: id, ...placeOf(clear), what: client.client_id, why });
        return;
      }
      this.#keep(id, 'client_secret_digest', secret);
      if (clear === undefined) this.#digestOnly.push(id);
    }
    if (clear !== undefined) this.#keep(id, 'client_secret', clear);
  }

  /** What is left, because something else is there in its place. */
  #against(conflict: Conflict): void {
    this.#leftovers.push(conflict);
    this.#conflicts.push(conflict);
  }

  /** The secret in the app’s own files. What stands there and is none is listed. */
  #toldSecret(sides: readonly AppSide[]): FoundSecret | undefined {
    const told = saidIn(sides, 'client_secret');
    if (told === undefined) return undefined;
    const text = secretText(told.value);
    if (text.form === 'clear') return { ...foundAt(told.at), form: 'clear', value: told.value };
    this.#leftovers.push({
      ...foundAt(told.at),
      what: told.name,
      why:
        text.form === 'neither' ? text.why : 'It is the digest of a secret; the app needs the secret itself.',
    });
    return undefined;
  }

  #keep(owner: string, purpose: ImportedSecret['purpose'], { file, line, value }: FoundSecret): void {
    this.#secrets.push({ owner, purpose, value, file, line });
  }

  /** An app whose client stands in none of the files. */
  #alone(side: AppSide): void {
    const { own: ownKinds, url } = this.#options;
    const said = side.said;
    // The same app may stand in an env file and in a Compose file.
    const sides = this.#reading.sides.filter(
      (one) =>
        one.app === side.app &&
        (one.said['client_id'] === undefined ||
          one.said['client_id'].value === side.said['client_id']?.value),
    );
    for (const one of sides) this.#used.add(one);
    const known = knownFrom(sides);
    const first = Object.values(said)[0];
    const place = foundAt(first?.at ?? { file: side.file, start: 0 });
    const name = appOf(side.app.kind, ownKinds).name;
    const client_id = said['client_id']?.value;
    if (client_id === undefined && addressOf(side) === undefined) return;
    const provider = providerFrom(addressOf(side), url);
    if (provider === undefined) {
      this.#needsUrl = true;
      this.#missing.push(`No file says which provider ${name} uses: state its address.`);
      return;
    }
    if (known.url === undefined) {
      this.#missing.push(`No file says at which address people open ${name} (${place.file}).`);
      return;
    }
    const at = this.#providerAt(provider, place);
    const app = appFromClient(
      { ...place, client_id: client_id ?? side.app.kind, redirect_uris: [], leftovers: [] },
      at,
      this.#taken,
      known,
      ownKinds,
    );
    if (app === undefined) return;
    const reason = `The names of its settings in ${place.file} are those of ${name}.`;
    if (!this.#fitting([{ ...app, by: 'files', reason }], at).has(app.id)) return;
    this.#sides.set(app.id, sides);
    const secret = this.#toldSecret(sides);
    if (secret !== undefined) this.#keep(app.id, 'client_secret', secret);
  }
}

const UNREAD: Readonly<Record<Reading['unread'][number]['how'], string>> = {
  'too-big': 'The file is too big.',
  flaw: 'It can’t be read.',
  template: 'It is a template.',
  'second-document': 'A second document.',
  unknown: 'It is not known what this is.',
  empty: 'The file is empty.',
};

/** Names of variables that are about a login. */
const LOGIN_NAME = /(?:^|_)(?:OIDC|OAUTH2?|OPENID|SSO)(?:_|$)/i;

/** Nobody has more, and each takes its time. */
const MOST_CLIENTS = 200;
/** Nobody reads more. */
const MOST_LEFTOVERS = 500;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const trimmed = (url: string): string => url.replace(/\/+$/, '').toLowerCase();
const placeOf = ({ file, line }: FoundAt): FoundAt => ({ file, line });

/** What the first of these files says that says it. */
const saidIn = (sides: readonly AppSide[], name: string): Stated | undefined =>
  sides.map(({ said }) => own(said, name)).find((stated) => stated !== undefined);

/** What the app's own files say of it. */
function knownFrom(sides: readonly AppSide[]): KnownOfApp {
  const [first] = sides;
  if (first === undefined) return {};
  const { kind } = first.app;
  const url = (saidIn(sides, 'app.url') ?? saidIn(sides, 'app.origin'))?.value;
  const version = sides.find((side) => side.version !== undefined)?.version;
  const settings: Record<string, SettingValue> = Object.assign(
    {},
    ...[...sides].reverse().map((side) => side.settings),
  );
  return {
    kind,
    ...(url === undefined || !/^https?:\/\//i.test(url) ? {} : { url: url.replace(/\/+$/, '') }),
    ...(version === undefined || parseVersion(version) === undefined ? {} : { version }),
    ...(Object.keys(settings).length === 0
      ? {}
      : { settings: settings as NonNullable<AppEntry['settings']> }),
  };
}

/** The issuer, or an endpoint of a product whose pages lead to its address. */
const addressOf = (side: AppSide): string | undefined =>
  issuerOf(side)?.value ??
  ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']
    .flatMap((name) => side.said[name]?.value ?? [])
    .find((url) => providerPage(url, undefined) !== undefined);

/** The provider that has this issuer: by its path, else any one that conforms. */
function providerFrom(issuer: string | undefined, url: string | undefined): ProviderEntry | undefined {
  const page = issuer === undefined ? undefined : providerPage(issuer, undefined);
  const product = PROVIDER_PRODUCTS.find(({ name }) => name === page?.product);
  if (page !== undefined && product !== undefined) {
    // Where the address in a workspace is the issuer, the issuer stays whole.
    return { kind: product.kind, url: product.root === 'issuer' ? issuer!.replace(/\/+$/, '') : page.root };
  }
  const known = issuer === undefined ? undefined : byIssuer(issuer);
  if (known !== undefined) return known;
  const address = issuer ?? url;
  return address === undefined ? undefined : { kind: 'oidc', url: address };
}

/** The provider whose profile makes such an issuer from its address, if there is more in it than the address. */
function byIssuer(issuer: string): ProviderEntry | undefined {
  if (issuer.length > 2_000) return undefined;
  for (const kind of PROVIDER_PROFILE_KINDS) {
    const [before, path, ...more] = builtInProvider(kind)!.issuer.split(/\{provider\.(?:url|origin)\}/);
    if (before !== '' || path === undefined || path === '' || more.length > 0) continue;
    const form = path
      .replace(/\/+$/, '')
      .split(/\{[^{}]*\}/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/?#]+');
    const url = new RegExp(`^(https?://[^?#]+)${form}/?$`).exec(issuer)?.[1];
    if (url !== undefined) return { kind, url };
  }
  return undefined;
}

/** Where the apps say that this provider is. */
function addressFrom(sides: readonly AppSide[], kind: string): string | undefined {
  for (const side of sides) {
    const issuer = addressOf(side);
    const provider = providerFrom(issuer, undefined);
    if (provider?.kind === kind) return provider.url;
    // Authelia's issuer is its root, so nothing in it is the product's own.
    if (kind === 'authelia' && provider?.kind === 'oidc') return provider.url.replace(/\/+$/, '');
  }
  return undefined;
}
