import { canParseUrl } from '../../shared/can-parse-url.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { diagnose } from '../../shared/diagnosis/diagnose.ts';
import type { DiscoveryDocument, Evidence } from '../../shared/diagnosis/evidence.ts';
import { judgeCheckRun } from '../../shared/diagnosis/judges/index.ts';
import { makeTarget } from '../../shared/diagnosis/target.ts';
import type { Discovery } from '../../shared/host/connection.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { ProviderKind } from '../../shared/workspace/types.ts';
import { ProviderRun } from '../services/login/provider-run.ts';
import { Redactor } from '../services/network/redactor.ts';
import { loadTrust } from '../services/network/trust.ts';

const WELL_KNOWN = '/.well-known/openid-configuration';

/** One attempt at one address. */
interface Attempt {
  readonly url: string;
  readonly evidence: Evidence;
  /** One sentence each about the problem and what to do, from the symptom catalogue. */
  readonly trouble?: { readonly cause: string; readonly fix: string } | undefined;
  readonly looksLikeAuthentik: boolean;
}

/**
 * Finds out which provider is at a typed address. Reads the discovery document at that address, else at the
 * root of the site, else over https. Tries at most three addresses, each with the limits of a check. Fails
 * only if the CA file can't be read.
 */
export async function discover(
  typed: URL,
  kind: ProviderKind | undefined,
  caFile: string | undefined,
  signal: AbortSignal,
  onStep: (text: string) => void,
): Promise<Result<Discovery>> {
  let best: Attempt | undefined;
  for (const url of candidates(typed)) {
    if (signal.aborted) break;
    onStep(`Asking ${new URL(url).host} …`);
    const attempt = await askAt(url, kind, caFile, signal);
    if (!attempt.ok) return attempt;
    const { evidence } = attempt.value;
    if (typeof evidence.discovery?.document?.['issuer'] === 'string')
      return ok(describeFound(typed, attempt.value));
    if (
      best === undefined ||
      (answered(attempt.value) && !answered(best)) ||
      attempt.value.looksLikeAuthentik
    )
      best = attempt.value;
    if (attempt.value.looksLikeAuthentik) break;
  }
  return ok(describeMissing(typed, best));
}

/** The typed address without a pasted well-known path, then the site's root, then the same over https. */
function candidates(typed: URL): string[] {
  const clean = new URL(typed);
  clean.search = '';
  clean.hash = '';
  const path = clean.pathname.replace(
    /\/\.well-known\/(openid-configuration|oauth-authorization-server).*$/,
    '',
  );
  const here = `${clean.origin}${path.replace(/\/$/, '')}`;
  const secure =
    clean.protocol === 'http:'
      ? [`https://${clean.hostname}${clean.port === '' || clean.port === '80' ? '' : `:${clean.port}`}`]
      : [];
  return [...new Set([here, clean.origin, ...secure])];
}

async function askAt(
  url: string,
  kind: ProviderKind | undefined,
  caFile: string | undefined,
  signal: AbortSignal,
): Promise<Result<Attempt>> {
  const trust = await loadTrust(caFile);
  if (!trust.ok) return trust;
  // The choice of app does not matter, because only the provider is asked.
  const connection = deriveConnection(
    {
      latchkey: 1,
      id: 'discovery',
      providers: { provider: { kind: 'oidc', url } },
      apps: { app: { kind: 'custom', url: 'https://app.example.com', provider: 'provider' } },
    },
    'app',
    'app',
  );
  const target = makeTarget(connection, { has_client_secret: false });
  const run = new ProviderRun({
    target: { ...target, issuer: url, discovery_url: `${url}${WELL_KNOWN}` },
    redactor: new Redactor(),
    trust: trust.value,
    signal,
    requestTimeoutMs: 6_000,
  });
  try {
    await run.connect();
    const reached =
      run.evidence.discovery !== undefined && run.evidence.discovery.answer.failure === undefined;
    let looksLikeAuthentik = false;
    if (
      reached &&
      run.document === undefined &&
      (kind === undefined || kind === 'authentik') &&
      !signal.aborted
    ) {
      // authentik has one issuer for each app and none at its root, but it always serves its admin screen.
      const page = await run.recorder.request({ purpose: 'discovery', url: `${url}/if/admin/` });
      const to = page.location(url)?.pathname ?? '';
      looksLikeAuthentik =
        /^\/(if\/flow|flows)\//.test(to) || (page.answer.status === 200 && /authentik/i.test(page.text()));
    }
    const evidence = run.collect('check');
    const checks = judgeCheckRun(evidence, run.target).filter(({ id }) => ['S1', 'P2', 'P1'].includes(id));
    const [cause] = diagnose(checks, connection);
    return ok({
      url,
      evidence,
      looksLikeAuthentik,
      trouble: cause && { cause: cause.cause, fix: cause.fix.text },
    });
  } finally {
    await run.close();
  }
}

const answered = ({ evidence }: Attempt): boolean =>
  evidence.discovery !== undefined && evidence.discovery.answer.failure === undefined;

function describeFound(typed: URL, { url, evidence }: Attempt): Discovery {
  const document = evidence.discovery!.document!;
  const issuer = String(document['issuer']);
  const kind = kindOf(document);
  const wanted = kind === 'authentik' ? issuer.replace(/\/application\/o\/.*$/, '') : issuer;
  const hint = versionHint(document, kind);
  return {
    status: 'found',
    summary: `${new URL(url).host} announces itself as ${issuer}.`,
    ...(sameAddress(typed, wanted) ? {} : { suggested_url: wanted }),
    issuer,
    kind,
    kind_certainty: kind === 'oidc' ? 'likely' : 'sure',
    ...(hint === undefined ? {} : { version_hint: hint }),
    endpoints: endpointsOf(document),
    warnings: [],
  };
}

function describeMissing(typed: URL, attempt: Attempt | undefined): Discovery {
  const nothing = { endpoints: [], warnings: [] };
  if (attempt?.looksLikeAuthentik)
    return {
      status: 'found',
      summary:
        'authentik answers here. It has an issuer for each app, so there is nothing more to read before the app is set up there.',
      ...(sameAddress(typed, attempt.url) ? {} : { suggested_url: attempt.url }),
      kind: 'authentik',
      kind_certainty: 'likely',
      ...nothing,
    };
  const reached = attempt !== undefined && answered(attempt);
  const failure = attempt?.evidence.discovery?.answer.failure ?? attempt?.evidence.network?.failure;
  return {
    status: reached ? 'not-an-issuer' : 'unreachable',
    summary:
      attempt?.trouble?.cause ??
      failure?.message ??
      (reached
        ? `${typed.host} answers, but not as an identity provider.`
        : `${typed.host} does not answer.`),
    ...(attempt?.trouble === undefined ? {} : { fix: attempt.trouble.fix }),
    ...nothing,
  };
}

/**
 * Recognises the product by its endpoint paths, which can be changed neither in Authelia nor in authentik.
 */
function kindOf(document: DiscoveryDocument): ProviderKind {
  const endpoint = String(document['authorization_endpoint'] ?? '');
  if (endpoint.endsWith('/api/oidc/authorization')) return 'authelia';
  if (endpoint.endsWith('/application/o/authorize/')) return 'authentik';
  return 'oidc';
}

/**
 * Estimates authentik's version: newer versions have more members in the document (source: its release
 * notes).
 */
function versionHint(document: DiscoveryDocument, kind: ProviderKind): string | undefined {
  if (kind !== 'authentik') return undefined;
  if (Object.hasOwn(document, 'frontchannel_logout_supported')) return '2026.5 or newer';
  return Object.hasOwn(document, 'backchannel_logout_supported') ? '2025.8 to 2026.2' : '2025.6 or older';
}

const endpointsOf = (document: DiscoveryDocument): Discovery['endpoints'] =>
  Object.entries(document).flatMap(([name, value]) =>
    typeof value === 'string' && (name.endsWith('_endpoint') || name === 'jwks_uri')
      ? [{ name, url: value }]
      : [],
  );

const sameAddress = (typed: URL, wanted: string): boolean =>
  canParseUrl(wanted) && typed.href.replace(/\/$/, '') === new URL(wanted).href.replace(/\/$/, '');
