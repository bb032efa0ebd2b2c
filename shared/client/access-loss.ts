import type { Access, AccessLoss, Connection } from './types.ts';

/** The access of each app when its files were written last, and before that, by app. */
export type AccessRecords = Readonly<Record<string, AccessRecord>>;
export interface AccessRecord extends Access {
  readonly provider: string;
  /** Kept until it changes again, so that writing the files twice gives the same files. */
  readonly before?: Access;
}

/** Returns who loses access, or undefined if nobody does. */
export function accessLoss(before: Access, after: Access): AccessLoss | undefined {
  const groups = after.groups.length === 0 ? [] : before.groups.filter((one) => !after.groups.includes(one));
  const only = before.groups.length === 0 && after.groups.length > 0 ? after.groups : undefined;
  const policy = after.policy !== before.policy && after.policy !== 'one_factor' ? after.policy : undefined;
  if (groups.length === 0 && only === undefined && policy === undefined) return undefined;
  return {
    groups,
    ...(only === undefined ? {} : { only }),
    ...(policy === undefined ? {} : { policy }),
  };
}

/** One sentence for each kind of loss, e.g. `2 groups lose access: friends, office.` */
export function describeLoss({ groups, only, policy }: AccessLoss): string {
  return [
    ...(groups.length === 0
      ? []
      : [
          `${groups.length} ${groups.length === 1 ? 'group loses' : 'groups lose'} access: ${groups.join(', ')}.`,
        ]),
    ...(only === undefined ? [] : [`Everyone outside ${only.join(', ')} loses access.`]),
    ...(policy === undefined
      ? []
      : policy === 'two_factor'
        ? ['Whoever has no second factor loses access.']
        : [`Whoever the policy “${policy}” refuses loses access.`]),
  ].join(' ');
}

/** What to know about any loss, on every provider. */
const LOSS_REMARK =
  'They get in until the provider has the change, and sessions in the app go on until they end.';

/** What to know about a loss at this provider. */
export const lossRemark = ({ provider }: Connection): string =>
  provider.definition.loss_remark === undefined
    ? LOSS_REMARK
    : `${LOSS_REMARK} ${provider.definition.loss_remark}`;

/** The records after the files of these connections were written. */
export function nextRecords(former: AccessRecords, connections: readonly Connection[]): AccessRecords {
  return Object.fromEntries(
    connections.map(({ app, provider, access }) => {
      const now = { provider: provider.id, policy: access.policy, groups: access.groups };
      const last = Object.hasOwn(former, app.id) ? former[app.id] : undefined;
      // At another provider nobody had access yet.
      if (last === undefined || last.provider !== provider.id) return [app.id, now];
      if (sameAccess(last, now)) return [app.id, last];
      return [app.id, { ...now, before: { policy: last.policy, groups: last.groups } }];
    }),
  );
}

/** Who lost access to this app by the last change, as {@link withLosses} says it, before anything is recorded. */
export function lossOf(former: AccessRecords, connection: Connection): AccessLoss | undefined {
  return withLosses([connection], nextRecords(former, [connection]))[0]!.access_loss;
}

/** The connections, each with who lost access by the last change, for the guides. */
export const withLosses = (connections: readonly Connection[], records: AccessRecords): Connection[] =>
  connections.map((connection) => {
    const before = Object.hasOwn(records, connection.app.id) ? records[connection.app.id]!.before : undefined;
    const loss = before && accessLoss(before, connection.access);
    if (loss === undefined) return connection;
    // All clients of an app let the same people in.
    const further_clients = connection.further_clients.map((one) => ({ ...one, access_loss: loss }));
    return { ...connection, further_clients, access_loss: loss };
  });

/** The apps whose access differs from what was written last. */
export const changedSince = (former: AccessRecords, connection: Connection): boolean => {
  const last = Object.hasOwn(former, connection.app.id) ? former[connection.app.id] : undefined;
  return last !== undefined && !sameAccess(last, connection.access);
};

const sameAccess = (a: Access, b: Access): boolean =>
  a.policy === b.policy && JSON.stringify(a.groups) === JSON.stringify(b.groups);

/** Reads records from a file that people may have edited; leaves out what has another form. */
export function readAccessRecords(value: unknown): AccessRecords {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([app, record]): [string, AccessRecord][] => {
      const access = readAccess(record);
      const { provider, before } = (record ?? {}) as { provider?: unknown; before?: unknown };
      if (access === undefined || typeof provider !== 'string') return [];
      const earlier = readAccess(before);
      return [[app, { provider, ...access, ...(earlier === undefined ? {} : { before: earlier }) }]];
    }),
  );
}

function readAccess(value: unknown): Access | undefined {
  const { policy, groups } = (value ?? {}) as { policy?: unknown; groups?: unknown };
  return typeof policy === 'string' && Array.isArray(groups) && groups.every((one) => typeof one === 'string')
    ? { policy, groups }
    : undefined;
}
