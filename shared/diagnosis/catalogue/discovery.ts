import { pageInWords, providerPage } from '../../addresses/pasted.ts';
import { canParseUrl } from '../../can-parse-url.ts';
import { APP_KINDS } from '../../workspace/kinds.ts';
import { type Cause, code, docs, type Facts, ran, type Told, thread, threads } from './cause.ts';
import {
  app,
  appDeliverable,
  appSetting,
  capital,
  datum,
  firstDifference,
  hostOf,
  isDocumentOf,
  issuer,
  known,
  namesItselfWrongly,
  provider,
  setAt,
} from './setup.ts';

/** Section D of the catalogue, first part: discovery and the issuer. */

const status = (facts: Facts): string => datum(facts, 'status') ?? '';

/** The issuer that the provider states for itself. */
const actual = (facts: Facts): string | undefined => datum(facts, 'actual', 'issuer', 'found', 'received');

/** Host and port, as in a Host header. */
const authorityOf = (url: string): string | undefined => (canParseUrl(url) ? new URL(url).host : undefined);

/** True if the provider names itself by another address than its public one: the proxy does not pass that on. */
const wrongSelf = (facts: Facts): boolean => {
  const found = actual(facts);
  return found !== undefined && namesItselfWrongly(datum(facts, 'expected') ?? issuer(facts), found);
};

/** Since 4.39.17 Authelia refuses OpenID Connect requests whose scheme and host match no authelia_url. */
const refusesThisAddress = (facts: Facts): boolean =>
  facts.product === 'authelia' && datum(facts, 'status') === '400';

const ENDPOINT_PATH =
  /\/(authorize|authorization|auth|token|userinfo|jwks(\.json)?|login\/oauth\/authorize)\/?$/i;

/** What the workspace states as the provider's address, if that is one of its pages. */
function statedPage({ connection }: Facts) {
  const entry = connection?.provider.entry;
  const page = entry && providerPage(entry.url, entry.kind);
  return page?.sure === true ? page : undefined;
}

/** The issuer that the provider states, if the address of its document is configured in place of it. */
function documentAsIssuer(facts: Facts): string | undefined {
  const stated = actual(facts);
  return stated !== undefined && isDocumentOf(datum(facts, 'expected'), stated) ? stated : undefined;
}

/** The workspace path of the provider's address. */
const workspaceUrl = (facts: Facts) =>
  facts.connection ? { workspace_path: `providers.${facts.connection.provider.id}.url` } : {};

/** The address to write into the workspace so that the issuer becomes `wanted`. */
function workspaceValue(facts: Facts, wanted: string | undefined): string | undefined {
  // authentik's issuer is derived from the base and the slug; the workspace holds only the base.
  if (facts.product === 'authentik' && wanted && canParseUrl(wanted)) return new URL(wanted).origin;
  return wanted;
}

/** What a pasted address shows to be wrong with it. */
const MALFORMED: Readonly<Record<string, string | undefined>> = {
  quotes: 'the quotes around it came along as a part of the value',
  blank: 'a blank or the end of a line came along as a part of the value',
  twice: 'the scheme stands there twice, so the second one is taken for the host',
  scheme: 'its scheme is misspelt',
};

/** True if the document is as expected and only the token differs; then the app's side needs no change. */
const onlyToken = (facts: Facts): boolean =>
  facts.findings.every((finding) => finding.code === 'id-token-iss-wrong') &&
  facts.data['announced'] !== undefined &&
  facts.data['announced'] === facts.data['expected'];

/** Which of two issuers the workspace states; undefined without one. */
function statedIssuer(facts: Facts, expected: string | undefined, found: string | undefined) {
  const own = issuer(facts);
  if (own === undefined || expected === undefined || own === expected) return own && 'expected';
  return own === found ? 'found' : 'neither';
}
type Stated = ReturnType<typeof statedIssuer>;

/** False for an app that is told each endpoint and no issuer: it compares none. */
const takesIssuer = (facts: Facts): boolean => {
  const of = (what: Parameters<typeof setAt>[1]) => setAt(facts, what).map(({ name }) => name);
  const endpoints = of('authorization_endpoint');
  return endpoints.length === 0 || !of('issuer').some((name) => endpoints.includes(name));
};

/** True if neither the workspace nor its app can have sent the issuer that was expected. */
const isAnothers = (facts: Facts, stated: Stated): boolean =>
  facts.connection !== undefined && stated === 'found' && !takesIssuer(facts);

const whoExpects = (facts: Facts, stated: Stated): string => {
  if (facts.connection === undefined) return 'the app';
  const who = takesIssuer(facts) ? app(facts) : 'the program that wrote this';
  return stated === 'expected' ? `the workspace, and so ${app(facts)},` : who;
};

/** What to do about an issuer that differs: where the workspace has the right one already, nothing is changed in it. */
function issuerFix(facts: Facts, found: string | undefined, stated: Stated): string {
  const its = `the discovery document's own issuer${found ? `, ${found}` : ''}`;
  const slash = 'If the app takes the slash off by itself, only a newer version of it can help.';
  if (facts.connection === undefined)
    return `Use ${its}${found ? ',' : ''} in ${appSetting(facts, 'issuer')}. ${slash}`;
  const again = `apply ${app(facts)}'s side again`;
  if (!takesIssuer(facts))
    return isAnothers(facts, stated)
      ? `${capital(app(facts))} is told the endpoints and no issuer, so this is about another program: write ${its}${found ? ',' : ''} there.`
      : `Write ${its}${found ? ',' : ''} as the provider's url in the workspace, and ${again}: its endpoints begin with it.`;
  const name = appSetting(facts, 'issuer');
  return stated === 'found'
    ? `Write ${its}${found ? ',' : ''} in ${name}: ${again} and restart it. The workspace has it already.`
    : `Use ${its}${found ? ',' : ''} in ${name}: write it as the provider's url in the workspace, and ${again}. ${slash}`;
}

const ISSUER_CODES = [
  'issuer-differs-by-slash',
  'issuer-differs-by-scheme',
  'issuer-differs-by-host',
  'issuer-differs-by-port',
  'issuer-differs-by-path',
  'issuer-differs-by-case',
] as const;

/** True if an address of the provider's kind is on a host that is named like the app it is for. */
function onAppsHost(facts: Facts, url: string | undefined): url is string {
  const host = hostOf(url);
  if (host === undefined) return false;
  if (facts.connection) return host === hostOf(facts.connection.app.url) && host !== hostOf(issuer(facts));
  const slug = /\/application\/o\/([^/]+)\//.exec(url ?? '')?.[1]?.toLowerCase();
  const label = host.split('.')[0]!;
  return host.includes('.') && (label === slug || APP_KINDS.some((kind) => kind === label));
}

/** Authelia's log says that it was asked by an address that it does not know as its own. */
function addressUnknown(facts: Facts, asked: string): Told {
  const own = issuer(facts);
  const proto = datum(facts, 'proto');
  if (asked === 'app')
    return {
      side: 'app',
      title: `${capital(app(facts))} asks Authelia by another address than browsers do`,
      cause: `A request that only ${app(facts)} itself makes (${datum(facts, 'path')}) arrived as ${proto ?? 'http'}: it goes to an internal address, past the proxy, such as http://authelia:9091. Authelia answers only at its public https address. The same happens if the proxy does not send X-Forwarded-Proto.`,
      fix: {
        text: `Write Authelia's public https address${own ? ` (${own})` : ''} for every endpoint in ${app(facts)}, and let its container reach that address. If it has it already, have the proxy send X-Forwarded-Proto: https.`,
        setting: appSetting(facts, 'issuer'),
        ...known('value', own),
      },
    };
  return {
    side: 'proxy',
    title: 'Authelia does not recognise the address it is asked by',
    cause: `${asked === 'nobody' ? 'Authelia fails inside (nil pointer) at an address of OpenID Connect: it found no entry of session.cookies for the scheme and host it was asked by' : `The request arrived as ${proto ?? 'http'}`}. Either the proxy does not send X-Forwarded-Proto and X-Forwarded-Host, or authelia_url is another name than the one in the browser, or domain under session.cookies is of another zone.`,
    fix: {
      text: `Have the proxy send X-Forwarded-Proto: https and the public host (X-Forwarded-Host, or Host unchanged) to Authelia. Then compare session.cookies with the address bar: authelia_url must be that address${own ? ` (${own})` : ''}, and domain must hold its host.`,
      setting: 'X-Forwarded-Proto, session.cookies[].authelia_url, session.cookies[].domain',
      value: 'https',
    },
  };
}

export const DISCOVERY: readonly Cause[] = [
  {
    id: 'issuer-mismatch',
    ref: 'D26',
    section: 'D',
    see: 'The app says that the issuer did not match: a slash, a port or a path differs.',
    sides: ['app', 'provider'],
    explains: [
      { codes: ISSUER_CODES, weight: 0.95 },
      { codes: ['id-token-iss-wrong'], weight: 0.88 },
    ],
    entails: ['mixed-up-answer', 'idp-advertises-wrong-self', 'second-opinion-differs'],
    keys: [
      { text: ['issuer', 'did not match'], weight: 0.82 },
      { text: ['issuer', 'does not match'], weight: 0.76 },
      { text: ['issuer', 'mismatch'], weight: 0.78 },
      { text: 'issuer validation failed', weight: 0.88 },
      { text: 'invalid issuer', weight: 0.78 },
      { text: 'invalidissuererror', weight: 0.9 },
      { text: ['unexpected json attribute value', 'issuer'], weight: 0.88 },
      { text: 'idx10205', weight: 0.9 },
      { text: ['issuer', 'not equal'], weight: 0.7 },
      { text: ['"iss"', 'unexpected'], weight: 0.75 },
      { text: 'id token issuer', weight: 0.55, topic: true },
      { text: 'wrong issuer', weight: 0.8 },
      { text: 'issuer is invalid', weight: 0.8 },
      { text: ['expected issuer', 'got'], weight: 0.85 },
      { text: ['issuer', 'trailing slash'], weight: 0.82 },
      { text: 'issuer did not match', weight: 0.95 },
      { text: 'issuer mismatch', weight: 0.88 },
      { text: 'unexpected issuer uri', weight: 0.93 },
      { text: 'does not match the configured issuer', weight: 0.93 },
      { text: 'does not match authority', weight: 0.92 },
      { text: 'jwt issuer claim does not match', weight: 0.93, quiet: true },
      { text: 'id token issued by a different provider', weight: 0.9 },
      { text: 'unexpected "iss" claim value', weight: 0.88 },
      { text: 'unexpected jwt "iss" (issuer) claim value', weight: 0.9 },
      { text: "invalid issuer. expected '", weight: 0.75 },
      { text: 'invalid_claim: invalid claim "iss"', weight: 0.85 },
      { text: "invalid claim 'iss'", weight: 0.82 },
      { text: '"issuer" property does not match the expected value', weight: 0.93 },
      { text: "'issuer' property does not match the expected value", weight: 0.93 },
      { text: 'the issuer in the metadata does not match', weight: 0.8 },
    ],
    tell: (facts) => {
      const found = actual(facts);
      const expected = datum(facts, 'expected') ?? issuer(facts);
      const difference = found && expected ? firstDifference(expected, found) : undefined;
      const slash =
        found !== undefined &&
        expected !== undefined &&
        (found === `${expected}/` || expected === `${found}/`);
      const stated = statedIssuer(facts, expected, found);
      // The root with its slash is what authentik calls itself in the global mode. Where the message names only what was
      // found, and not what was expected, no other product of the catalogue is called so.
      const globalMode =
        (facts.product === 'authentik' || (facts.product === undefined && expected === undefined)) &&
        found !== undefined &&
        !slash &&
        /^https?:\/\/[^/]+\/$/.test(found);
      if (onlyToken(facts)) {
        return {
          side: 'provider',
          title: 'The ID token names another issuer than the discovery document',
          cause: `The discovery document of ${provider(facts)} says ${expected}${facts.connection ? ', as the workspace does' : ''}, but its ID token says ${found ?? 'nothing'}. ${capital(difference ?? 'They differ')}. Apps compare the two byte for byte.`,
          fix: {
            text: `Have ${provider(facts)} use the one issuer ${expected} everywhere: look for a fixed issuer or base URL in its configuration, and for a node that was not restarted since it changed.`,
            setting: 'issuer',
            ...known('value', expected),
            ...known('current', found),
          },
        };
      }
      if (globalMode) {
        return {
          side: 'provider',
          title: 'authentik uses one issuer for all applications',
          cause: `${facts.product === 'authentik' ? 'authentik' : 'The provider, which by that is authentik,'} calls itself ${found}, but the discovery document lies under ${expected ?? 'the application'}: its issuer mode is global. Strict apps refuse that.`,
          fix: {
            text: 'In the provider (Advanced protocol settings), set Issuer mode to “Each provider has a different issuer”.',
            setting: 'Issuer mode',
            value: 'per_provider',
            current: 'global',
            deliverable: 'authentik-blueprint',
          },
        };
      }
      return {
        side: 'app',
        ...(isAnothers(facts, stated) ? { elsewhere: true as const } : {}),
        title: slash
          ? 'The issuer differs by its final slash'
          : 'The issuer is not the same text on both sides',
        cause:
          found && expected
            ? `${capital(provider(facts))} calls itself ${found}${stated === 'found' ? ', as the workspace has it' : ''}; ${whoExpects(facts, stated)} expects ${expected}${stated === 'neither' ? `, and the workspace has ${issuer(facts)}` : ''}. ${capital(difference ?? 'They differ')}. The issuer is compared byte for byte.`
            : `The issuer that ${app(facts)} was given is not the text that ${provider(facts)} states in its discovery document and tokens. It is compared byte for byte: scheme, host, port, path and final slash.`,
        fix: {
          text: issuerFix(facts, found, stated),
          ...(takesIssuer(facts) ? { setting: appSetting(facts, 'issuer') } : {}),
          ...known(
            'value',
            facts.findings.length > 0 ? workspaceValue(facts, found) : (found ?? issuer(facts)),
          ),
          ...known('current', expected === found ? undefined : expected),
          ...appDeliverable(facts),
          ...(found && stated !== 'found' ? workspaceUrl(facts) : {}),
        },
      };
    },
    seen: threads(
      'Timshel/vaultwarden#103',
      'Freika/dawarich#2925',
      'MizuchiLabs/mantrae#47',
      'achtungsoftware/alarik#14',
      'markrai/scrumboy#126',
      'Flowfin/jellyfin-plugin-sso#1811',
    ),
  },
  {
    id: 'discovery-path-wrong',
    ref: 'D27',
    section: 'D',
    see: 'There is a 404, or a page, where the discovery document should be.',
    sides: ['app', 'provider'],
    explains: [
      { codes: ['discovery-not-found'], weight: 0.9 },
      { codes: ['discovery-html', 'discovery-not-json'], weight: 0.7 },
      { codes: ['issuer-not-a-url'], weight: 0.55 },
    ],
    keys: [
      { text: 'operror: expected 200 ok, got: 404', weight: 0.85 },
      { text: 'expected 200 ok, got: 404 not found', weight: 0.88 },
      { text: ['oidc', '404 not found'], weight: 0.78 },
      { text: 'unable to parse response body', weight: 0.55 },
      { text: ['discovery', '404'], weight: 0.78 },
      { text: ['well-known', '404'], weight: 0.8 },
      { text: ['unable to obtain configuration', '404'], weight: 0.85 },
      { text: 'idx20807', weight: 0.8 },
      { text: 'missing protocol scheme', weight: 0.85 },
      { text: 'no such realm', weight: 0.85 },
      { text: 'failed to fetch oidc metadata', weight: 0.75 },
      { text: 'not a conform authorization server metadata response', weight: 0.92 },
      { text: 'unsupported protocol scheme', weight: 0.9 },
      { text: '//.well-known/openid-configuration', weight: 0.88 },
      { text: ['.well-known/openid-configuration', '404'], weight: 0.8 },
      { text: 'realm does not exist', weight: 0.85 },
      { text: ['openid-configuration', 'not found'], weight: 0.62 },
      { text: ['failed to retrieve openid configuration', '404'], weight: 0.85 },
      { text: ['openid-configuration', '<!doctype html'], weight: 0.8 },
      { text: ['/auth/realms/', '404'], weight: 0.8 },
      { text: ['.well-known/openid-configuration', 'unexpected token'], weight: 0.75 },
    ],
    tell: (facts) => {
      const url = datum(facts, 'url', 'discovery_url') ?? facts.connection?.provider_metadata.discovery_url;
      const slug = facts.connection?.app.slug;
      const authentik = facts.product === 'authentik';
      const elsewhere = datum(facts, 'suggestion', 'instead');
      const realSlug = authentik ? /\/application\/o\/([^/]+)\/$/.exec(elsewhere ?? '')?.[1] : undefined;
      if (facts.connection && realSlug !== undefined && realSlug !== slug) {
        return {
          side: 'app',
          title: 'The application has another slug in authentik',
          cause: `${url ?? 'The discovery URL'} answers ${status(facts) || 'no JSON'}, but there is a document that names itself ${elsewhere}: the slug is “${realSlug}”, the workspace says “${slug}”.`,
          fix: {
            text: `Write “${realSlug}” as the slug beside the app, and apply ${app(facts)}'s side again.`,
            setting: 'slug',
            value: realSlug,
            ...known('current', slug),
            ...appDeliverable(facts),
            workspace_path: `apps.${facts.connection.app.id}.slug`,
          },
        };
      }
      const suggestion = authentik ? undefined : elsewhere;
      const twice = datum(facts, 'twice');
      if (twice !== undefined)
        return {
          side: 'app',
          title: 'The discovery suffix stands in the address twice',
          cause: `${capital(app(facts))} appends /.well-known/openid-configuration itself, and the address that it was given has it already.`,
          fix: {
            text: `Write only ${twice} into ${appSetting(facts, 'issuer')}.`,
            setting: appSetting(facts, 'issuer'),
            value: twice,
            ...known('current', url),
            ...appDeliverable(facts),
          },
        };
      const tenant = datum(facts, 'tenant');
      if (tenant !== undefined)
        return {
          side: 'app',
          title: 'The tenant in the address is not the right one',
          cause:
            tenant === 'shared'
              ? 'The address names all tenants (common, organizations or consumers) or another one, and this client is for the accounts of one tenant only.'
              : 'There is no tenant with the name or ID that the address holds.',
          fix: {
            text: `Copy the directory (tenant) ID from the overview of the client's registration, and write it into the address of the provider in ${appSetting(facts, 'issuer')}, as in https://login.microsoftonline.com/TENANT-ID/v2.0.`,
            setting: appSetting(facts, 'issuer'),
            ...known('current', datum(facts, 'url')),
            ...appDeliverable(facts),
          },
        };
      const named = datum(facts, 'named');
      if (named !== undefined)
        return {
          side: 'app',
          title: 'The issuer has the path of another product',
          cause: `${url ?? 'The issuer'} ends as another provider's issuers do, and the text speaks of ${named}, which has no document there.`,
          fix: {
            text: `Open ${named}'s address with /.well-known/openid-configuration in a browser until JSON appears, and write the issuer from it into ${appSetting(facts, 'issuer')}.`,
            setting: appSetting(facts, 'issuer'),
            ...known('current', url),
          },
        };
      if (onAppsHost(facts, url))
        return {
          side: 'app',
          title: 'The discovery address lies on the app’s own host',
          cause: `${url} is where ${app(facts)} itself answers, so there is no discovery document there. The host of ${provider(facts)} belongs into this address.`,
          fix: {
            text: `Write the address of ${provider(facts)} into ${appSetting(facts, 'issuer')} of ${app(facts)}: the same path, on the provider's host.`,
            setting: appSetting(facts, 'issuer'),
            ...known('value', facts.connection?.provider_metadata.discovery_url),
            ...known('current', url),
            ...appDeliverable(facts),
          },
        };
      return {
        side: authentik ? 'provider' : 'app',
        title: 'There is no discovery document at this address',
        cause: authentik
          ? `${url ?? 'The discovery URL'} answers ${status(facts) || 'no JSON'}. In authentik the path holds the application's slug${slug ? ` (“${slug}”)` : ''}: the application does not exist under it, has no provider assigned, or the provider is of another type.`
          : `${url ?? 'The discovery URL'} answers ${status(facts) === '' || status(facts) === '200' ? 'something that is not the document' : status(facts)}. Usual reasons: a doubled slash, a missing scheme, a wrong realm or slug, a sub-path left out, or a login page in between.`,
        fix: {
          text: suggestion
            ? `Write ${suggestion}; its document names itself so.`
            : authentik
              ? `In authentik, give the application the slug ${slug ? `“${slug}”` : 'that the address holds'} and assign the provider to it; or state the real slug in the workspace.`
              : `Open ${provider(facts)}'s address with /.well-known/openid-configuration in a browser until JSON appears, and use the part before that suffix.`,
          setting: authentik ? 'Slug' : appSetting(facts, 'issuer'),
          ...known('value', suggestion ?? (authentik ? slug : undefined)),
          ...known('current', url),
          ...(authentik
            ? { deliverable: 'authentik-blueprint' }
            : { ...appDeliverable(facts), ...workspaceUrl(facts) }),
        },
      };
    },
    seen: threads(
      'infiniflow/ragflow#18530',
      'go-gitea/gitea#23283',
      'brunostjohn/perplexideez#16',
      'ory/k8s#254',
      'target/goalert#3641',
    ),
  },
  {
    id: 'provider-kind-wrong',
    section: 'D',
    see: 'The workspace names another product as the provider than the one that answers.',
    sides: ['provider'],
    explains: [
      { codes: ['metadata-other-product'], weight: 0.9 },
      {
        codes: ['discovery-not-found', 'discovery-html', 'discovery-not-json'],
        weight: 0.95,
        when: (facts) => {
          const stated = facts.connection?.provider.entry.kind;
          const kind = datum(facts, 'product_kind');
          return kind !== undefined && stated !== 'oidc' && kind !== stated;
        },
        condition: 'a document nearby shows which product it is',
      },
    ],
    entails: ['discovery-path-wrong', 'issuer-mismatch'],
    keys: [],
    tell: (facts) => {
      const id = facts.connection?.provider.id;
      const [kind, name] = [datum(facts, 'product_kind'), datum(facts, 'product') ?? 'another product'];
      const url = datum(facts, 'product_url');
      const other = url !== undefined && url !== facts.connection?.provider.entry.url;
      return {
        side: 'provider',
        title: `This looks like ${name}, not ${provider(facts)}`,
        cause: `The addresses in its discovery document are those of ${name}. The workspace says ${facts.connection?.provider.entry.kind ?? 'another kind'}, so what is written and expected is for ${provider(facts)}.`,
        fix: {
          text: `Write kind: ${kind ?? 'the right one'}${other ? ` and url: ${url}` : ''} beside the provider, and its version; then write both sides again.`,
          setting: 'kind',
          ...known('value', kind),
          ...known('current', facts.connection?.provider.entry.kind),
          ...(id === undefined ? {} : { workspace_path: `providers.${id}.kind` }),
        },
      };
    },
    seen: [
      code(
        'The addresses of each product, as its profile names them with their sources',
        'shared/catalog/profiles/providers',
      ),
    ],
  },
  {
    id: 'endpoint-given-as-issuer',
    ref: 'D28',
    section: 'D',
    see: 'An endpoint, a page, or the issuer of one app is given in place of the provider’s address.',
    sides: ['app'],
    explains: [
      {
        codes: [
          'discovery-not-found',
          'discovery-html',
          'discovery-not-json',
          'issuer-has-query-or-fragment',
        ],
        weight: 0.94,
        when: (facts) => {
          const url = facts.connection?.provider.entry.url;
          const endpoint = url !== undefined && canParseUrl(url) && ENDPOINT_PATH.test(new URL(url).pathname);
          return endpoint || statedPage(facts) !== undefined;
        },
        condition: "the provider's address is one of its endpoints or pages, or the issuer of one app",
      },
      {
        codes: ['issuer-differs-by-path'],
        weight: 0.97,
        when: (facts) => documentAsIssuer(facts) !== undefined,
        condition: 'the configured issuer is the address of the discovery document',
      },
    ],
    entails: ['discovery-path-wrong', 'issuer-mismatch'],
    keys: [
      { text: '/authorize/.well-known/openid-configuration', weight: 0.95 },
      { text: '/authorization/.well-known/openid-configuration', weight: 0.95 },
      { text: '/token/.well-known/openid-configuration', weight: 0.95 },
      { text: '/auth/.well-known/openid-configuration', weight: 0.8 },
    ],
    tell: (facts) => {
      const url = facts.connection?.provider.entry.url ?? datum(facts, 'url');
      const page = statedPage(facts);
      if (page && facts.findings.length > 0) {
        const asked = datum(facts, 'url');
        const kind = page.kind === undefined ? '' : ` and kind: ${page.kind}`;
        return {
          side: 'app',
          title: `${capital(pageInWords(page))} is given in place of the provider’s address`,
          cause: `The workspace has ${url} as the address of ${provider(facts)}. That is ${pageInWords(page)}, and everything else is looked for below it${asked ? `: ${asked} was asked` : ''}.`,
          fix: {
            text: `Write url: ${page.root}${kind} beside the provider in the workspace, and write both sides again. Nothing is wrong with ${provider(facts)} by this.`,
            setting: 'url',
            value: page.root,
            ...known('current', url),
            ...workspaceUrl(facts),
          },
        };
      }
      const stated = documentAsIssuer(facts);
      if (stated !== undefined)
        return {
          side: 'app',
          title: 'The discovery document’s address is given in place of the issuer',
          cause: `${datum(facts, 'expected')} is the address of the discovery document. The issuer is the part before /.well-known/, as ${provider(facts)} states it: ${stated}.`,
          fix: {
            text: `Write the issuer ${stated} there instead.`,
            setting: appSetting(facts, 'issuer'),
            ...known('current', datum(facts, 'expected')),
            value: stated,
            ...appDeliverable(facts),
            ...workspaceUrl(facts),
          },
        };
      return {
        side: 'app',
        title: 'An endpoint is given in place of the issuer',
        cause: `${url ?? 'The address'} is the address of one endpoint. The issuer is the part before it, and the endpoints are found through it.`,
        fix: {
          text: `Write the issuer instead: the address under which /.well-known/openid-configuration answers.`,
          setting: appSetting(facts, 'issuer'),
          ...known('current', url),
          ...known('value', url ? issuerBefore(url) : undefined),
          ...appDeliverable(facts),
          ...workspaceUrl(facts),
        },
      };
    },
    seen: threads('nextcloud/user_oidc#355', 'rommapp/romm#2044', 'rommapp/romm#3044'),
  },
  {
    id: 'idp-advertises-wrong-self',
    ref: 'D29',
    section: 'D',
    see: 'The discovery document names http addresses, an internal host or a port.',
    sides: ['proxy', 'provider', 'app'],
    explains: [
      {
        codes: [...ISSUER_CODES, 'id-token-iss-wrong'],
        weight: 0.96,
        when: wrongSelf,
        condition: 'the provider names itself by http, an internal host or, at authentik, another host',
      },
      { codes: ['endpoint-plain-http', 'endpoint-on-private-host'], weight: 0.88 },
      { codes: ['endpoint-on-other-host'], weight: 0.7 },
      {
        codes: ['discovery-not-found'],
        weight: 0.93,
        when: refusesThisAddress,
        condition: 'Authelia answers status 400: it does not recognise the scheme and host it was asked by',
      },
    ],
    entails: ['issuer-mismatch', 'mixed-up-answer', 'keys-unreachable'],
    keys: [
      { text: 'no session cookie configuration matches url', weight: 0.94 },
      { text: 'effective issuer', weight: 0.8, topic: true },
      { text: ['"issuer":"http://', '_endpoint'], weight: 0.85, quiet: true },
      { text: ['"issuer": "http://', '_endpoint'], weight: 0.85, quiet: true },
      { text: 'mixed content', weight: 0.6, topic: true },
    ],
    tell: (facts) => {
      const found = actual(facts) ?? datum(facts, 'url', 'endpoint', 'host');
      const expected = datum(facts, 'expected') ?? issuer(facts);
      if (facts.findings.some((finding) => finding.code === 'discovery-not-found')) {
        return {
          side: 'proxy',
          title: 'Authelia does not recognise the address it is asked by',
          cause: `Authelia answers ${found ?? 'its discovery address'} with status 400: the scheme, host and port that reach it are not those of an authelia_url. The proxy in front does not pass them on, or it was reached past the proxy.`,
          fix: {
            text: `Have the proxy send X-Forwarded-Proto: https and the public Host to Authelia, and write ${expected ?? 'the public address'} as authelia_url under session.cookies; Authelia's log says which of them it missed.`,
            setting: 'authelia_url',
            ...known('value', expected),
          },
        };
      }
      const asked = datum(facts, 'asked_by');
      if (asked !== undefined) return addressUnknown(facts, asked);
      // If the host differs too, correcting only the scheme would not be enough.
      const elsewhere =
        found !== undefined && expected !== undefined && hostOf(found) !== hostOf(expected)
          ? authorityOf(expected)
          : undefined;
      return {
        side: 'proxy',
        title: `${capital(provider(facts))} does not know its own public address`,
        cause: `${capital(provider(facts))} names itself or its endpoints ${found ? `by ${found}` : 'by http or an internal host'}${expected ? ` instead of ${expected}` : ''}: the proxy in front does not pass on the scheme and host, or it was reached past the proxy.`,
        fix: {
          text: `Have the proxy send X-Forwarded-Proto: https and the public Host to ${provider(facts)}${facts.product === 'authentik' ? ' and list the proxy in AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS' : ''}${facts.product === 'authelia' ? '; authelia_url must be the public host and port' : ''}, and reach it through the proxy only.`,
          ...(elsewhere === undefined
            ? { setting: 'X-Forwarded-Proto', value: 'https' }
            : { setting: 'X-Forwarded-Host', value: elsewhere }),
          ...known('current', found),
        },
      };
    },
    seen: [
      docs('Authelia FAQ', 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/'),
      thread('keycloak/keycloak#11807'),
      ran('Authelia after 4.39.20, asked by http and by another host', 'authelia/authelia@master (2026-08)'),
    ],
  },
  {
    id: 'endpoint-base-check',
    ref: 'D34',
    section: 'D',
    see: 'The library of the app refuses an endpoint that does not lie under the issuer.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: 'invalid base address for endpoint', weight: 0.96 },
      { text: 'endpoint is on a different host than authority', weight: 0.93 },
      { text: 'endpoint does not belong to authority', weight: 0.93 },
      { text: 'endpoint belongs to different authority', weight: 0.93 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app wants every endpoint below the issuer',
      cause: `The library of ${app(facts)} refuses endpoints outside the issuer's path. ${facts.product === 'authentik' || facts.product === undefined ? 'authentik has one issuer per application and endpoints that all share, which is allowed.' : 'The standard allows that.'}`,
      fix: {
        text: `Update ${app(facts)}, or switch its endpoint validation off while keeping the validation of the issuer.`,
        setting: 'endpoint validation',
      },
    }),
    seen: threads('Ezeqielle/jellyfin-plugin-oidc#1'),
  },
  {
    id: 'realm-wants-tls',
    ref: 'D35',
    section: 'D',
    see: 'Keycloak refuses plain http although the site is served over https.',
    sides: ['proxy', 'provider'],
    products: ['keycloak'],
    explains: [],
    keys: [
      { text: 'https required', weight: 0.75 },
      { text: 'error="ssl_required"', weight: 0.93 },
      { text: 'error=ssl_required', weight: 0.93 },
    ],
    tell: () => ({
      side: 'proxy',
      title: 'Keycloak sees plain http behind the proxy',
      cause:
        'The realm requires TLS (“Require SSL”), and the proxy passes requests on by http without a forwarded scheme that Keycloak trusts.',
      fix: {
        text: 'Have the proxy send X-Forwarded-Proto and X-Forwarded-Host, and start Keycloak with proxy headers trusted. Relax “Require SSL” only after that.',
        setting: 'KC_PROXY_HEADERS',
        value: 'xforwarded',
      },
    }),
    seen: threads('nextcloud/user_oidc#555'),
  },
  {
    id: 'issuer-not-well-formed',
    section: 'D',
    see: "The provider's address is no URL, or carries blanks, a query or a fragment.",
    sides: ['app'],
    explains: [
      { codes: ['issuer-not-a-url', 'issuer-has-query-or-fragment', 'issuer-has-blanks'], weight: 0.93 },
    ],
    entails: [
      'discovery-path-wrong',
      'issuer-mismatch',
      'container-cannot-reach-idp',
      'provider-name-not-found',
    ],
    keys: [
      // A host with a port and no scheme: “auth.example.com:9443” has the scheme “auth.example.com”.
      { text: 'request url has an unsupported protocol', weight: 0.93 },
      { text: 'first path segment in url cannot contain colon', weight: 0.9 },
      { text: 'no connection adapters were found for', weight: 0.9 },
    ],
    tell: (facts) => {
      const how = MALFORMED[datum(facts, 'how') ?? ''];
      const own = datum(facts, 'wanted', 'actual', 'value');
      const url = how === undefined ? (facts.connection?.provider.entry.url ?? own) : datum(facts, 'actual');
      const clean =
        how === undefined ? (url === undefined ? undefined : cleanIssuer(url)) : datum(facts, 'wanted');
      return {
        side: 'app',
        title: "The provider's address is not an issuer",
        cause: `${url ? `“${url}”` : 'The address'} can't be an issuer: ${how ?? 'that is a URL with a scheme and a host, without blanks, “?” and “#”'}.`,
        fix: {
          text: `Write the plain address${clean && clean !== url ? `, ${clean}` : ', such as https://auth.example.com'}${how === undefined ? '' : `, into ${appSetting(facts, 'issuer')}`}.`,
          setting: how === undefined ? 'url' : appSetting(facts, 'issuer'),
          ...known('value', clean === url ? undefined : clean),
          ...known('current', url),
          ...workspaceUrl(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, provider metadata', 'OpenID Connect Discovery 1.0 §3')],
  },
  {
    id: 'issuer-plain-http',
    section: 'D',
    see: 'The issuer is an http address.',
    sides: ['proxy', 'provider', 'app'],
    explains: [{ codes: ['issuer-plain-http', 'http-not-redirected'], weight: 0.85 }],
    keys: [
      { text: 'only requests to https are allowed', weight: 0.85 },
      { text: 'issuer must be an https url', weight: 0.85 },
    ],
    tell: (facts) => {
      const said = datum(facts, 'url');
      if (facts.findings.length === 0) {
        const address = said ?? facts.connection?.provider.entry.url;
        return {
          side: 'app',
          title: 'The app refuses a provider address with http',
          cause: `${capital(app(facts))} asks ${address ?? 'an http address'}, and its library takes https only: passwords, codes and tokens could be read on the way.`,
          fix: {
            text: `Have the proxy serve ${provider(facts)} over https, and write that address into ${appSetting(facts, 'issuer')} of ${app(facts)}.`,
            setting: appSetting(facts, 'issuer'),
            ...known('current', address),
          },
        };
      }
      const redirect = facts.findings.every((finding) => finding.code === 'http-not-redirected');
      const url = facts.connection?.provider.entry.url;
      const wanted = url?.replace(/^http:/, 'https:');
      return {
        side: 'proxy',
        title: redirect
          ? 'Plain http is answered instead of sent on to https'
          : 'The provider is reached over plain http',
        cause: redirect
          ? `${capital(provider(facts))} answers the same over http as over https, so a password can travel in the clear.`
          : `${url ?? 'The issuer'} is plain http: passwords, codes and tokens can be read on the way, ${facts.product === 'authelia' ? 'Authelia refuses OpenID Connect without https, ' : ''}and many apps refuse such an issuer.`,
        fix: {
          text: redirect
            ? 'Have the proxy redirect http to https, host and path unchanged.'
            : `Serve ${provider(facts)} over https and write that address${wanted ? `, ${wanted},` : ''} into the workspace.`,
          ...(redirect
            ? {}
            : {
                setting: 'url',
                ...known('value', wanted),
                ...known('current', url),
                ...workspaceUrl(facts),
              }),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, provider metadata', 'OpenID Connect Discovery 1.0 §3')],
  },
  {
    id: 'http-redirect-differs',
    section: 'D',
    see: 'Plain http leads to another host or path than the https address.',
    sides: ['proxy'],
    explains: [{ codes: ['http-redirect-differs'], weight: 0.85 }],
    keys: [],
    tell: (facts) => ({
      side: 'proxy',
      title: 'The redirect from http changes the address',
      cause: `Plain http is sent on${datum(facts, 'location', 'actual', 'to') ? ` to ${datum(facts, 'location', 'actual', 'to')}` : ' to another host or path'} and not to the same address with https.`,
      fix: {
        text: 'Have the proxy redirect to the same host and path, with https only.',
        ...known('value', datum(facts, 'expected') ?? facts.connection?.provider_metadata.discovery_url),
        ...known('current', datum(facts, 'location', 'actual', 'to')),
      },
    }),
    seen: [docs('RFC 9110, redirection', 'RFC 9110 §15.4')],
  },
  {
    id: 'issuer-host-is-ip',
    section: 'D',
    see: 'The issuer is named by an IP address.',
    sides: ['host'],
    explains: [{ codes: ['issuer-host-is-ip'], weight: 0.8 }],
    keys: [],
    tell: (facts) => ({
      side: 'host',
      title: 'The provider is named by an IP address',
      cause: `${facts.connection?.provider.entry.url ?? 'The issuer'} holds an IP address. Certificates, cookies and apps want a name, and when the address changes every account link breaks.`,
      fix: {
        text: `Give ${provider(facts)} a DNS name that browsers and containers resolve, and write it into the workspace.`,
        setting: 'url',
        ...known('current', facts.connection?.provider.entry.url),
        ...workspaceUrl(facts),
      },
    }),
    seen: [
      code('Authelia: session cookie domains', 'authelia/authelia internal/configuration/validator@v4.39.20'),
    ],
  },
  {
    id: 'discovery-redirected',
    section: 'D',
    see: 'The discovery document is answered by a redirect.',
    sides: ['proxy', 'app'],
    explains: [
      { codes: ['discovery-redirected-elsewhere'], weight: 0.88 },
      { codes: ['discovery-redirected'], weight: 0.75 },
      { codes: ['discovery-redirect-loop'], weight: 0.92 },
    ],
    keys: [
      { text: 'too many redirects', weight: 0.65, without: ['err_too_many_redirects'] },
      { text: 'maximum (50) redirects followed', weight: 0.8 },
      { text: ['302', '.well-known/openid-configuration'], weight: 0.55 },
    ],
    tell: (facts) => {
      const loop = facts.findings.some((finding) => finding.code === 'discovery-redirect-loop');
      const elsewhere = facts.findings.some((finding) => finding.code === 'discovery-redirected-elsewhere');
      const target = datum(facts, 'location', 'to', 'actual', 'url');
      return {
        side: 'proxy',
        title: loop
          ? 'The discovery address redirects in a circle'
          : elsewhere
            ? 'The discovery address leads to another host'
            : 'The discovery address redirects',
        cause: loop
          ? 'The redirects never end: usually the proxy sends http to https while the provider behind it sends https back to http.'
          : elsewhere
            ? `The request was sent on${target ? ` to ${target}` : ' to another host'}: forward authentication in front of ${provider(facts)}, or another public name than the one in the workspace. It was not followed.`
            : `The document is only found after a redirect${target ? ` to ${target}` : ''}. The standard wants it answered at once, and many apps follow none.`,
        fix: {
          text: loop
            ? `Send X-Forwarded-Proto from the proxy to ${provider(facts)}, and redirect at one place only.`
            : elsewhere
              ? `Take ${provider(facts)}'s own address out of the forward authentication; or, if it has moved, write its new address into the workspace.`
              : `Have the proxy in front of ${provider(facts)} answer ${datum(facts, 'url') ?? 'its discovery address'} itself, without a redirect. Only if the issuer in the document is another one too, write that issuer as the provider's url.`,
          ...known('current', target),
          ...(elsewhere && !loop ? workspaceUrl(facts) : {}),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, configuration response', 'OpenID Connect Discovery 1.0 §4.2')],
  },
  {
    id: 'answer-not-json',
    section: 'D',
    see: 'The document is there, but with the wrong content type, or it is no JSON object.',
    sides: ['proxy', 'provider'],
    explains: [
      { codes: ['discovery-wrong-content-type'], weight: 0.8 },
      { codes: ['discovery-not-json'], weight: 0.6 },
      {
        codes: ['discovery-not-json'],
        weight: 0.8,
        when: (facts) => facts.data['cut'] === true,
        condition: 'the answer begins as JSON and is cut off',
      },
    ],
    keys: [
      { text: 'response is not a conform', weight: 0.6 },
      { text: 'jsondecodeerror: expecting value: line 1 column 1', weight: 0.5 },
      { text: "unexpected token '<'", weight: 0.6 },
      { text: "invalid character '<' looking for beginning of value", weight: 0.6 },
      { text: 'unexpected end of json input', weight: 0.6 },
    ],
    tell: (facts) => {
      if (
        facts.data['cut'] === true ||
        facts.findings.some((finding) => finding.code === 'discovery-not-json')
      ) {
        return {
          side: 'proxy',
          title: 'The document can not be read',
          cause: `${datum(facts, 'url') ?? 'The discovery address'} answers something that is no whole JSON object. If that is the right address, the answer was cut off or changed on its way.`,
          fix: {
            text: `Look at what that address shows in a browser. If it is the document, but cut off, look at the proxy in front of ${provider(facts)}: its buffers, compression, and anything that rewrites answers.`,
            ...known('current', datum(facts, 'excerpt')),
          },
        };
      }
      if (datum(facts, 'of') === 'any')
        return {
          side: 'proxy',
          title: 'An answer was a page where JSON belongs',
          cause: `${capital(app(facts))} asked for the document, the tokens or the user's claims, and got something else: the page of a proxy or of a login in front of ${provider(facts)}, an error page, or what a wrong address answers.`,
          fix: {
            text: `Open the discovery address that ${app(facts)} has in a private window. If it shows JSON, compare the addresses of the tokens and of userinfo in ${app(facts)} with those in it; if not, correct that address or let the proxy pass it.`,
          },
        };
      return {
        side: 'proxy',
        title: 'The document is not served as JSON',
        cause: `The discovery document came as ${datum(facts, 'content_type', 'actual') ?? 'something other than application/json'}. Strict apps refuse it.`,
        fix: {
          text: `Have the proxy leave the content type of ${provider(facts)} alone; it must be application/json.`,
          setting: 'Content-Type',
          value: 'application/json',
          ...known('current', datum(facts, 'content_type')),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, configuration response', 'OpenID Connect Discovery 1.0 §4.2')],
  },
  {
    id: 'answer-too-big',
    section: 'D',
    see: 'An answer is far larger than such a document ever is.',
    sides: ['provider', 'proxy'],
    explains: [{ codes: ['discovery-too-big', 'jwks-too-big'], weight: 0.93 }],
    entails: ['discovery-path-wrong', 'keys-unreachable'],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'The answer is far too big',
      cause: `More came back than such a document ever holds${datum(facts, 'url') ? ` from ${datum(facts, 'url')}` : ''}; reading was stopped. This is not ${provider(facts)}'s own document, or someone means harm.`,
      fix: {
        text: `Open the address in a browser and see what answers there; point the workspace at the provider itself.`,
        ...known('current', datum(facts, 'url')),
        ...workspaceUrl(facts),
      },
    }),
    seen: [docs('RFC 8414, security considerations', 'RFC 8414 §6')],
  },
  {
    id: 'metadata-incomplete',
    section: 'D',
    see: 'The discovery document lacks an endpoint that a login needs.',
    sides: ['provider'],
    explains: [
      { codes: ['metadata-endpoint-missing'], weight: 0.9 },
      { codes: ['metadata-userinfo-missing'], weight: 0.75 },
    ],
    keys: [
      { text: 'no authorization_endpoint', weight: 0.75 },
      { text: 'missing token_endpoint', weight: 0.8 },
      { text: 'missing required metadata', weight: 0.7 },
      { text: 'authorization_endpoint must be configured on the issuer', weight: 0.8 },
      { text: 'userinfo_endpoint must be configured on the issuer', weight: 0.8 },
    ],
    tell: (facts) => {
      const missing = datum(facts, 'endpoint', 'name', 'missing', 'member') ?? 'an endpoint';
      return {
        side: 'provider',
        title: 'The discovery document lacks what a login needs',
        cause: `The document of ${provider(facts)} does not name ${missing}${/userinfo/.test(missing) && facts.connection?.app.traits.value.claims_from === 'userinfo' ? `; ${app(facts)} reads its claims from userinfo` : ''}.`,
        fix: {
          text: `Check that the address is that of an OpenID Connect provider (not plain OAuth 2.0), and that it is up to date.`,
          ...known('setting', missing === 'an endpoint' ? undefined : missing),
          ...workspaceUrl(facts),
        },
      };
    },
    seen: [docs('OpenID Connect Discovery, provider metadata', 'OpenID Connect Discovery 1.0 §3')],
  },
  {
    id: 'hostile-endpoint',
    section: 'D',
    see: 'The discovery document names an endpoint that is no web address, such as javascript: or file:.',
    sides: ['provider'],
    explains: [{ codes: ['endpoint-scheme-refused'], weight: 0.97 }],
    entails: ['keys-unreachable', 'metadata-incomplete'],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'An endpoint is no web address',
      cause: `The discovery document names ${datum(facts, 'url', 'endpoint', 'actual') ?? 'an endpoint'} whose scheme is not http or https. It was not opened. No honest provider writes that.`,
      fix: {
        text: `Make sure that the address in the workspace is really your provider's, and look at how its configuration came to be.`,
        ...known('current', datum(facts, 'url', 'actual')),
        ...workspaceUrl(facts),
      },
    }),
    seen: [docs('RFC 8414, security considerations', 'RFC 8414 §6')],
  },
];

/** The part of a URL before a known endpoint's path; undefined if it has no such path. */
function issuerBefore(text: string): string | undefined {
  if (!canParseUrl(text)) return undefined;
  const url = new URL(text);
  const base = url.pathname
    .replace(/\/api\/oidc\/[a-z-]+\/?$/, '')
    .replace(/\/protocol\/openid-connect\/[a-z-]+\/?$/, '')
    .replace(ENDPOINT_PATH, '');
  return base === url.pathname ? undefined : `${url.origin}${base}`;
}

/** The address without the parts that an issuer may not have; undefined if no URL is left. */
function cleanIssuer(text: string): string | undefined {
  const bare = text.trim().replace(/[?#].*$/, '');
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`;
  return canParseUrl(whole) && !/\s/.test(whole) ? whole : undefined;
}
