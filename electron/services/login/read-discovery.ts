import type { Connection } from '../../../shared/client/types.ts';
import type { DiscoveryDocument } from '../../../shared/diagnosis/evidence.ts';
import { judgeCheckRun } from '../../../shared/diagnosis/judges/index.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { Redactor } from '../network/redactor.ts';
import { loadTrust } from '../network/trust.ts';
import type { CheckOptions } from './check.ts';
import { ProviderRun } from './provider-run.ts';

/**
 * Reads the discovery document of a connection's issuer. Sends no secret and asks nothing else. Codes:
 * `discovery-unread` (the message says why), `other-issuer` (the document is of another issuer), and those of
 * the CA file.
 */
export async function readDiscovery(
  connection: Connection,
  options: Pick<CheckOptions, 'caFile' | 'signal' | 'env' | 'requestTimeoutMs'> = {},
): Promise<Result<DiscoveryDocument>> {
  const trust = await loadTrust(options.caFile ?? connection.provider.entry.ca_file);
  if (!trust.ok) return trust;
  const target = makeTarget(connection, { has_client_secret: false });
  const run = new ProviderRun({
    target,
    redactor: new Redactor(),
    trust: trust.value,
    signal: options.signal,
    env: options.env,
    requestTimeoutMs: options.requestTimeoutMs,
  });
  try {
    await run.connect();
    const { document } = run;
    if (document === undefined) {
      const checks = judgeCheckRun(run.collect('check'), target);
      const why = ['S1', 'P2', 'P1']
        .map((id) => checks.find((check) => check.id === id))
        .find((check) => check && check.status !== 'pass');
      return fail('discovery-unread', why?.summary ?? 'The provider did not answer.');
    }
    const { issuer } = document;
    if (issuer !== target.issuer)
      return fail(
        'other-issuer',
        `The document at ${target.discovery_url} is of ${typeof issuer === 'string' ? `the issuer ${issuer}` : 'no issuer'}, not of ${target.issuer}.`,
      );
    return ok(document);
  } finally {
    await run.close();
  }
}
