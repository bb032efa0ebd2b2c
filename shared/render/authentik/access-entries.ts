import type { Connection } from '../../client/types.ts';
import { block, entry, inline, item, map, seq, type YamlInline, type YamlItem } from '../text/yaml-lines.ts';
import { type AuthentikBinding, authentikAccess, groupsPolicyName, OUR_ORDERS } from './access.ts';
import { find } from './find.ts';
import { source } from './source.ts';
import type { ObjectNames } from './values.ts';

const APPLICATION = 'authentik_core.application';
const BINDING = 'authentik_policies.policybinding';
const GROUP = 'authentik_core.group';
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
  ];
}

function policyEntry(binding: AuthentikBinding): YamlItem[] {
  if (binding.type !== 'groups-policy') return [];
  return [
    ...binding.groups.map((name) =>
      item(
        inline(
          ['model', GROUP],
          ['id', `group ${name}`],
          ['state', 'created'],
          ['identifiers', inline(['pk', find(GROUP, 'name', name)])],
        ),
        { comment: missingComment({ type: 'group', name }) },
      ),
    ),
    item(
      map(
        entry('model', EXPRESSION, {
          why: { text: 'Member of any of these groups.', source: source('expressions') },
        }),
        entry('id', 'groups'),
        entry('identifiers', map(entry('name', binding.name))),
        entry('attrs', map(entry('expression', block(binding.expression)))),
      ),
    ),
  ];
}

function bindingEntry(connection: Connection, binding: AuthentikBinding, order: number): YamlItem {
  const group = binding.type === 'group' ? find(GROUP, 'name', binding.name) : null;
  const policy = binding.type === 'group' ? null : find('authentik_policies.policy', 'name', binding.name);
  const missing = binding.type === 'groups-policy' ? {} : { comment: missingComment(binding) };
  return item(
    map(
      entry('model', BINDING),
      entry('id', `${binding.type === 'group' ? 'group' : 'policy'} ${binding.name}`, {
        why: { text: 'Names the entry in the message of an import that failed.', source: source('importer') },
      }),
      entry('identifiers', map(entry('target', application(connection)), entry('order', order))),
      entry(
        'attrs',
        map(
          entry('group', group, {
            why: {
              text: 'Who may use the app. Without any binding everyone may.',
              source: source('applications'),
            },
          }),
          entry('policy', policy, {
            why: {
              text: 'A binding that has both asks the policy alone, so what is not meant is emptied.',
              source: source('policy_engine'),
            },
          }),
          entry('user', null),
          entry('negate', false),
          entry('enabled', true, {
            why: {
              text: 'A binding that is switched off is not asked at all.',
              source: source('policy_engine'),
            },
          }),
          entry('failure_result', false, {
            why: { text: 'A policy that fails lets nobody in.', source: source('policy_engine') },
          }),
        ),
      ),
    ),
    missing,
  );
}

const missingComment = (binding: { readonly type: 'group' | 'policy'; readonly name: string }): string =>
  `The ${binding.type} “${binding.name}” has to exist: without it the import fails.`;

const application = ({ app }: Connection) => find(APPLICATION, 'slug', app.slug);

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
            why: { text: 'An import leaves alone what its file does not list.', source: source('importer') },
          }),
    }),
  );
}

function policyNoLongerWanted(connection: Connection): YamlItem[] {
  if (authentikAccess(connection).bindings.some(({ type }) => type === 'groups-policy')) return [];
  return [item(absent(EXPRESSION, ['identifiers', inline(['name', groupsPolicyName(connection.app)])]))];
}

/**
 * Earlier versions bound groups at orders from 0, which the owner uses too, so nobody can tell whose such a
 * binding is. An application of theirs therefore loses its provider and stays as it was for the rest, and a new
 * one is made. Only once, and so it stands before the provider: that entry changes what the condition looks at.
 */
export function retireEarlierApplication(connection: Connection, names: ObjectNames): YamlItem {
  const { app, client } = connection;
  const provider = (field: string) => `provider__oauth2provider__${field}`;
  // authentik's defaults for a provider from a file; its own form proposes minutes=5 for the second.
  const earlier = find(
    APPLICATION,
    provider('client_id'),
    client.client_id,
    [provider('access_code_validity'), 'minutes=1'],
    [provider('access_token_validity'), 'hours=1'],
  );
  return item(
    map(
      entry('model', APPLICATION),
      entry('id', 'application of an earlier version'),
      entry('conditions', seq([item(earlier)])),
      // Not by `provider`: what identifies is written as well, and here the provider is taken away.
      entry('identifiers', map(entry(provider('client_id'), client.client_id))),
      entry(
        'attrs',
        map(
          entry('slug', retiredSlug(app.slug)),
          entry('name', `${names.application} (earlier)`),
          entry('provider', null, {
            why: { text: 'Without a provider it lets nobody in.', source: source('applications') },
          }),
        ),
      ),
    ),
    {
      comment:
        'Does nothing where the application is new. One that an earlier version of Latchkey made is put aside once,\nwith all of its bindings: its groups can’t be told from bindings of your own. Take over what you want,\nthen delete it.',
    },
  );
}

/** At most 50 characters, as slugs are. */
const retiredSlug = (slug: string): string => `${slug.slice(0, 42)}-earlier`;

/** An entry that takes an object away, if it is there. */
export const absent = (model: string, ...more: YamlInline['entries']): YamlInline =>
  inline(['model', model], ['state', 'absent'], ...more);
