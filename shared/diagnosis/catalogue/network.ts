import type { TrustSetting } from '../../catalog/types.ts';
import { type Cause, docs, type Facts, rule, type Told, threads } from './cause.ts';
import {
  app,
  appDeliverable,
  appPath,
  appSetting,
  capital,
  datum,
  hostOf,
  issuer,
  known,
  provider,
} from './setup.ts';

/** Section D of the catalogue, second part: names, connections and certificates. */

/** Seen from the app's place: in its container, or in what it says itself, which comes without a check. */
const inContainer = (facts: Facts): boolean =>
  facts.check === undefined || facts.check.light === 'app-network';
/** The app's name, if a run on this machine looked it up as well and did not find it. */
const appNameNotFound = (facts: Facts): string | undefined => datum(facts, 'app_host');

/** Two names that are both unknown are hardly both misspelt: it is the DNS of the machine that asks. */
const noNameHere = (facts: Facts, its: string): Told => {
  return {
    side: 'host',
    title: "Neither name is found: this machine's DNS",
    cause: `This machine found no address for ${providerHost(facts) ?? 'the provider'}, and none for ${its} either. The DNS that it uses does not know them, or does not answer.`,
    fix: {
      text: 'Look at this machine: the DNS it uses needs an entry for both names, or its hosts file a line for each. Only if one of them opens in a browser here, compare how the other is written.',
    },
  };
};

const here = (facts: Facts): boolean => !inContainer(facts);

const providerHost = (facts: Facts): string | undefined =>
  datum(facts, 'host') ?? hostOf(datum(facts, 'url')) ?? hostOf(issuer(facts));
/** The server's name, if it has one that means the same in every container. */
const nameOf = (host: string | undefined): string | undefined =>
  host === undefined || /^[\d.:[\]]+$/.test(host) || namesItself(host) ? undefined : host;
const namesItself = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host) || host.endsWith('.localhost');

/** True if the provider was asked over plain http. */
const plainlyAsked = (facts: Facts): boolean =>
  (datum(facts, 'url') ?? facts.connection?.provider.entry.url ?? '').startsWith('http:');

const url = (facts: Facts) =>
  facts.connection ? { workspace_path: `providers.${facts.connection.provider.id}.url` } : {};

/** How this app is told to trust an authority. */
const trustOf = ({ connection }: Facts): TrustSetting | undefined =>
  connection?.app.definition.trust(connection.app.entry, connection.app.version.effective);

/** How to make this app trust another CA. */
function trustFix(facts: Facts): string {
  const trust = trustOf(facts);
  const variable = trust?.name ?? 'the variable that the app reads for it';
  return (
    trust?.in_short ??
    `mount the CA file into the container and set ${variable}${trust === undefined ? ' (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE)' : ' to its path there'}`
  );
}

/** The path of the CA file in the container, if the workspace states it. */
function statedFile(facts: Facts): string | undefined {
  const key = trustOf(facts)?.key;
  const value = key === undefined ? undefined : facts.connection?.app.entry.settings?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** In a container, a name of the machine itself is the container's own. */
const askedItself = (facts: Facts, host: string): Told => ({
  side: 'host',
  title: "The app's container can't reach the provider",
  cause: `Inside the container of ${app(facts)}, ${host} is the container itself, not ${provider(facts)}.`,
  fix: {
    text: `Give ${app(facts)} the address of ${provider(facts)} by which browsers know it, not ${host}, and let that name lead to the proxy inside the network as well. Then restart ${app(facts)}.`,
    ...known('current', datum(facts, 'asked') ?? host),
  },
});

const askedProxy = (facts: Facts, host: string | undefined): Told => ({
  side: 'host',
  title: 'A proxy for outgoing requests stands between the app and the provider',
  cause: `${capital(app(facts))} asks for ${host ?? provider(facts)} by way of a proxy, which refuses the request or can't be reached.`,
  fix: {
    text: `If ${provider(facts)} is in the same network, name its host in NO_PROXY of ${app(facts)}. If it is outside, give HTTPS_PROXY the address and the credentials of the proxy. Then restart ${app(facts)}.`,
    setting: 'NO_PROXY',
    ...known('value', host),
  },
});

/** A browser asks nobody's container: the certificate is the one that the proxy in front of the shown address has. */
function notTrustedByBrowsers(facts: Facts): Told {
  const host = datum(facts, 'host');
  const own = host !== undefined && host === hostOf(facts.connection?.app.url);
  const whose = own
    ? app(facts)
    : host !== undefined && host === hostOf(facts.connection?.provider.entry.url)
      ? provider(facts)
      : undefined;
  const shown = host ?? 'the address that the browser shows';
  return {
    side: 'proxy',
    title: 'The certificate is not trusted by the browser',
    cause: `The certificate of ${shown}${whose === undefined ? '' : `, which is ${whose}'s address,`} is signed by itself or by a CA that the browser does not know. The browser stops there, before any login.`,
    fix: {
      text: `Give the proxy in front of ${whose ?? shown} a certificate that browsers trust, or install your CA on the machine with the browser. ${own ? capital(provider(facts)) : 'The app'} is not asked before that.`,
      ...known('current', host),
    },
  };
}

const EDGE_REACHES =
  "See that the server behind Cloudflare runs, and that its firewall lets Cloudflare's addresses in.";
const EDGE_TRUSTS =
  'Give the server behind Cloudflare a certificate that Cloudflare takes: of a known authority or an origin certificate, valid today and for this host name. See that it answers https.';

/** The statuses that Cloudflare answers by itself, with what each of them says of the server behind it. */
const OF_EDGE: Readonly<Record<string, { readonly cause: string; readonly fix: string }>> = {
  520: { cause: 'the server behind it answered something that it does not understand', fix: EDGE_REACHES },
  521: { cause: 'the server behind it refuses its connections', fix: EDGE_REACHES },
  522: { cause: 'it got no connection to the server behind it in time', fix: EDGE_REACHES },
  523: { cause: 'it does not reach the server behind it', fix: EDGE_REACHES },
  524: { cause: 'the server behind it did not answer in time', fix: EDGE_REACHES },
  525: { cause: 'the TLS handshake with the server behind it failed', fix: EDGE_TRUSTS },
  526: { cause: 'the certificate of the server behind it is not valid', fix: EDGE_TRUSTS },
};

export const NETWORK: readonly Cause[] = [
  {
    id: 'untrusted-certificate',
    ref: 'D30',
    section: 'D',
    see: "The certificate's issuer is not trusted: a private CA, or a self-signed certificate.",
    sides: ['app', 'proxy', 'host'],
    explains: [
      { codes: ['tls-unknown-ca', 'tls-self-signed'], weight: 0.93 },
      // Nobody has looked at the app's container yet, so whatever was seen comes before this.
      { codes: ['tls-private-ca'], weight: 0.45 },
    ],
    entails: ['container-cannot-reach-idp', 'keys-unreachable'],
    keys: [
      { text: 'partialchain', weight: 0.88 },
      { text: 'untrustedroot', weight: 0.92 },
      { text: 'the remote certificate is invalid', weight: 0.72 },
      { text: 'could not establish trust relationship', weight: 0.88 },
      { text: 'unable to get issuer certificate', weight: 0.88 },
      { text: 'certificate is not trusted', weight: 0.88 },
      { text: 'trust anchor for certification path not found', weight: 0.94 },
      { text: 'certificate verify failed', weight: 0.84 },
      { text: 'err_cert_authority_invalid', weight: 0.9 },
      { text: 'sec_error_untrusted_issuer', weight: 0.88 },
      { text: 'unknown ca', weight: 0.8 },
      { text: 'certificate problem: unable to get', weight: 0.9 },
      { text: 'trustanchors parameter must be non-empty', weight: 0.88 },
      { text: 'x509: certificate signed by unknown authority', weight: 0.95 },
      { text: 'certificate_verify_failed', weight: 0.86 },
      { text: 'unable to get local issuer certificate', weight: 0.9 },
      // OpenSSL's own sentence, which nobody writes of a certificate that is as it should be.
      { text: 'self-signed certificate in certificate chain', weight: 0.92 },
      { text: 'self signed certificate in certificate chain', weight: 0.92 },
      { text: 'self-signed certificate', weight: 0.9, topic: true },
      { text: 'self signed certificate', weight: 0.9, topic: true },
      { text: 'depth_zero_self_signed_cert', weight: 0.95 },
      { text: 'self_signed_cert_in_chain', weight: 0.95 },
      { text: 'unable_to_verify_leaf_signature', weight: 0.88 },
      { text: 'unable to verify the first certificate', weight: 0.88 },
      { text: 'curl: (60)', weight: 0.82 },
      { text: 'curl error 60', weight: 0.82 },
      { text: 'pkix path building failed', weight: 0.95 },
      { text: 'unable to find valid certification path', weight: 0.95 },
      { text: 'sec_error_unknown_issuer', weight: 0.85 },
      { text: 'peer certificate: unknownissuer', weight: 0.94 },
      { text: 'invalidcertificate(unknownissuer', weight: 0.94 },
      { text: 'certificate: unknown issuer', weight: 0.92 },
      { text: 'x509:', weight: 0.6, topic: true },
    ],
    tell: (facts) => {
      if (datum(facts, 'browser') !== undefined) return notTrustedByBrowsers(facts);
      const self = facts.findings.some((finding) => finding.code === 'tls-self-signed');
      const trustedHere =
        facts.findings.length > 0 && facts.findings.every((finding) => finding.code === 'tls-private-ca');
      const hereToo = here(facts) && !trustedHere && facts.findings.length > 0;
      const file = facts.connection?.provider.entry.ca_file;
      const key = trustOf(facts)?.key;
      return {
        side: hereToo ? 'host' : 'app',
        title: trustedHere
          ? 'Only this machine knows the CA'
          : self
            ? 'The certificate is self-signed'
            : "The certificate's issuer is not trusted",
        cause: trustedHere
          ? `The certificate of ${providerHost(facts) ?? provider(facts)} was signed by a CA of your own${file ? ' (the CA file of the workspace)' : ''}. This machine trusts it; the container of ${app(facts)} does not unless told so.`
          : `The certificate of ${providerHost(facts) ?? provider(facts)} is signed by ${self ? 'itself' : (datum(facts, 'ca', 'issuer') ?? 'a CA')}, which ${inContainer(facts) ? `the container of ${app(facts)}` : hereToo ? 'this machine' : app(facts)} does not know.`,
        fix: {
          text: hereToo
            ? `Name the PEM file of your CA as the own certificate authority of ${provider(facts)}, and for ${app(facts)}: ${trustFix(facts)}. Do not switch the check off.`
            : `${capital(trustFix(facts))}. Do not switch the check off.${
                trustedHere
                  ? ' Once it is done, run the container command of the test, or write trusts_ca: true beside the app: then this is not said any more.'
                  : ''
              }`,
          setting: hereToo ? 'ca_file' : appSetting(facts, 'ca'),
          ...known('value', hereToo ? undefined : statedFile(facts)),
          ...(hereToo
            ? facts.connection
              ? { workspace_path: `providers.${facts.connection.provider.id}.ca_file` }
              : {}
            : {
                ...appDeliverable(facts),
                ...(key === undefined ? {} : appPath(facts, `settings.${key}`)),
              }),
        },
      };
    },
    seen: threads(
      'nextcloud/user_oidc#534',
      'nextcloud/user_oidc#555',
      'nextcloud/user_oidc#1283',
      'OCA/server-auth#837',
    ),
  },
  {
    id: 'certificate-chain-incomplete',
    section: 'D',
    see: 'The server sends its own certificate without the intermediate one; browsers fill the gap, apps do not.',
    sides: ['proxy'],
    explains: [{ codes: ['tls-missing-intermediate'], weight: 0.93 }],
    entails: ['untrusted-certificate', 'container-cannot-reach-idp', 'keys-unreachable'],
    keys: [
      { text: 'incomplete certificate chain', weight: 0.9 },
      { text: 'missing intermediate', weight: 0.8 },
    ],
    tell: (facts) => ({
      side: 'proxy',
      title: 'The certificate chain is incomplete',
      cause: `${providerHost(facts) ?? 'The server'} sends only its own certificate. Browsers find the missing intermediate one by themselves; ${app(facts)} does not.`,
      fix: {
        text: 'Give the proxy the full chain (fullchain.pem, not cert.pem) and reload it.',
        setting: 'certificate file',
        value: 'fullchain.pem',
      },
    }),
    seen: [rule('RFC 8446 §4.4.2'), ...threads('nextcloud/user_oidc#534')],
  },
  {
    id: 'certificate-expired',
    section: 'D',
    see: 'The certificate has expired, is about to, or is not valid yet.',
    sides: ['proxy', 'host'],
    explains: [
      { codes: ['tls-expired', 'tls-not-yet-valid'], weight: 0.95 },
      { codes: ['tls-expires-soon'], weight: 0.8 },
    ],
    entails: ['untrusted-certificate', 'container-cannot-reach-idp', 'keys-unreachable'],
    keys: [
      { text: 'notafter:', weight: 0.7 },
      { text: 'x509: certificate has expired', weight: 0.96 },
      { text: 'certificate expired', weight: 0.85 },
      { text: 'certificate has expired', weight: 0.94 },
      { text: 'cert_has_expired', weight: 0.95 },
      { text: 'certificate has expired or is not yet valid', weight: 0.95 },
      { text: 'certificateexpiredexception', weight: 0.95 },
    ],
    tell: (facts) => {
      const early =
        facts.findings.some((finding) => finding.code === 'tls-not-yet-valid') ||
        (facts.findings.length === 0 && datum(facts, 'when') === 'early');
      const either = facts.findings.length === 0 && datum(facts, 'when') === 'either';
      const soon =
        facts.findings.length > 0 && facts.findings.every((finding) => finding.code === 'tls-expires-soon');
      const date = datum(facts, 'not_after', 'valid_to', 'expires', 'not_before', 'days');
      return {
        side: early ? 'host' : 'proxy',
        title: early
          ? 'The certificate is not valid yet'
          : soon
            ? 'The certificate expires soon'
            : either
              ? 'The certificate is not valid at this time'
              : 'The certificate has expired',
        cause: `The certificate of ${providerHost(facts) ?? provider(facts)} is ${early ? 'not valid yet: most often the clock of one machine is wrong' : soon ? 'about to expire, so its renewal has not run' : either ? 'past its end, or begins later than the clock of the one who reads it says' : 'past its end, so its renewal has failed'}${date ? ` (${date})` : ''}.`,
        fix: {
          text: early
            ? `Set the clock of the machine that runs ${app(facts)} by NTP, where it is behind, and that of ${provider(facts)}; if both are right, wait or issue the certificate again.`
            : `${either ? `Look at its dates and at the clock of the machine that runs ${app(facts)}. If it is past its end, renew` : 'Renew'} the certificate at the proxy, reload it, and see why the automatic renewal did not.`,
          ...known('current', date),
        },
      };
    },
    seen: [rule('RFC 5280 §4.1.2.5')],
  },
  {
    id: 'certificate-wrong-name',
    section: 'D',
    see: "The certificate is for other names than the provider's.",
    sides: ['proxy'],
    explains: [{ codes: ['tls-wrong-name'], weight: 0.95 }],
    entails: ['untrusted-certificate', 'container-cannot-reach-idp', 'keys-unreachable'],
    keys: [
      { text: 'remotecertificatenamemismatch', weight: 0.95 },
      { text: 'no subject alternative dns name matching', weight: 0.96 },
      { text: 'err_cert_common_name_invalid', weight: 0.93 },
      { text: 'no name matching', weight: 0.85 },
      { text: "doesn't match either of", weight: 0.85 },
      { text: 'certificate name mismatch', weight: 0.88 },
      { text: ['certificate verify failed', 'hostname mismatch'], weight: 0.94 },
      { text: 'hostname_check_failed', weight: 0.94 },
      { text: ['sslpeerunverifiedexception', 'not verified'], weight: 0.92 },
      { text: ['remote certificate', 'namemismatch'], weight: 0.94 },
      { text: 'does not match the server certificate', weight: 0.95 },
      { text: 'err_tls_cert_altname_invalid', weight: 0.96 },
      { text: "hostname/ip does not match certificate's altnames", weight: 0.96 },
      { text: 'x509: certificate is valid for', weight: 0.95 },
      { text: 'x509: cannot validate certificate for', weight: 0.92 },
      { text: 'hostname mismatch, certificate is not valid for', weight: 0.96 },
      { text: 'no subject alternative name', weight: 0.9 },
      { text: 'no alternative certificate subject name matches', weight: 0.95 },
      { text: 'ssl_error_bad_cert_domain', weight: 0.9 },
      { text: 'peer certificate: notvalidforname', weight: 0.95 },
      { text: 'invalidcertificate(notvalidforname', weight: 0.95 },
      { text: 'certificate not valid for name', weight: 0.95 },
      // The server has none for the name that was asked (RFC 6066 §3); some servers say only that they failed.
      { text: 'unrecognized name', weight: 0.88 },
      { text: 'unrecognized_name', weight: 0.88 },
      { text: 'tls: internal error', weight: 0.72 },
      { text: 'tlsv1 alert internal error', weight: 0.72 },
      { text: 'alert: internal_error', weight: 0.72 },
    ],
    tell: (facts) => {
      const names = facts.findings.flatMap((finding) => {
        const value = finding.data['names'];
        return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
      });
      const host = providerHost(facts);
      return {
        side: 'proxy',
        title: 'The certificate is for another name',
        cause: `The certificate that answers ${host ? `for ${host} ` : ''}is ${names.length > 0 ? `for ${names.slice(0, 5).join(', ')}` : 'for other names'}: the proxy has no certificate for this name and shows its default one, or another machine answered.`,
        fix: {
          text: `Give the proxy a certificate for ${host ?? "the provider's name"}; if another machine answered, correct the DNS entry.`,
          ...known('value', host),
          ...known('current', names.slice(0, 5).join(', ') || undefined),
        },
      };
    },
    seen: [rule('RFC 9525 §6')],
  },
  {
    id: 'tls-not-spoken',
    section: 'D',
    see: 'An https address whose port answers something other than TLS.',
    sides: ['proxy', 'app'],
    explains: [{ codes: ['tls-not-spoken'], weight: 0.92 }],
    keys: [
      { text: 'ssl_error_rx_record_too_long', weight: 0.93 },
      { text: 'first record does not look like a tls handshake', weight: 0.96 },
      { text: 'not an ssl/tls record', weight: 0.93 },
      { text: 'notsslrecordexception', weight: 0.92 },
      { text: 'err_ssl_protocol_error', weight: 0.75 },
      { text: 'tlsv1 alert', weight: 0.5 },
      { text: ['malformed http response', 'x15'], weight: 0.94 },
      { text: 'tls: handshake failure', weight: 0.68 },
      { text: 'alert: handshake_failure', weight: 0.68 },
      { text: 'sslv3 alert handshake failure', weight: 0.68 },
      { text: 'terminated the handshake', weight: 0.68 },
      { text: 'http: server gave http response to https client', weight: 0.96 },
      { text: 'wrong version number', weight: 0.85 },
      { text: 'record layer failure', weight: 0.86 },
      { text: 'client sent an http request to an https server', weight: 0.93 },
      { text: 'packet length too long', weight: 0.7 },
      { text: 'err_ssl_wrong_version_number', weight: 0.93 },
      { text: 'unsupported or unrecognized ssl message', weight: 0.93 },
      { text: 'the plain http request was sent to https port', weight: 0.93 },
    ],
    tell: (facts) => ({
      side: 'proxy',
      title: 'The port does not speak TLS',
      cause: `https was asked of ${datum(facts, 'asked') ?? providerHost(facts) ?? 'the provider'}, but what answers there speaks plain http (or the reverse): usually the provider's own port instead of the proxy's.`,
      fix: {
        text: `Go through the proxy's https address, without the provider's own port, on both sides.`,
        ...known('current', facts.connection?.provider.entry.url),
        ...url(facts),
      },
    }),
    seen: [rule('RFC 8446 §4')],
  },
  {
    id: 'container-cannot-reach-idp',
    ref: 'D31',
    section: 'D',
    see: "The browser's part works, then the app fails; or discovery fails at the app's start.",
    sides: ['host'],
    explains: [
      {
        codes: [
          'dns-not-found',
          'connection-refused',
          'connection-timed-out',
          'connection-reset',
          'discovery-timed-out',
        ],
        weight: 0.95,
        when: inContainer,
        condition: "seen from inside the app's container, or said by the app",
      },
      {
        codes: ['discovery-not-found', 'discovery-html', 'discovery-server-error', 'discovery-not-json'],
        weight: 0.75,
        when: (facts) => facts.check?.light === 'app-network',
        condition: "seen from inside the app's container, where another server may answer",
      },
      {
        codes: ['token-unreachable', 'userinfo-unreachable'],
        weight: 0.9,
        when: inContainer,
        condition: 'said by the app: the browser had just reached the provider',
      },
      { codes: ['issuer-unreachable-from-app'], weight: 0.96 },
    ],
    keys: [
      { text: 'name does not resolve', weight: 0.86 },
      { text: 'max retries exceeded with url', weight: 0.84 },
      { text: 'newconnectionerror', weight: 0.84 },
      { text: 'failed to connect to', weight: 0.72 },
      { text: 'could not connect to server', weight: 0.78 },
      { text: 'client.timeout exceeded while awaiting headers', weight: 0.85 },
      { text: 'request canceled while waiting for connection', weight: 0.85 },
      { text: 'curl error 6:', weight: 0.88 },
      { text: 'curl error 7:', weight: 0.86 },
      { text: 'curl error 28:', weight: 0.84 },
      { text: 'connection timed out', weight: 0.78 },
      { text: 'connect timed out', weight: 0.82 },
      { text: 'connecttimeouterror', weight: 0.84 },
      { text: 'connectexception', weight: 0.78 },
      { text: 'sockettimeoutexception', weight: 0.7 },
      { text: 'network is unreachable', weight: 0.88 },
      { text: 'nodename nor servname', weight: 0.88 },
      { text: 'gaierror', weight: 0.86 },
      { text: 'cannot assign requested address', weight: 0.8 },
      { text: 'nxdomain', weight: 0.86 },
      { text: 'connection error to oidc', weight: 0.7 },
      { text: 'resource temporarily unavailable (auth', weight: 0.7 },
      { text: 'dns resolution failed', weight: 0.85 },
      { text: 'operation timed out', weight: 0.72 },
      { text: 'i/o timeout', weight: 0.88 },
      { text: 'actively refused it', weight: 0.86 },
      { text: 'connect call failed', weight: 0.86 },
      { text: 'headers timeout error', weight: 0.8 },
      { text: 'headerstimeouterror', weight: 0.8 },
      { text: 'tls handshake timeout', weight: 0.86 },
      { text: 'handshake timed out', weight: 0.84 },
      { text: 'server misbehaving', weight: 0.9 },
      { text: 'resolving timed out', weight: 0.9 },
      { text: 'econnrefused', weight: 0.86 },
      { text: 'etimedout', weight: 0.86 },
      { text: 'enotfound', weight: 0.86 },
      { text: 'eai_again', weight: 0.92 },
      { text: 'ehostunreach', weight: 0.88 },
      { text: 'context deadline exceeded', weight: 0.84 },
      { text: 'no such host', weight: 0.88 },
      { text: 'name or service not known', weight: 0.88 },
      { text: 'temporary failure in name resolution', weight: 0.92 },
      { text: 'could not resolve host', weight: 0.88 },
      { text: 'connection refused', weight: 0.82 },
      { text: 'failed to establish a new connection', weight: 0.8 },
      { text: 'connecttimeout', weight: 0.82 },
      { text: 'unknownhostexception', weight: 0.9 },
      { text: 'all connection attempts failed', weight: 0.85 },
      { text: 'no route to host', weight: 0.88 },
      { text: 'failed to retrieve openid configuration for', weight: 0.8 },
      { text: 'connection timed out after', weight: 0.8 },
      { text: 'und_err_connect_timeout', weight: 0.88 },
    ],
    tell: (facts) => {
      const host = providerHost(facts);
      const code = facts.findings[0]?.code;
      const name = nameOf(host);
      if (datum(facts, 'via') === 'proxy') return askedProxy(facts, host);
      if (facts.findings.length === 0 && host !== undefined && namesItself(host))
        return askedItself(facts, host);
      const what =
        code === 'dns-not-found'
          ? 'does not resolve'
          : code === 'connection-refused'
            ? 'refuses the connection'
            : code === 'issuer-unreachable-from-app'
              ? 'is another address'
              : 'does not answer';
      return {
        side: 'host',
        title: "The app's container can't reach the provider",
        cause:
          code === 'issuer-unreachable-from-app'
            ? `${host ?? 'The provider'} ${datum(facts, 'address') ? `is ${datum(facts, 'address')}` : 'names this machine'}; inside the container of ${app(facts)} that is the container itself, not ${provider(facts)}.`
            : `Inside the container of ${app(facts)}, ${host ?? "the provider's public name"} ${what}. Usual reasons: the public name leads to the router and hairpin NAT is off, the container's DNS, a firewall, or ${provider(facts)} started later than ${app(facts)}.`,
        fix: {
          text: `Let ${name ?? 'the name'} lead to the proxy inside the network as well: put ${app(facts)} and the proxy on one Docker network and give the proxy ${name ? `the alias ${name}` : "the provider's name as an alias"}, or use internal DNS. Then restart ${app(facts)}.`,
          setting: 'networks.<network>.aliases',
          ...known('value', name),
          ...(facts.connection?.app.definition.has_compose === true ? { deliverable: 'compose' } : {}),
        },
      };
    },
    seen: threads(
      'authelia/authelia#4066',
      'authelia/authelia#189',
      'portainer/portainer#8187',
      'go-gitea/gitea#36057',
      'BookStackApp/BookStack#6018',
      'fosrl/pangolin#668',
    ),
  },
  {
    id: 'app-forbids-local-addresses',
    ref: 'D32',
    section: 'D',
    see: 'The app refuses to open private addresses.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: 'violates local access rules', weight: 0.97 },
      { text: 'localserverexception', weight: 0.9 },
      { text: 'requests to private ip', weight: 0.7 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app refuses private addresses',
      cause: `${capital(app(facts))} protects itself against requests to private addresses, and ${providerHost(facts) ?? 'the provider'} resolves to one.`,
      fix: {
        text: 'Allow local remote servers in the app.',
        setting: 'local remote servers',
        value: 'true',
      },
    }),
    seen: threads('nextcloud/user_oidc#397', 'nextcloud/user_oidc#803', 'mmalyska/home-ops#4433'),
  },
  {
    id: 'token-request-never-arrives',
    ref: 'D33',
    section: 'D',
    see: "The provider's log has the authorization, and no token request after it.",
    sides: ['host', 'proxy'],
    explains: [],
    keys: [
      { text: ['authorization request', 'no token request'], weight: 0.7 },
      { text: ['never', 'token request'], weight: 0.55 },
      {
        text: ['authorization request with id', 'successfully'],
        without: ['access request', 'token request'],
        weight: 0.6,
        quiet: true,
      },
      {
        text: ['authorization request with id', 'client'],
        without: ['access request', 'token request', 'error', 'failed'],
        weight: 0.45,
        quiet: true,
      },
    ],
    tell: (facts) => ({
      side: 'host',
      title: "The app's token request never arrives",
      cause: `${capital(provider(facts))} gave out a code, and ${app(facts)} never came to redeem it: its container can't resolve, reach or trust ${providerHost(facts) ?? 'the provider'}. The client's registration is not the point.`,
      fix: {
        text: `Run the container probe in ${app(facts)}'s container and paste its output; it tells name, route and certificate apart.`,
      },
    }),
    seen: [
      docs('Authelia FAQ', 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/'),
    ],
  },
  {
    id: 'provider-name-not-found',
    section: 'D',
    see: "The provider's name does not resolve on this machine.",
    sides: ['host'],
    explains: [{ codes: ['dns-not-found'], weight: 0.92, when: here, condition: 'seen from this machine' }],
    keys: [],
    tell: (facts) => {
      const its = appNameNotFound(facts);
      if (its !== undefined) return noNameHere(facts, its);
      return {
        side: 'host',
        title: "The provider's name does not resolve",
        cause: `No address was found for ${providerHost(facts) ?? 'the provider'}: the name is misspelt, or the DNS of this machine does not know it.`,
        fix: {
          text: `Compare how the name is written. If it is right, look at this machine: the DNS it uses needs an entry for the name, or its hosts file a line with it.`,
          setting: 'url',
          ...known('current', facts.connection?.provider.entry.url),
          ...url(facts),
        },
      };
    },
    seen: [rule('RFC 9110 §4.2.1')],
  },
  {
    id: 'provider-does-not-answer',
    section: 'D',
    see: 'The provider refuses the connection, breaks it off, or does not answer in time.',
    sides: ['host', 'provider', 'proxy'],
    explains: [
      {
        codes: ['connection-refused', 'connection-timed-out', 'connection-reset', 'discovery-timed-out'],
        weight: 0.9,
        when: here,
        condition: 'seen from this machine',
      },
      { codes: ['token-timed-out', 'token-unreachable', 'userinfo-unreachable'], weight: 0.85 },
    ],
    entails: ['keys-unreachable'],
    keys: [
      { text: 'read timed out', weight: 0.86 },
      { text: ['timed out after', 'bytes received'], weight: 0.9 },
      { text: 'readtimeout', weight: 0.6 },
      { text: 'receivetimeout', weight: 0.6 },
      { text: 'execution expired', weight: 0.5 },
      { text: 'end of file reached', weight: 0.5 },
      { text: 'unexpected end of stream on', weight: 0.7 },
      { text: 'socket hang up', weight: 0.72 },
      { text: 'other side closed', weight: 0.72 },
      { text: 'empty reply from server', weight: 0.72 },
      { text: 'remote end closed connection without response', weight: 0.72 },
      { text: 'unexpected end of file from server', weight: 0.72 },
      { text: 'connection closed before message completed', weight: 0.72 },
      { text: 'server disconnected without sending a response', weight: 0.72 },
      { text: 'httpclosedexception', weight: 0.6 },
      { text: 'httptimeoutexception', weight: 0.6 },
      { text: 'nohttpresponseexception', weight: 0.72 },
    ],
    tell: (facts) => {
      const code = facts.findings[0]?.code;
      const slow = code === 'discovery-timed-out' || code === 'token-timed-out';
      return {
        side: slow ? 'provider' : 'host',
        title:
          code === 'connection-refused'
            ? 'Nothing listens at that address'
            : `${capital(provider(facts))} does not answer`,
        cause: `${providerHost(facts) ?? datum(facts, 'url') ?? 'The provider'} ${
          code === 'connection-refused'
            ? 'refuses the connection: the provider or its proxy is not running, or the port is another'
            : code === 'connection-reset'
              ? `breaks the connection off${plainlyAsked(facts) ? '; a port that speaks https does so when it is asked by http' : ''}`
              : 'did not answer in time: a firewall, a wrong address, or it is overloaded'
        }.`,
        fix: {
          text: `See that ${provider(facts)} and its proxy run, and that ${facts.connection?.provider.entry.url ?? 'the address'} is right, ${code === 'connection-reset' && plainlyAsked(facts) ? 'https and port' : 'port'} included.`,
          // What the workspace has is its address, not what a name leads to.
          ...known('current', facts.connection?.provider.entry.url ?? datum(facts, 'address', 'port')),
          ...url(facts),
        },
      };
    },
    seen: [rule('RFC 9110 §7.2')],
  },
  {
    id: 'provider-failing',
    section: 'D',
    see: 'The provider, or the proxy in front of it, answers with a server error.',
    sides: ['provider', 'proxy'],
    explains: [
      { codes: ['discovery-server-error', 'token-server-error', 'userinfo-server-error'], weight: 0.88 },
      {
        codes: ['callback-error', 'authorization-error-page'],
        weight: 0.85,
        when: (facts) => /^(server_error|temporarily_unavailable)$/.test(datum(facts, 'error') ?? ''),
        condition: 'the error is server_error or temporarily_unavailable',
      },
    ],
    entails: ['keys-unreachable', 'blocked-by-waf'],
    keys: [
      { text: 'error=server_error', weight: 0.7 },
      { text: 'temporarily_unavailable', weight: 0.7 },
    ],
    tell: (facts) => {
      const status = datum(facts, 'status');
      const proxy = /^50[234]$/.test(status ?? '');
      const edge = status !== undefined && Object.hasOwn(OF_EDGE, status) ? OF_EDGE[status] : undefined;
      if (edge !== undefined)
        return {
          side: 'proxy',
          title: 'Cloudflare gets no answer from behind it',
          cause: `${datum(facts, 'url') ?? capital(provider(facts))} answered ${status}. No server but Cloudflare does: ${edge.cause}.`,
          fix: { text: edge.fix },
        };
      return {
        side: proxy ? 'proxy' : 'provider',
        title: proxy ? 'The proxy has no provider behind it' : `${capital(provider(facts))} fails inside`,
        cause: `${datum(facts, 'url') ?? capital(provider(facts))} answered ${status ?? datum(facts, 'error') ?? 'with a server error'}${proxy ? `: the proxy could not reach ${provider(facts)}` : ''}.`,
        fix: {
          text: proxy
            ? `See that ${provider(facts)} runs and that the proxy's upstream address is right; its log says why.`
            : `Look at ${provider(facts)}'s own log at that time; nothing on ${app(facts)}'s side mends this.`,
        },
      };
    },
    seen: [
      rule('RFC 9110 §15.6'),
      docs(
        'Cloudflare, 5xx errors',
        'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/',
      ),
    ],
  },
  {
    id: 'rate-limited',
    section: 'D',
    see: 'The provider or its proxy says “too many requests”.',
    sides: ['provider', 'proxy'],
    explains: [{ codes: ['rate-limited'], weight: 0.92 }],
    keys: [
      { text: '429 too many requests', weight: 0.8 },
      { text: 'too many requests', weight: 0.7 },
      { text: '<title>too many requests', weight: 0.9 },
      { text: '<title>429 too many requests', weight: 0.93 },
    ],
    tell: (facts) => {
      const wait = datum(facts, 'retry_after_s', 'retry_after');
      return {
        side: 'provider',
        title: 'Too many requests',
        cause: `${capital(provider(facts))}, or the proxy in front of it, limits how often it may be asked. The remaining probes were left out.`,
        fix: {
          text: `Wait ${wait ? `${wait} seconds` : 'a few minutes'} and run the check again.`,
          ...known('value', wait ? `${wait} s` : undefined),
        },
      };
    },
    seen: [rule('RFC 6585 §4')],
  },
  {
    id: 'probe-says-nothing',
    section: 'D',
    see: 'The provider answers right and wrong probes alike, so nothing can be told without a login.',
    sides: ['provider'],
    explains: [{ codes: ['probe-says-nothing', 'pkce-probe-unknown', 'clock-unknown'], weight: 0.3 }],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'This could not be observed',
      cause: `${capital(provider(facts))} answers right and wrong requests alike, or leaves out what would be compared. Nothing is known about it, good or bad.`,
      fix: { text: 'Run the test login; it shows what a probe can not.' },
    }),
    seen: [rule('RFC 6749 §4.1.2.1')],
  },
];
