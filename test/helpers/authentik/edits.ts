import fc from 'fast-check';
import { renderAuthentikProvider } from '../../../shared/render/authentik/provider.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { AppEntry } from '../../../shared/workspace/types.ts';
import { bagOf, connect } from '../app-connection.ts';
import type { Engine, User } from './engine.ts';
import { APPLICATION, Authentik, BINDING, GROUP, POLICY, PROVIDER } from './importer.ts';

/** Edits of an app at authentik, in any sequence, and who may use the app after each of them. */

export const NAMED = ['office hours', 'weekend'] as const;
export const FEW = ['family', 'friends', 'office'] as const;
export const MANY = Array.from({ length: 30 }, (_, index) => `team ${index}`);
export const VERSIONS = ['2024.10.3', '2025.8', '2025.12', '2026.5', '2026.8'] as const;
export const CLIENT = 'memos-client';

export const USERS: readonly User[] = [
  [],
  ['family'],
  ['friends'],
  ['office'],
  ['family', 'office'],
  ['team 0'],
  ['team 16'],
  ['team 29', 'friends'],
].flatMap((groups) =>
  [[], ['office hours'], ['weekend'], [...NAMED]].map((passes) => ({ name: 'somebody', groups, passes })),
);
export const BOB: User = { name: 'bob', groups: [], passes: [] };

export interface Edit {
  readonly policy: string;
  readonly groups: readonly string[];
  readonly client_name: string;
  readonly slug: string;
}
export type Step =
  | { readonly do: 'render'; readonly edit: Edit }
  /** Somebody changes one of our bindings in the admin interface. */
  | { readonly do: 'change'; readonly which: number; readonly to: Readonly<Record<string, unknown>> }
  /** The owner binds somebody; the form proposes the highest order plus one. */
  | { readonly do: 'bind'; readonly group?: string };

export const edit: fc.Arbitrary<Edit> = fc.record({
  policy: fc.constantFrom('one_factor', 'two_factor', ...NAMED),
  groups: fc.oneof(
    { weight: 3, arbitrary: fc.subarray([...FEW]) },
    { weight: 1, arbitrary: fc.nat(MANY.length).map((count) => MANY.slice(0, count)) },
  ),
  client_name: fc.constantFrom('Memos', 'Notes', 'Family notes'),
  slug: fc.constantFrom('memos', 'notes'),
});

export const steps = (owner: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: edit.map((one): Step => ({ do: 'render', edit: one })) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('change' as const),
          which: fc.nat(3),
          to: fc.constantFrom<Readonly<Record<string, unknown>>[]>(
            { negate: true },
            { enabled: false },
            { failure_result: true },
            { policy: 'office hours' },
            { user: 'bob' },
            { group: 'friends' },
          ),
        }),
      },
      ...(owner
        ? [
            {
              weight: 1,
              arbitrary: fc
                .option(fc.constantFrom(...FEW), { nil: undefined })
                .map((group): Step => (group === undefined ? { do: 'bind' } : { do: 'bind', group })),
            },
          ]
        : []),
    ),
    { minLength: 1, maxLength: 7 },
  );

/** A new authentik with these groups, policies and bob. */
export function modelOf(version: string): Authentik {
  const at = new Authentik(version, [...FEW, ...MANY], NAMED);
  at.add('authentik_core.user', { name: 'bob' });
  return at;
}

/** The blueprint of a Memos that is set up so. */
export function blueprint(version: string, app: Partial<AppEntry>): string {
  const connection = connect(
    { kind: 'memos', ...app },
    { kind: 'authentik', url: 'https://ak.example.com', version },
  );
  const files = renderAuthentikProvider([connection], bagOf(connection, 'ClearSecretOfMemos0123456789'));
  const file = files.find(({ kind }) => kind === 'authentik-blueprint');
  if (file?.form !== 'file') throw new Error('No blueprint.');
  return linesToText(file.lines);
}

export const entryOf = ({ groups, ...edit }: Edit): Partial<AppEntry> => ({
  ...edit,
  ...(groups.length === 0 ? {} : { groups }),
});

/** Who gets in, as the workspace says it, together with what the owner bound. */
export function wanted(
  { policy, groups }: Edit,
  user: User,
  owner: readonly boolean[],
  engine: Engine,
): boolean {
  const parts = [
    ...(policy === 'one_factor' || policy === 'two_factor' ? [] : [user.passes.includes(policy)]),
    ...(groups.length === 0 ? [] : [groups.some((group) => user.groups.includes(group))]),
  ];
  // Ours have to agree in any case; of the owner's groups and users that engine takes one for all.
  const theirs = engine === 'counting' && owner.length > 0 ? [owner.some(Boolean)] : owner;
  if (parts.length === 2) return [...parts, ...theirs].every(Boolean);
  const any = [...parts, ...owner];
  return any.length === 0 || any.some(Boolean);
}

/** The file that earlier versions of Latchkey wrote: provider by name, bindings from order 0. */
export const ofEarlierVersion = ({ groups, policy, client_name, slug }: Edit): string => {
  const bound = [
    ...(NAMED as readonly string[]).filter((name) => name === policy).map((name) => ['policy', POLICY, name]),
    ...groups.map((name) => ['group', GROUP, name]),
  ];
  return `version: 1
entries:
  - model: ${PROVIDER}
    id: provider
    identifiers: {name: Provider for ${client_name}}
    attrs:
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      client_id: ${CLIENT}
      redirect_uris: []
  - model: ${APPLICATION}
    id: application
    identifiers: {slug: ${slug}}
    attrs: {name: ${client_name}, provider: !KeyOf provider, policy_engine_mode: ${policy === 'one_factor' || groups.length === 0 ? 'any' : 'all'}}
${bound
  .map(
    ([key, model, name], order) => `  - model: ${BINDING}
    identifiers: {target: !KeyOf application, order: ${order}}
    attrs: {${key}: !Find [${model}, [name, ${name}]], enabled: true}
`,
  )
  .join('')}`;
};
