import fc from 'fast-check';
import { appFromProfile } from '../../shared/catalog/apps/profiled.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import { TRIAL_APP_SECRET, TRIAL_SECRET } from '../../shared/render/profiled/prove.ts';
import { renderProfile } from '../../shared/render/profiled/render.ts';
import { guideToJson, linesToText } from '../../shared/render/text/deliverable.ts';
import type { Deliverable } from '../../shared/render/types.ts';
import type { SourceFormat, SourceText } from '../../shared/targets/sources.ts';
import type { AppEntry, ProviderEntry, SettingValue } from '../../shared/workspace/types.ts';

/** An app as a workspace has it, with what its side is rendered from. */
export interface ReadBackCase {
  readonly profile: AppProfile;
  readonly provider: ProviderEntry;
  readonly entry: AppEntry;
  readonly clientId: string;
}

const PROVIDERS: readonly ProviderEntry[] = [
  { kind: 'authelia', url: 'https://auth.example.com' },
  { kind: 'authentik', url: 'https://ak.example.com' },
  { kind: 'oidc', url: 'https://id.example.org/realms/main', name: 'Our login' } as ProviderEntry,
];

/** A value that a setting may have. Texts have no sign that a list of the app’s own is split at. */
const anySetting = (
  one: NonNullable<AppProfile['settings']>[string],
): fc.Arbitrary<SettingValue | undefined> => {
  const fits = (text: string) =>
    one.pattern === undefined || new RegExp(`^(?:${one.pattern})$`, 'u').test(text);
  const known = [one.example, one.default].filter((text): text is string => typeof text === 'string');
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{1,9}$/);
  const text =
    one.pattern === undefined
      ? fc.oneof(word, ...known.map((each) => fc.constant(each)))
      : fc.oneof(
          ...[...known, 'word', 'a1', '/path', 'https://x.example.com/y']
            .filter(fits)
            .map((each) => fc.constant(each)),
        );
  const some: fc.Arbitrary<SettingValue> =
    one.type === 'boolean'
      ? fc.boolean()
      : one.type === 'choice'
        ? fc.constantFrom(...one.choices!)
        : one.type === 'list'
          ? fc.uniqueArray(text, { minLength: 1, maxLength: 3 })
          : text;
  return fc.option(some, { nil: undefined });
};

/** Apps of a profile, at any of its versions and with any settings. */
export function anyApp(profile: AppProfile): fc.Arbitrary<ReadBackCase> {
  const settings = Object.entries(profile.settings ?? {});
  return fc
    .record({
      version: fc.constantFrom(...profile.versions.lines, ...(profile.versions.patches ?? [])),
      edition: fc.constantFrom(
        // In the others the app has no such login, so there is nothing to read.
        ...(profile.editions?.filter(({ supported }) => supported).map(({ id }) => id) ?? [undefined]),
      ),
      provider: fc.constantFrom(...PROVIDERS),
      host: fc.stringMatching(/^[a-z]{3,8}$/),
      scheme: fc.constantFrom('https', 'https', 'http'),
      clientId: fc.stringMatching(/^[A-Za-z0-9]{8,12}$/),
      values: fc.tuple(...settings.map(([, one]) => anySetting(one))),
    })
    .map(({ version, edition, provider, host, scheme, clientId, values }) => ({
      profile,
      provider,
      clientId,
      entry: {
        kind: profile.kind,
        url: `${scheme}://${host}.example.com`,
        provider: 'home',
        version,
        ...(edition === undefined ? {} : { edition }),
        settings: Object.fromEntries(
          settings.flatMap(([key], index) => (values[index] === undefined ? [] : [[key, values[index]!]])),
        ),
      },
    }));
}

export function connectionOf({ profile, provider, entry, clientId }: ReadBackCase): Connection {
  return deriveConnection(
    { latchkey: 1, id: 'test', providers: { home: provider }, apps: { app: entry } },
    'app',
    clientId,
    appFromProfile(profile),
  );
}

/** Everything that is rendered for an app’s side. */
export function renderedOf(one: ReadBackCase): Deliverable[] {
  const connection = connectionOf(one);
  const secrets = { client_id: one.clientId, client_secret: TRIAL_SECRET, app_secret: TRIAL_APP_SECRET };
  return renderProfile(one.profile, connection, { clients: { app: secrets }, providers: {} });
}

/** The texts that a person has afterwards; of the two forms of an environment the one that is wanted. */
export function textsOf(deliverables: readonly Deliverable[], environment: 'env' | 'compose'): SourceText[] {
  return deliverables.flatMap((one): SourceText[] => {
    if (one.form === 'guide') return [{ name: one.path, format: 'screen', text: guideToJson(one) }];
    const format: SourceFormat | undefined =
      one.kind === 'app-request'
        ? undefined
        : one.kind === 'app-command'
          ? 'command'
          : one.kind === 'compose' || one.kind === 'env'
            ? one.kind
            : (one.language as SourceFormat);
    if (format === undefined || (format !== environment && (format === 'env' || format === 'compose')))
      return [];
    return [{ name: one.path, format, text: linesToText(one.lines) }];
  });
}

/** The files of an app’s side, without the guide. */
export const filesOf = (deliverables: readonly Deliverable[]): readonly string[] =>
  deliverables.flatMap((one) => (one.form === 'guide' ? [] : [`${one.path}\n${linesToText(one.lines)}`]));
