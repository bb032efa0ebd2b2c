import { AUTHENTIK_SOURCES as S } from '../../catalog/providers/authentik-sources.ts';
import type { Connection } from '../../client/types.ts';
import {
  block,
  entry,
  inline,
  item,
  map,
  tagged,
  type YamlInline,
  type YamlItem,
  type YamlMap,
} from '../text/yaml-lines.ts';
import {
  type AuthentikBinding,
  authentikAccess,
  EARLIER_ORDERS,
  groupsPolicyName,
  OUR_ORDERS,
} from './access.ts';
import { find } from './find.ts';

const BINDING = 'authentik_policies.policybinding';
const PROVIDER = 'authentik_providers_oauth2.oauth2provider';
const EXPRESSION = 'authentik_policies_expression.expressionpolicy';

/**
 * The blueprint entries that bind groups and policies to the application, and take away what an earlier
 * import bound. An import only changes what its file lists, so every order of ours is listed.
 */
export function accessEntries(connection: Connection): YamlItem[] {
  const { bindings } = authentikAccess(connection);
  const made = bindings.flatMap((binding, index) => [
    ...policyEntry(binding),
    bindingEntry(connection, binding, OUR_ORDERS[index]!),
  ]);
  return [
    ...made.map((one) => ({ ...one, gap: true })),
    ...noLongerWanted(connection, OUR_ORDERS.slice(bindings.length)),
    ...policyNoLongerWanted(connection),
    ...ofEarlierVersions(connection),
  ];
}

function policyEntry(binding: AuthentikBinding): YamlItem[] {
  if (binding.type !== 'groups-policy') return [];
  return [
    item(
      map(
        entry('model', EXPRESSION, {
          why: { text: 'Member of any of these groups.', source: S.expressions },
        }),
        entry('id', 'groups'),
        entry('identifiers', map(entry('name', binding.name))),
        entry('attrs', map(entry('expression', block(binding.expression)))),
      ),
    ),
  ];
}

function bindingEntry(connection: Connection, binding: AuthentikBinding, order: number): YamlItem {
  const group = binding.type === 'group' ? find('authentik_core.group', 'name', binding.name) : null;
  const policy = binding.type === 'group' ? null : find('authentik_policies.policy', 'name', binding.name);
  const missing = binding.type === 'groups-policy' ? {} : { comment: missingComment(binding) };
  return item(
    map(
      entry('model', BINDING),
      entry('id', `${binding.type === 'group' ? 'group' : 'policy'} ${binding.name}`, {
        why: { text: 'Names the entry in the message of an import that failed.', source: S.importer },
      }),
      entry('identifiers', map(entry('target', application(connection)), entry('order', order))),
      entry(
        'attrs',
        map(
          entry('group', group, {
            why: { text: 'Who may use the app. Without any binding everyone may.', source: S.applications },
          }),
          entry('policy', policy, {
            why: {
              text: 'A binding that has both asks the policy alone, so what is not meant is emptied.',
              source: S.policyEngine,
            },
          }),
          entry('user', null),
          entry('negate', false),
          entry('enabled', true, {
            why: { text: 'A binding that is switched off is not asked at all.', source: S.policyEngine },
          }),
          entry('failure_result', false, {
            why: { text: 'A policy that fails lets nobody in.', source: S.policyEngine },
          }),
        ),
      ),
    ),
    missing,
  );
}

const missingComment = (binding: { readonly type: 'group' | 'policy'; readonly name: string }): string =>
  `The ${binding.type} “${binding.name}” has to exist: without it the import fails.`;

const application = ({ app }: Connection) => find('authentik_core.application', 'slug', app.slug);

/** One line for each order, so that a shorter list of groups closes what a longer one opened. */
function noLongerWanted(connection: Connection, orders: readonly number[]): YamlItem[] {
  const target = application(connection);
  return orders.map((order, index) =>
    item(absent(BINDING, ['identifiers', inline(['target', target], ['order', order])]), {
      ...(index > 0
        ? {}
        : {
            gap: true,
            comment: `Orders ${OUR_ORDERS[0]} to ${OUR_ORDERS.at(-1)} are Latchkey’s: what an earlier import bound there and is not wanted any more goes.\nBindings with other orders are yours and stay; each of them also decides who gets in.`,
            why: { text: 'An import leaves alone what its file does not list.', source: S.importer },
          }),
    }),
  );
}

function policyNoLongerWanted(connection: Connection): YamlItem[] {
  if (authentikAccess(connection).bindings.some(({ type }) => type === 'groups-policy')) return [];
  return [item(absent(EXPRESSION, ['identifiers', inline(['name', groupsPolicyName(connection.app)])]))];
}

/** Values that many lines of the file need: `!Context` looks them up each time. */
export const accessContext = (connection: Connection): YamlMap =>
  map(
    entry('application', application(connection)),
    entry(
      'earlier_version',
      // authentik's defaults for a provider from a file; its own form proposes minutes=5 for the second.
      find(
        PROVIDER,
        'client_id',
        connection.client.client_id,
        ['access_code_validity', 'minutes=1'],
        ['access_token_validity', 'hours=1'],
      ),
      {
        why: {
          text: 'The provider as files of earlier versions of Latchkey left it, or nothing.',
          source: S.importer,
        },
      },
    ),
  );

/**
 * Earlier versions used the orders from 0, which the owner uses too. So they are cleared only at a provider
 * that a file of those versions made, and only once: the last entry changes what the condition looks at.
 */
function ofEarlierVersions({ client }: Connection): YamlItem[] {
  return [
    ...EARLIER_ORDERS.map((order, index) =>
      item(
        absent(
          BINDING,
          ['conditions', [tagged('!Context', 'earlier_version')]],
          ['identifiers', inline(['target', tagged('!Context', 'application')], ['order', order])],
        ),
        index > 0
          ? {}
          : {
              gap: true,
              comment:
                'Only where an earlier version of Latchkey made the provider, and only once: those versions used\nthe orders from 0 for their bindings. Bindings of your own there have to be made again.',
              why: {
                text: 'Left there, a group that is no longer wanted would still be let in.',
                source: S.importer,
              },
            },
      ),
    ),
    item(
      map(
        entry('model', PROVIDER),
        entry('identifiers', map(entry('client_id', client.client_id))),
        entry(
          'attrs',
          map(
            entry('access_code_validity', 'seconds=60', {
              why: {
                text: 'As long as authentik’s default of one minute; written otherwise, so that the lines above are done once.',
                source: S.importer,
              },
            }),
          ),
        ),
      ),
      { gap: true, comment: 'Says that the lines above have been done.' },
    ),
  ];
}

const absent = (model: string, ...more: YamlInline['entries']): YamlInline =>
  inline(['model', model], ['state', 'absent'], ...more);
