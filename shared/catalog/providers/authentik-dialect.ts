import type { Version } from '../../version.ts';
import { type FactTable, type TraitsAt, traitsAt } from '../fact.ts';
import { newestPatch } from '../newest-patch.ts';
import { AUTHENTIK_SOURCES as S } from './authentik-sources.ts';

/** How a version of authentik expects its providers to be written, and which names its screens use. */
export interface AuthentikDialect {
  /**
   * `patterns`: text, one regular expression per line. `list`: mode and URL. `typed-list`: also with a type.
   */
  readonly redirect_uris: 'patterns' | 'list' | 'typed-list';
  /** True if a provider can be told where an app wants to hear of the end of a session, with how. */
  readonly logout_uri: boolean;
  /** True if a provider must list its grant types; without the list every login is refused. */
  readonly grant_types: boolean;
  /** Where the client secret is stored. */
  readonly client_secret: 'attribute' | 'secret-object';
  /**
   * `wizard`: creates application and provider together. `separate`: first the provider, then the
   * application.
   */
  readonly create: 'separate' | 'wizard';
  /** The button on the list of applications. */
  readonly application_button: string;
  /** The last button in the form or wizard that the application button opens. */
  readonly application_finish: string;
  /** The button above every other list. `{}` is replaced by the name of the object to create. */
  readonly new_button: string;
  /** The section of the provider form that holds the encryption key. */
  readonly encryption_key_section: string;
  /** Menu path of the one-shot import of a blueprint. */
  readonly blueprint_import: string;
  readonly blueprint_import_page: 'flow/flows' | 'blueprints/instances';
}

const TABLE: FactTable<AuthentikDialect> = {
  redirect_uris: [
    { value: 'patterns', before: '2024.10.3', source: S.redirectUris },
    { value: 'list', since: '2024.10.3', before: '2026.5', source: S.redirectUris },
    { value: 'typed-list', since: '2026.5', source: S.release20265 },
  ],
  logout_uri: [
    { value: false, before: '2025.10', source: S.release202510 },
    {
      value: true,
      since: '2025.10',
      source: S.release202510,
      note: '2025.8 has one for the back channel only, under another name.',
    },
  ],
  grant_types: [
    { value: false, before: '2026.5', source: S.release20265 },
    {
      value: true,
      since: '2026.5',
      source: S.grantTypes,
      note: 'Left out, the list is empty and authentik refuses every login as “otherwise malformed”.',
    },
  ],
  client_secret: [
    { value: 'attribute', before: '2026.11', source: S.api },
    { value: 'secret-object', since: '2026.11', source: S.draft202611 },
  ],
  create: [
    { value: 'separate', before: '2025.2', source: S.release20252 },
    { value: 'wizard', since: '2025.2', source: S.release20252 },
  ],
  application_button: [
    { value: 'Create', before: '2025.2', source: S.release20252 },
    { value: 'Create with Provider', since: '2025.2', before: '2026.5', source: S.release20252 },
    { value: 'New Application', since: '2026.5', source: S.release20265 },
  ],
  application_finish: [
    { value: 'Create', before: '2025.2', source: S.release20252 },
    { value: 'Submit', since: '2025.2', before: '2026.5', source: S.release20252 },
    { value: 'Create Application', since: '2026.5', source: S.ui },
  ],
  new_button: [
    { value: 'Create', before: '2026.5', source: S.ui },
    { value: 'New {}', since: '2026.5', source: S.ui },
  ],
  encryption_key_section: [
    { value: 'Protocol settings', before: '2025.10', source: S.release202510 },
    { value: 'Advanced protocol settings', since: '2025.10', source: S.release202510 },
  ],
  blueprint_import: [
    { value: 'Flows and Stages › Flows › Import', before: '2026.5', source: S.release20265 },
    { value: 'Customization › Blueprints › Import', since: '2026.5', source: S.release20265 },
  ],
  blueprint_import_page: [
    { value: 'flow/flows', before: '2026.5', source: S.release20265 },
    { value: 'blueprints/instances', since: '2026.5', source: S.release20265 },
  ],
};

/** The table itself, for the test that checks every entry. */
export const AUTHENTIK_DIALECT = TABLE;

/** The dialect of one version. A line without a patch counts as its newest patch. */
export const authentikDialectAt = (version: Version): TraitsAt<AuthentikDialect> =>
  traitsAt(TABLE, newestPatch(version));
