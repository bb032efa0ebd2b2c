import { canParseUrl } from '../../can-parse-url.ts';
import { isInternalHost } from '../catalogue/setup.ts';
import type { AppLoginEvidence, Evidence, SentRequest } from '../evidence.ts';
import type { ProofCode } from '../proofs.ts';
import type { Target } from '../target.ts';
import type { Check, Finding } from '../types.ts';
import { answerData, answerEvidence, conclude, failing, untested, warning } from './verdict.ts';

/**
 * P14: compares what the app itself sends, asked now, with the workspace and with what the provider announces.
 * Left out where the app was not asked. Passes only if client ID, redirect URI and provider were all seen.
 */
export function judgeAppRequest(evidence: Evidence, target: Target): Check | undefined {
  const seen = evidence.app_login;
  if (seen === undefined) return undefined;
  const check = judgeAnswers(seen, evidence, target);
  if (seen.shows_secret !== true) return check;
  // Whatever else is right or open: everyone who asks gets the secret.
  const { url } = seen.list?.answer ?? seen.answer;
  return conclude('P14', {
    summary: `${nameOf(target)} shows the client secret to everyone.`,
    findings: [failing('app-shows-secret', { url }), ...check.findings],
    evidence: check.evidence,
    ...(check.proofs === undefined ? {} : { proofs: check.proofs }),
  });
}

function judgeAnswers(seen: AppLoginEvidence, evidence: Evidence, target: Target): Check {
  const { answer } = seen;
  if (answer.failure !== undefined) return untested('P14', unreached(seen, target));
  const announced = announcedEndpoint(evidence);
  const request = ownRequest(seen.requests, target, announced);
  if (request === undefined) return withoutRequest(seen, target);
  if (isOtherLogin(request, target)) return otherLogin(seen, request.redirect_uri, target);

  const client = clientFindings(request, target);
  const redirect = redirectFindings(request, target);
  const provider = [
    ...providerFindings(request, announced, target),
    ...otherEndpointFindings(request, evidence, target),
  ];
  const findings = [
    ...client,
    ...redirect,
    ...provider,
    ...scopeFindings(request, target),
    ...pkceFindings(request, target),
  ];
  const proofs: ProofCode[] = [
    ...(request.client_id !== undefined && client.length === 0 ? ['app-client-equal' as const] : []),
    ...(request.redirect_uri !== undefined && redirect.length === 0 ? ['app-redirect-equal' as const] : []),
    ...(announced !== undefined && request.endpoint !== undefined && provider.length === 0
      ? ['app-provider-equal' as const]
      : []),
  ];
  const missing = [
    ...(request.client_id === undefined ? ['the client ID'] : []),
    ...(request.redirect_uri === undefined ? ['the redirect URI'] : []),
    ...(request.endpoint === undefined ? ['the provider’s address'] : []),
    ...(announced === undefined ? ['what the provider announces'] : []),
  ];
  const name = nameOf(target);
  return conclude('P14', {
    summary: findings.some((one) => one.severity === 'fail')
      ? `${name} sends other values than the workspace says.`
      : missing.length > 0
        ? `What ${name} showed is right, but this could not be seen: ${missing.join(', ')}.`
        : findings.length > 0
          ? `${name} sends its own client ID and redirect URI, but not everything as the workspace says.`
          : `${name} sends its own client ID and redirect URI to this provider.`,
    findings,
    evidence: {
      asked: answer.url,
      ...listEvidence(seen),
      found_in: request.found_in,
      endpoint: request.endpoint,
      token_endpoint: request.token_endpoint,
      userinfo_endpoint: request.userinfo_endpoint,
      client_id: request.client_id,
      redirect_uri: request.redirect_uri,
      scopes: request.scopes,
      response_type: request.response_type,
      pkce: request.pkce,
      pushed: request.pushed,
    },
    proofs,
    inconclusive: missing.length > 0,
  });
}

/** What was asked and what is offered, beside the values. */
const listEvidence = ({ answer, list }: AppLoginEvidence) =>
  list === undefined
    ? {}
    : {
        also_asked: list.answer.url === answer.url ? undefined : list.answer.url,
        offers_login: list.offers,
        button: list.names.length === 0 ? undefined : list.names,
      };

const nameOf = ({ app }: Target): string => app.name;

const announcedEndpoint = (evidence: Evidence): string | undefined => {
  const value = evidence.discovery?.document?.['authorization_endpoint'];
  return typeof value === 'string' && canParseUrl(value) ? value : undefined;
};

/** The sentence for an app that gave no answer. That is no fault of the login: it may be reachable elsewhere. */
function unreached({ answer }: AppLoginEvidence, target: Target): string {
  const failure = answer.failure!;
  const name = nameOf(target);
  if (failure.kind === 'address-refused')
    return `${name} was not asked: the name in its address leads to this machine or to a link-local address, which the workspace does not say.`;
  if (failure.kind === 'scheme-refused' || failure.kind === 'budget' || failure.kind === 'cancelled')
    return `${name} was not asked: ${failure.message}`;
  return `${name} gave no answer to this machine: ${failure.message}`;
}

/** The request to the provider of the workspace, among those of an app with several. */
function ownRequest(
  requests: readonly SentRequest[],
  target: Target,
  announced: string | undefined,
): SentRequest | undefined {
  if (requests.length <= 1) return requests[0];
  const hosts = [announced, target.provider.url, target.issuer].flatMap((url) =>
    url !== undefined && canParseUrl(url) ? [new URL(url).host] : [],
  );
  return (
    requests.find((one) => one.client_id === target.client.client_id) ??
    requests.find(
      ({ endpoint }) =>
        endpoint !== undefined && canParseUrl(endpoint) && hosts.includes(new URL(endpoint).host),
    )
  );
}

/** An answer without an authorization request: what it shows, or that it shows nothing. */
function withoutRequest(seen: AppLoginEvidence, target: Target): Check {
  const { answer, requests, kind, list } = seen;
  const name = nameOf(target);
  const evidence = { ...answerEvidence(answer), ...listEvidence(seen) };
  if (requests.length > 1)
    return conclude('P14', {
      summary: `${name} lists several providers, and none of them is the one of the workspace for sure.`,
      evidence,
    });
  const { location, status } = answer;
  if (location !== undefined && isOtherPortal(location, target)) return otherLogin(seen, undefined, target);
  if (list?.offers === false)
    return conclude('P14', {
      summary: `${name} lists no login through this provider.`,
      findings: [failing('app-login-not-offered', { url: list.answer.url })],
      evidence,
    });
  if (list?.offers === true)
    return conclude('P14', {
      summary: `${name} offers a login through a provider${list.names.length === 1 ? ` (“${list.names[0]}”)` : ''}, but what it sends can only be seen in a browser.`,
      evidence,
    });
  // An interface that makes the request itself fails as the start of the login would.
  const made = list?.answer.failure === undefined && target.app.login_list?.reads.request !== undefined;
  if (made && list !== undefined && list.answer.status === 500)
    return conclude('P14', {
      summary: `${name} fails where its login begins, with the status 500.`,
      findings: [failing('app-login-fails', answerData(list.answer))],
      evidence,
    });
  if (list !== undefined && list.answer !== answer && list.answer.status >= 400)
    return conclude('P14', {
      summary: `${name} answered at ${list.answer.url} with the status ${list.answer.status}${list.answer.error === undefined ? '' : ` (${list.answer.error})`}.`,
      evidence,
    });
  // What is absent there is only told by an interface of another version.
  if ((status === 404 || status === 410) && kind !== 'list')
    return conclude('P14', {
      summary: `${name} knows no login through a provider at ${answer.url}.`,
      findings: [failing('app-login-not-found', answerData(answer))],
      evidence,
    });
  if (status >= 500 && kind !== 'list' && ![502, 503, 504].includes(status))
    return conclude('P14', {
      summary: `${name} fails where its login begins, with the status ${status}.`,
      findings: [failing('app-login-fails', answerData(answer))],
      evidence,
    });
  return conclude('P14', {
    summary:
      location !== undefined
        ? `${name} led on to ${shortened(location)}, which was not followed.`
        : status >= 400
          ? `${name}, or what stands in front of it, answered with the status ${status}${answer.error === undefined ? '' : ` (${answer.error})`}.`
          : kind === 'page'
            ? `${name} shows its request only to a browser: a script of its page asks for it.`
            : `${name} answered, but without the request to the provider.`,
    evidence,
  });
}

const shortened = (url: string): string =>
  canParseUrl(url) ? `${new URL(url).origin}${new URL(url).pathname}` : url;

/** Callbacks of programs that stand in front of apps and sign people in themselves. */
const CALLBACK_IN_FRONT = /^\/(?:outpost\.goauthentik\.io\/callback|oauth2\/callback|_oauth)\/?$/;

/** True for the request of a program in front of the app: a client and a callback of its own. */
function isOtherLogin(request: SentRequest, target: Target): boolean {
  const { redirect_uri, client_id } = request;
  if (redirect_uri === undefined || client_id === target.client.client_id || !canParseUrl(redirect_uri))
    return false;
  const own = target.client.redirect_uris.map((uri) => (canParseUrl(uri) ? new URL(uri).pathname : ''));
  const { pathname } = new URL(redirect_uri);
  return CALLBACK_IN_FRONT.test(pathname) && !own.includes(pathname);
}

/** True for a redirect that leads to a login on another host, or to one that remembers where the person wanted to. */
function isOtherPortal(location: string, target: Target): boolean {
  if (!canParseUrl(location) || !canParseUrl(target.app.url)) return false;
  const [to, app] = [new URL(location), new URL(target.app.url)];
  if (/^\/(?:outpost\.goauthentik\.io|oauth2)\/(?:start|sign_in)\b/.test(to.pathname)) return true;
  if (to.host === app.host) return false;
  const hosts = [target.provider.url, target.issuer].flatMap((url) =>
    canParseUrl(url) ? [new URL(url).host] : [],
  );
  return (
    hosts.includes(to.host) ||
    [...to.searchParams].some(([, value]) => canParseUrl(value) && new URL(value).host === app.host)
  );
}

function otherLogin(seen: AppLoginEvidence, callback: string | undefined, target: Target): Check {
  const { answer } = seen;
  return conclude('P14', {
    summary: `A login in front of ${nameOf(target)} answered, so its own login was not reached.`,
    findings: [
      warning('app-behind-other-login', {
        ...answerData(answer),
        ...(answer.location === undefined ? {} : { leads_to: shortened(answer.location) }),
        callback,
      }),
    ],
    evidence: answerEvidence(answer),
  });
}

/** Quotes and blanks around a value, which a settings file has made part of it. */
const bare = (value: string): string => value.replace(/^["'“”\s]+|["'“”\s]+$/g, '');

function clientFindings(request: SentRequest, target: Target): Finding[] {
  const { client_id: sent, client_id_is } = request;
  const expected = target.client.client_id;
  if (sent === undefined || sent === expected) return [];
  const how =
    client_id_is ??
    (sent === ''
      ? 'empty'
      : bare(sent) === expected
        ? 'quotes'
        : bare(sent) === ''
          ? 'empty'
          : target.further_clients.some((one) => one.client_id === sent)
            ? 'further-client'
            : sent.toLowerCase() === expected.toLowerCase()
              ? 'case'
              : 'other');
  return [failing('app-client-id-differs', { expected, sent, how })];
}

function redirectFindings(request: SentRequest, target: Target): Finding[] {
  const { redirect_uri: sent } = request;
  const own = target.client.redirect_uris;
  if (sent === undefined || own.length === 0 || own.includes(sent)) return [];
  const path = (url: string) => (canParseUrl(url) ? new URL(url).pathname : url);
  const expected = own.find((uri) => path(uri) === path(bare(sent))) ?? own[0]!;
  return [
    failing('app-redirect-differs', {
      expected,
      redirect_uri: sent,
      how: own.includes(bare(sent)) ? 'quotes' : differenceOf(sent, expected),
    }),
  ];
}

const isContainerName = (host: string): boolean => !/[.:]/.test(host);

/** What is different about an address: the first of these that is. */
export function differenceOf(
  sent: string,
  expected: string,
): 'internal' | 'host' | 'port' | 'scheme' | 'slash' | 'case' | 'path' | 'malformed' {
  if (!canParseUrl(sent) || !canParseUrl(expected)) return 'malformed';
  const [a, b] = [new URL(sent), new URL(expected)];
  if (a.hostname !== b.hostname) {
    // In a home network the right address may be internal itself; the name of a container is more so.
    const leaks = [isContainerName, isInternalHost].some((is) => is(a.hostname) && !is(b.hostname));
    return leaks ? 'internal' : 'host';
  }
  // Without a port of its own, the port follows the scheme.
  if (a.port !== b.port) return 'port';
  if (a.protocol !== b.protocol) return 'scheme';
  if (a.pathname.replace(/\/$/, '') === b.pathname.replace(/\/$/, '')) return 'slash';
  return a.pathname.toLowerCase() === b.pathname.toLowerCase() ? 'case' : 'path';
}

function providerFindings(request: SentRequest, announced: string | undefined, target: Target): Finding[] {
  const { endpoint } = request;
  if (request.quoted)
    return [
      failing('app-provider-differs', {
        expected: announced ?? target.issuer,
        sent: endpoint,
        how: 'quotes',
      }),
    ];
  if (announced === undefined || endpoint === undefined || !canParseUrl(endpoint)) return [];
  const { origin, pathname } = new URL(announced);
  const expected = `${origin}${pathname}`;
  if (endpoint === expected) return [];
  return [
    failing('app-provider-differs', { expected, sent: endpoint, how: differenceOf(endpoint, expected) }),
  ];
}

/** The addresses that the app itself asks. It may reach the provider past the proxy, so an internal host is no fault. */
function otherEndpointFindings(request: SentRequest, evidence: Evidence, target: Target): Finding[] {
  return (['token_endpoint', 'userinfo_endpoint'] as const).flatMap((which) => {
    const sent = request[which];
    const announced = evidence.discovery?.document?.[which];
    if (sent === undefined || typeof announced !== 'string' || !canParseUrl(announced) || !canParseUrl(sent))
      return [];
    const { origin, pathname } = new URL(announced);
    const expected = `${origin}${pathname}`;
    const own = [target.provider.url, announced].flatMap((url) =>
      canParseUrl(url) ? [new URL(url).hostname] : [],
    );
    const { hostname } = new URL(sent);
    const how = differenceOf(sent, expected);
    return sent === expected || (isInternalHost(hostname) && !own.includes(hostname))
      ? []
      : [failing('app-provider-differs', { expected, sent, how, which })];
  });
}

function scopeFindings({ scopes }: SentRequest, target: Target): Finding[] {
  if (scopes === undefined) return [];
  const expected = target.client.scopes;
  const missing = expected.filter((scope) => !scopes.includes(scope));
  const more = scopes.filter((scope) => !expected.includes(scope));
  if (missing.length === 0 && more.length === 0) return [];
  const data = { expected: [...expected], sent: [...scopes], missing, more };
  // Without openid there is no ID token, so nobody gets in.
  return [
    missing.includes('openid') ? failing('app-scopes-differ', data) : warning('app-scopes-differ', data),
  ];
}

function pkceFindings({ pkce }: SentRequest, target: Target): Finding[] {
  if (pkce === undefined || pkce === 'S256' || !(target.pkce.app_uses || target.pkce.require)) return [];
  const data = { sent: pkce, expected: 'S256' };
  return [target.pkce.require ? failing('app-pkce-missing', data) : warning('app-pkce-missing', data)];
}
