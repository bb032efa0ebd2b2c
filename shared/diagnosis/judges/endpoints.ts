import { announcedEndpoints, type Endpoint, endpointDifferences } from '../../client/announced.ts';
import type { Evidence } from '../evidence.ts';
import type { Target, WrittenEndpoint } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { conclude, untested, warning } from './verdict.ts';

/**
 * P12: compares the endpoints that the app's files hold, and those that the workspace states, with the announced
 * ones. Only a warning: an address that is not announced may lead to the provider too, e.g. inside a container
 * network, and nobody has tried it.
 */
export function judgeEndpoints(evidence: Evidence, target: Target): Check {
  const document = evidence.discovery?.document;
  if (!document) return untested('P12', 'There is no discovery document to compare with.');
  const { endpoints } = target;
  if (endpoints.length === 0) {
    return conclude('P12', {
      summary: 'No endpoint is written down: the app reads them from the discovery document.',
      proofs: ['no-endpoint-written'],
    });
  }
  const written = urlsOf(endpoints);
  const announced = announcedEndpoints(document);
  const compared = endpoints.filter(({ name }) => announced[name] !== undefined);
  const shown = { written, announced, assumed: namesOf(endpoints, 'assumed') };
  if (compared.length === 0) {
    return conclude('P12', {
      summary: 'The document announces none of the endpoints that are written down.',
      evidence: shown,
    });
  }
  const differences = endpointDifferences(written, announced);
  const findings = differences.map((one): Finding => {
    const { from, in_app } = endpoints.find(({ name }) => name === one.name)!;
    return warning(differsByHostOnly(one) ? 'endpoint-differs-by-host' : 'endpoint-differs', {
      endpoint: one.name,
      written: one.written,
      announced: one.announced,
      from,
      in_app,
    });
  });
  const [first] = differences;
  return conclude('P12', {
    summary:
      first === undefined
        ? 'What is written down is what the provider announces.'
        : `The ${first.name} is written as ${first.written}; the provider announces ${first.announced}.`,
    findings,
    proofs: findings.length === 0 ? ['endpoints-equal'] : [],
    evidence: shown,
  });
}

const urlsOf = (endpoints: readonly WrittenEndpoint[]): Partial<Record<Endpoint, string>> =>
  Object.fromEntries(endpoints.map(({ name, url }) => [name, url]));

const namesOf = (
  endpoints: readonly WrittenEndpoint[],
  from: WrittenEndpoint['from'],
): Endpoint[] | undefined => {
  const names = endpoints.filter((one) => one.from === from).map(({ name }) => name);
  return names.length === 0 ? undefined : names;
};

/** True if path and query are the same, so that the issuer's own address may be the reason. */
function differsByHostOnly({ written, announced }: { written: string; announced: string }): boolean {
  const [here, there] = [new URL(written), new URL(announced)];
  return here.pathname === there.pathname && here.search === there.search;
}
