import type { Fact, Source } from '../catalog/fact.ts';
import type { Notice } from '../catalog/types.ts';
import { deriveConnections } from '../client/derive.ts';
import { isProduct } from '../client/resolve.ts';
import type { ClaimPlan, Connection } from '../client/types.ts';
import { own } from '../own.ts';
import { fail, ok, type Result } from '../result.ts';
import { compareVersions, parseVersion, type ResolvedVersion, type Version } from '../version.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../workspace/types.ts';
import { changedFiles, type FileChange } from './files.ts';
import { changedTraits } from './trait-words.ts';

/** What a change is about. */
export type ChangeKind =
  /** Latchkey can't say, or can't support it. */
  | 'limit'
  /** A trait of the product. */
  | 'behaviour'
  /** What is registered for the app at the provider. */
  | 'client'
  /** A claim that the app reads. */
  | 'claim'
  /** A setting of the workspace. */
  | 'setting'
  /** A notice that comes. */
  | 'notice'
  /** A notice that goes. */
  | 'solved';

/** One thing that is another with the newer version. */
export interface Change {
  readonly kind: ChangeKind;
  /** `error`: sign-in can't work after it. `warning`: something has to be done or looked at. `info`: to know. */
  readonly severity: Notice['severity'];
  /** The apps it matters to; empty where it is about the product alone. */
  readonly apps: readonly string[];
  readonly message: string;
  readonly fix?: string;
  readonly source?: Source;
}

/** What a newer (or older) version of a provider or an app changes in a workspace. */
export interface Forecast {
  readonly side: 'provider' | 'app';
  readonly id: string;
  readonly name: string;
  readonly from: ResolvedVersion;
  readonly to: ResolvedVersion;
  /** Errors first. */
  readonly changes: readonly Change[];
  readonly files: readonly FileChange[];
}

/** Whose version it is. */
export type Subject =
  | { readonly side: 'provider'; readonly id: string }
  | { readonly side: 'app'; readonly id: string };

const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * Says what another version of a provider or an app changes in this workspace, before anything is done: what the
 * catalog knows of the two versions, and every line that would be written differently. Pure; reads no secret.
 *
 * Fails with `no-such-entry`, `not-a-product` (a kind that has no versions), `not-a-version`, `no-apps`, or `same-version`.
 */
export function forecast(
  workspace: Workspace,
  subject: Subject,
  to: Version,
  clientIds: Readonly<Record<string, string>> = {},
): Result<Forecast> {
  const entries: Readonly<Record<string, AppEntry | ProviderEntry>> =
    subject.side === 'provider' ? workspace.providers : workspace.apps;
  const entry = own(entries, subject.id);
  if (entry === undefined) {
    const known = Object.keys(entries).join(', ') || 'none yet';
    return fail('no-such-entry', `The workspace has no ${subject.side} “${subject.id}”; it has ${known}.`);
  }
  if (parseVersion(to) === undefined) {
    return fail(
      'not-a-version',
      `“${to}” is not a version. Write one as the product does, e.g. 4.39 or 2026.5.1.`,
    );
  }
  const apps = appsOf(workspace, subject);
  const before = deriveConnections(workspace, clientIds, apps);
  const after = deriveConnections(withVersion(workspace, subject, to), clientIds, apps);
  const [first, then] = [before[0], after[0]];
  if (first === undefined || then === undefined) {
    return fail('no-apps', `No app of the workspace uses “${subject.id}”, so nothing can change.`);
  }
  const [was, is] = subject.side === 'provider' ? [first.provider, then.provider] : [first.app, then.app];
  if (!isProduct(was.definition)) {
    return fail(
      'not-a-product',
      `“${subject.id}” is of kind ${entry.kind}, which stands for any product; nothing is known of its versions.`,
    );
  }
  if (compareVersions(was.version.effective, to) === 0 && was.version.status === 'known') {
    return fail('same-version', `“${subject.id}” is at ${to} already.`);
  }
  const changes = [
    ...limits(subject, was.definition.name, was.version, is.version),
    ...behaviour(subject, before, after),
    ...before.flatMap((connection, index) => [
      ...clientChanges(connection, after[index]!),
      ...claimChanges(connection, after[index]!),
      ...settingChanges(subject, connection, after[index]!),
      ...noticeChanges(connection, after[index]!),
    ]),
  ];
  return ok({
    ...subject,
    name: was.definition.name,
    from: was.version,
    to: is.version,
    changes: joined(changes).sort((a, b) => RANK[a.severity] - RANK[b.severity]),
    files: changedFiles(before, after, {
      name: was.definition.name,
      from: was.version.effective,
      to: is.version.effective,
    }),
  });
}

const appsOf = (workspace: Workspace, { side, id }: Subject): string[] =>
  side === 'app' ? [id] : Object.keys(workspace.apps).filter((app) => workspace.apps[app]!.provider === id);

function withVersion(workspace: Workspace, { side, id }: Subject, version: Version): Workspace {
  return side === 'provider'
    ? { ...workspace, providers: { ...workspace.providers, [id]: { ...workspace.providers[id]!, version } } }
    : { ...workspace, apps: { ...workspace.apps, [id]: { ...workspace.apps[id]!, version } } };
}

/** What can't be said, because one of the two versions is not known or not stated. */
function limits(subject: Subject, name: string, from: ResolvedVersion, to: ResolvedVersion): Change[] {
  const one = (severity: Change['severity'], message: string, fix?: string): Change => ({
    kind: 'limit',
    severity,
    apps: [],
    message,
    ...(fix === undefined ? {} : { fix }),
  });
  const changes: Change[] = [];
  if (from.status === 'not-stated') {
    changes.push(
      one(
        'warning',
        `The workspace doesn’t say which version of ${name} runs now; this compares with ${from.effective}.`,
        `Write version: under ${subject.side}s.${subject.id}.`,
      ),
    );
  } else if (from.status !== 'known') {
    changes.push(
      one(
        'warning',
        `${name} ${from.requested} is not known; this compares with ${from.effective}, the nearest.`,
      ),
    );
  }
  if (to.status === 'too-old') {
    changes.push(one('error', `${name} ${to.requested} is too old for Latchkey.`));
  } else if (to.status === 'newer-than-known') {
    changes.push(
      one(
        'warning',
        `${name} ${to.requested} is newer than what Latchkey knows (${to.effective}). What ${to.requested} itself changes is not in this list.`,
        'Read its release notes, or look for a newer Latchkey.',
      ),
    );
  } else if (to.status === 'older-than-known') {
    changes.push(
      one(
        'warning',
        `${name} ${to.requested} is not known; this compares with ${to.effective}, the nearest.`,
      ),
    );
  }
  if (compareVersions(to.requested ?? to.effective, from.requested ?? from.effective) < 0) {
    changes.push(
      one(
        'warning',
        `${to.requested} is older than ${from.requested ?? from.effective}: this lists what going back changes.`,
      ),
    );
  }
  return changes;
}

/** Traits of the product that differ, each with the fact behind it. */
function behaviour(subject: Subject, before: readonly Connection[], after: readonly Connection[]): Change[] {
  const [first, then] = [before[0]!, after[0]!];
  const side = subject.side;
  const [was, is] = [first[side], then[side]];
  const facts: Partial<Record<string, Fact<unknown>>> = { ...is.traits.fact };
  return changedTraits(side, { ...was.traits.value }, { ...is.traits.value }).map(
    ({ trait, label, change }): Change => {
      const fact = facts[trait];
      return {
        kind: 'behaviour',
        severity: 'info',
        apps: side === 'app' ? [subject.id] : [],
        message: `${label}: ${change}.${fact?.note === undefined ? '' : ` ${fact.note}`}`,
        ...(fact === undefined ? {} : { source: fact.source }),
      };
    },
  );
}

/** What is registered at the provider for this app, in the names of RFC 7591. */
function clientChanges(
  { app, client: was, pkce: old }: Connection,
  { client: is, pkce }: Connection,
): Change[] {
  const one = (
    what: string,
    before: string,
    after: string,
    severity: Change['severity'] = 'warning',
  ): Change => ({
    kind: 'client',
    severity,
    apps: [app.id],
    message: `${what} at the provider: ${before || 'none'} → ${after || 'none'}.`,
  });
  const list = (values: readonly string[] | undefined): string => (values ?? []).join(' ');
  const pairs: readonly (readonly [string, string, string])[] = [
    ['post_logout_redirect_uris', list(was.post_logout_redirect_uris), list(is.post_logout_redirect_uris)],
    ['backchannel_logout_uri', was.backchannel_logout_uri ?? '', is.backchannel_logout_uri ?? ''],
    ['frontchannel_logout_uri', was.frontchannel_logout_uri ?? '', is.frontchannel_logout_uri ?? ''],
    ['token_endpoint_auth_method', was.token_endpoint_auth_method, is.token_endpoint_auth_method],
    ['Scopes', list(was.scopes), list(is.scopes)],
    ['ID tokens are signed with', was.id_token_signed_response_alg, is.id_token_signed_response_alg],
    ['PKCE is demanded', String(old.require), String(pkce.require)],
  ];
  const gone = was.redirect_uris.filter((uri) => !is.redirect_uris.includes(uri));
  const come = is.redirect_uris.filter((uri) => !was.redirect_uris.includes(uri));
  return [
    ...(come.length === 0
      ? []
      : [
          {
            kind: 'client' as const,
            severity: 'warning' as const,
            apps: [app.id],
            message: `The app then comes back to ${come.join(' and ')}${gone.length === 0 ? ', too' : `, not to ${gone.join(' and ')}`}.`,
            fix: `Register ${come.length === 1 ? 'it' : 'them'} at the provider before the app is changed${gone.length === 0 ? '' : ', and take the old out afterwards'}.`,
          },
        ]),
    ...(come.length === 0 && gone.length > 0
      ? [
          {
            kind: 'client' as const,
            severity: 'info' as const,
            apps: [app.id],
            message: `The app no longer comes back to ${gone.join(' and ')}.`,
          },
        ]
      : []),
    ...pairs.filter(([, a, b]) => a !== b).map(([what, a, b]) => one(what, a, b)),
  ];
}

/** What the app reads of the person. */
function claimChanges(was: Connection, is: Connection): Change[] {
  return [...claimsRead(was, is), ...claimsFound(was, is)];
}

/** Claims that the provider then puts elsewhere, or says something else in. */
function claimsFound(was: Connection, is: Connection): Change[] {
  const before = new Map(was.claims.map((plan) => [plan.claim, plan]));
  const other = is.claims.filter((plan) => {
    const old = before.get(plan.claim);
    return old !== undefined && old.remedy !== plan.remedy;
  });
  const said = (
    remedy: ClaimPlan['remedy'],
    severity: Change['severity'],
    message: (claims: string, many: boolean) => string,
    fix?: string,
  ): Change[] => {
    const plans = other.filter((plan) => plan.remedy === remedy);
    const [first] = plans;
    if (first === undefined) return [];
    return [
      {
        kind: 'claim',
        severity,
        apps: [is.app.id],
        message: message(plans.map(({ claim }) => claim).join(', '), plans.length > 1),
        ...(fix === undefined ? {} : { fix }),
        source: first.source,
      },
    ];
  };
  const where = is.app.traits.value.claims_from === 'id_token' ? 'the ID token' : 'userinfo';
  const fix = 'The files below do that: apply them with the new version.';
  return [
    ...said(
      'put-in-id-token',
      'warning',
      (claims, many) =>
        `${claims} ${many ? 'are' : 'is'} then not in ${where}, where the app looks for ${many ? 'them' : 'it'}, unless the provider is told to put ${many ? 'them' : 'it'} there.`,
      fix,
    ),
    ...said(
      'verify-email',
      'warning',
      (claims) =>
        `The app demands that ${claims} is true, and the provider then says false unless it is told otherwise.`,
      fix,
    ),
    ...said(
      'none',
      'info',
      (claims, many) =>
        `${claims} ${many ? 'are' : 'is'} then in ${where} without anything being set for it.`,
    ),
  ];
}

/** Claims that the app then reads, or no longer reads. */
function claimsRead(was: Connection, is: Connection): Change[] {
  const before = new Map(was.claims.map((plan) => [plan.claim, plan]));
  const names = new Set(is.claims.map(({ claim }) => claim));
  return [
    ...is.claims.flatMap((plan): Change[] => {
      const old = before.get(plan.claim);
      const base = { kind: 'claim', apps: [is.app.id], source: plan.source } as const;
      if (old === undefined) {
        return [
          {
            ...base,
            severity: plan.level === 'required' ? 'warning' : 'info',
            message: `The app then reads ${plan.claim} (scope ${plan.scope}${plan.level === 'required' ? ', it has to be there' : ''}). ${plan.why}`,
          },
        ];
      }
      const changes: Change[] = [];
      if (old.level !== plan.level) {
        changes.push({
          ...base,
          severity: plan.level === 'required' ? 'warning' : 'info',
          message: `${plan.claim} ${plan.level === 'required' ? 'then has to be there' : 'no longer has to be there'}. ${plan.why}`,
        });
      }
      return changes;
    }),
    ...was.claims
      .filter(({ claim }) => !names.has(claim))
      .map(
        ({ claim }): Change => ({
          kind: 'claim',
          severity: 'info',
          apps: [is.app.id],
          message: `The app no longer reads ${claim}.`,
        }),
      ),
  ];
}

/** Settings of the workspace that go, and new ones that could be stated. */
function settingChanges(subject: Subject, was: Connection, is: Connection): Change[] {
  if (subject.side !== 'app') return [];
  const at = (version: Version) => (setting: { since?: Version; before?: Version }) =>
    (setting.since === undefined || compareVersions(version, setting.since) >= 0) &&
    (setting.before === undefined || compareVersions(version, setting.before) < 0);
  const old = was.app.definition.settings.filter(at(was.app.version.effective));
  const now = is.app.definition.settings.filter(at(is.app.version.effective));
  const has = (list: typeof now, key: string) => list.some((one) => one.key === key);
  const stated = Object.keys(is.app.entry.settings ?? {});
  return [
    ...old
      .filter(({ key }) => !has(now, key))
      .map(
        ({ key, label }): Change => ({
          kind: 'setting',
          severity: stated.includes(key) ? 'warning' : 'info',
          apps: [is.app.id],
          message: `The setting ${key} (${label}) no longer exists${stated.includes(key) ? '; what the workspace states there has no effect' : ''}.`,
        }),
      ),
    ...now
      .filter(({ key }) => !has(old, key))
      .map(
        ({ key, label, help }): Change => ({
          kind: 'setting',
          severity: 'info',
          apps: [is.app.id],
          message: `There is a new setting ${key} (${label}). ${help}`,
        }),
      ),
  ];
}

/** What `limits` says already. */
const ABOUT_VERSIONS = /version/;

/** Notices that come or go. */
function noticeChanges(was: Connection, is: Connection): Change[] {
  const key = ({ code, path }: Notice) => `${code} ${path ?? ''}`;
  const speaks = ({ code }: Notice) => !ABOUT_VERSIONS.test(code);
  const ofProvider = [was, is].flatMap(
    ({ provider: { definition, entry, version } }) => definition.notices?.(entry, version.effective) ?? [],
  );
  const concerned = ({ code, message }: Notice) =>
    ofProvider.some((one) => one.code === code && one.message === message) ? [] : [is.app.id];
  const before = new Set(was.notices.map(key));
  const after = new Set(is.notices.map(key));
  return [
    ...is.notices
      .filter((notice) => speaks(notice) && !before.has(key(notice)))
      .map(
        (notice): Change => ({
          kind: 'notice',
          severity: notice.severity,
          apps: concerned(notice),
          message: notice.message,
          ...(notice.fix === undefined ? {} : { fix: notice.fix }),
          ...(notice.source === undefined ? {} : { source: notice.source }),
        }),
      ),
    ...was.notices
      .filter((notice) => speaks(notice) && !after.has(key(notice)))
      .map(
        (notice): Change => ({
          kind: 'solved',
          severity: 'info',
          apps: concerned(notice),
          message: `No longer so: ${notice.message}`,
        }),
      ),
  ];
}

/** The same change of several apps is said once. */
function joined(changes: readonly Change[]): Change[] {
  const said = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.severity, change.message, change.fix]);
    const known = said.get(key);
    said.set(key, known ? { ...known, apps: [...new Set([...known.apps, ...change.apps])] } : change);
  }
  return [...said.values()];
}
