import { deriveConnection } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { CHECKS, type CheckId } from '../../../shared/diagnosis/checks.ts';
import type { FindingCode } from '../../../shared/diagnosis/findings.ts';
import type { ProofCode } from '../../../shared/diagnosis/proofs.ts';
import type { Check, EvidenceValue, Finding } from '../../../shared/diagnosis/types.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../shared/workspace/types.ts';

/** The workspace that the diagnosis tests use. */
const PROVIDERS: Readonly<Record<string, ProviderEntry>> = {
  authelia: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' },
  authentik: { kind: 'authentik', url: 'https://sso.example.com', version: '2026.5' },
  keycloak: { kind: 'oidc', url: 'https://id.example.com/realms/home' },
  other: { kind: 'oidc', url: 'https://login.example.com' },
};
const APPS: Readonly<Record<string, Omit<AppEntry, 'provider'>>> = {
  memos: { kind: 'memos', url: 'https://memos.example.com', version: '0.29' },
  romm: { kind: 'romm', url: 'https://romm.example.com', version: '5.2' },
  kestra: { kind: 'kestra', url: 'https://kestra.example.com', edition: 'enterprise' },
};

/** Derives a connection the same way as the product. */
export function connectionOf(
  provider: string,
  app: string,
  change: { readonly provider?: Partial<ProviderEntry>; readonly app?: Partial<AppEntry> } = {},
): Connection {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'test',
    providers: { home: { ...PROVIDERS[provider]!, ...change.provider } },
    apps: { [app]: { ...APPS[app]!, provider: 'home', ...change.app } },
  };
  return deriveConnection(workspace, app, `${app}Client`);
}

export const PROVIDER_NAMES = Object.keys(PROVIDERS);
export const APP_NAMES = Object.keys(APPS);

/** One finding. */
export const finding = (
  code: FindingCode,
  data: Readonly<Record<string, EvidenceValue>> = {},
  severity: Finding['severity'] = 'fail',
): Finding => ({ code, severity, data });

/** What each check sees when all is well. */
const SEEN: Readonly<Partial<Record<CheckId | 'A1', readonly ProofCode[]>>> = {
  P1: ['document-read', 'endpoints-announced'],
  P4: ['issuer-equal'],
  P5: ['keys-usable'],
  P6: ['client-told-apart'],
  P7: ['app-address-answered'],
  P8: ['wrong-secret-refused'],
  P12: ['endpoints-equal'],
  S3: ['document-read'],
  S4: ['issuer-equal'],
  S6: ['keys-usable'],
  S9: ['code-received'],
  S10: ['tokens-received'],
  S11: ['signature-valid'],
  S12: ['token-for-this-login'],
  S17: ['claims-found'],
  A1: ['app-reached-provider'],
};

/** A check with its findings; its status is derived from them. */
export function check(
  id: CheckId | 'A1',
  findings: readonly Finding[] = [],
  more: Partial<Check> = {},
): Check {
  const known = id === 'A1' ? { title: 'The app’s own network', light: 'app-network' as const } : CHECKS[id];
  const has = (severity: string) => findings.some((one) => one.severity === severity);
  return {
    id,
    title: known.title,
    light: known.light,
    status: has('fail') ? 'fail' : has('warn') ? 'warn' : 'pass',
    summary: 'Seen.',
    evidence: {},
    findings,
    proofs: SEEN[id] ?? [],
    ...more,
  };
}
