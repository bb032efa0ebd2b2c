import { canParseUrl } from '../../shared/can-parse-url.ts';
import { providerOf } from '../../shared/catalog/providers/index.ts';
import { isRecognisable, pageSigns, recognise } from '../../shared/catalog/providers/recognise.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { diagnose } from '../../shared/diagnosis/diagnose.ts';
import type { DiscoveryDocument, Evidence } from '../../shared/diagnosis/evidence.ts';
import { judgeCheckRun } from '../../shared/diagnosis/judges/index.ts';
import { makeTarget } from '../../shared/diagnosis/target.ts';
import type { Discovery } from '../../shared/host/connection.ts';
import { ok, type Result } from '../../shared/result.ts';
import { PROVIDER_KINDS } from '../../shared/workspace/kinds.ts';
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
  readonly trouble?:
    | { readonly cause: string; readonly fix: string; readonly setting: string | undefined }
    | undefined;
  /** The product whose page is there, although no document is. */
  readonly looksLike?: { readonly kind: ProviderKind; readonly name: string };
}

/**
 * Finds out which provider is at a typed address. Reads the discovery document at that address, else at the
 * root of the site, else over https. Tries at most four addresses, each with the limits of a check. Fails
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
  for (const url of candidates(typed, kind)) {
    if (signal.aborted) break;
    onStep(`Asking ${new URL(url).host} …`);
    const attempt = await askAt(url, kind, caFile, signal);
    if (!attempt.ok) return attempt;
    const { evidence } = attempt.value;
    if (typeof evidence.discovery?.document?.['issuer'] === 'string')
      return ok(describeFound(typed, kind, attempt.value));
    if (best === undefined || (answered(attempt.value) && !answered(best)) || attempt.value.looksLike)
      best = attempt.value;
    if (attempt.value.looksLike) break;
  }
  return ok(describeMissing(typed, best));
}

/**
 * Where the chosen kind has its issuer, then the typed address without a pasted well-known path, then the site's root,
 * then the same over https.
 */
function candidates(typed: URL, kind: ProviderKind | undefined): string[] {
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
  return [...new Set([...issuerBelow(here, kind), here, clean.origin, ...secure])];
}

/** The issuer of this kind at an address, unless each client has one of its own. */
function issuerBelow(url: string, kind: ProviderKind | undefined): string[] {
  if (kind === undefined || kind === 'oidc' || !PROVIDER_KINDS.includes(kind)) return [];
  const definition = providerOf(kind);
  if (definition.document_per_client) return [];
  const { issuer } = definition.metadata({ kind, url }, '', definition.versions.lines.at(-1)!, '').metadata;
  return [issuer.replace(/\/$/, '')];
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
    const looksLike =
      reached && run.document === undefined && !signal.aborted
        ? await productOfPage(run, url, kind)
        : undefined;
    const evidence = run.collect('check');
    const checks = judgeCheckRun(evidence, run.target).filter(({ id }) => ['S1', 'P2', 'P1'].includes(id));
    const [cause] = diagnose(checks, connection);
    return ok({
      url,
      evidence,
      ...(looksLike === undefined ? {} : { looksLike }),
      trouble: cause && { cause: cause.cause, fix: cause.fix.text, setting: cause.fix.setting },
    });
  } finally {
    await run.close();
  }
}

const answered = ({ evidence }: Attempt): boolean =>
  evidence.discovery !== undefined && evidence.discovery.answer.failure === undefined;

/** The product whose own page is at this address: it leads to where that product leads, or names it. */
async function productOfPage(
  run: ProviderRun,
  url: string,
  kind: ProviderKind | undefined,
): Promise<Attempt['looksLike']> {
  for (const { page, ...product } of pageSigns()) {
    if (kind !== undefined && kind !== product.kind) continue;
    const answer = await run.recorder.request({ purpose: 'discovery', url: `${url}${page.path}` });
    const to = answer.location(url)?.pathname ?? '';
    const says = () => answer.text().toLowerCase().includes(page.says.toLowerCase());
    if (page.leads_to.some((path) => to.startsWith(path)) || (answer.answer.status === 200 && says()))
      return product;
  }
  return undefined;
}

function describeFound(typed: URL, chosen: ProviderKind | undefined, { url, evidence }: Attempt): Discovery {
  const document = evidence.discovery!.document!;
  const issuer = String(document['issuer']);
  const known = recognise(document);
  // A document says nothing against a kind that it would not show.
  const kind = known?.kind ?? (chosen === undefined || isRecognisable(chosen) ? 'oidc' : chosen);
  const address = known?.address ?? issuer;
  return {
    status: 'found',
    summary: `${new URL(url).host} announces itself as ${issuer}.`,
    ...(sameAddress(typed, address) ? {} : { suggested_url: address }),
    issuer,
    address,
    kind,
    kind_certainty: known?.certainty ?? 'likely',
    ...(known?.version === undefined ? {} : { version_hint: known.version }),
    endpoints: endpointsOf(document),
    warnings: [],
  };
}

function describeMissing(typed: URL, attempt: Attempt | undefined): Discovery {
  const nothing = { endpoints: [], warnings: [] };
  if (attempt?.looksLike)
    return {
      status: 'found',
      summary: `${attempt.looksLike.name} answers here. It has an issuer for each app, so there is nothing more to read before the app is set up there.`,
      ...(sameAddress(typed, attempt.url) ? {} : { suggested_url: attempt.url }),
      kind: attempt.looksLike.kind,
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
    ...(attempt?.trouble?.setting === 'ca_file' ? { untrusted: true as const } : {}),
    ...nothing,
  };
}

const endpointsOf = (document: DiscoveryDocument): Discovery['endpoints'] =>
  Object.entries(document).flatMap(([name, value]) =>
    typeof value === 'string' && (name.endsWith('_endpoint') || name === 'jwks_uri')
      ? [{ name, url: value }]
      : [],
  );

const sameAddress = (typed: URL, wanted: string): boolean =>
  canParseUrl(wanted) && typed.href.replace(/\/$/, '') === new URL(wanted).href.replace(/\/$/, '');
