import { dialectAt } from '../../catalog/providers/hook-facts.ts';
import type { Connection } from '../../client/types.ts';
import type { Version } from '../../version.ts';

/** What authentik's profile says under `dialect`, which also explains each of them. */
export interface AuthentikDialect {
  readonly redirect_uris: 'patterns' | 'list' | 'typed-list';
  /** True if a provider can be told where an app wants to hear of the end of a session, with how. */
  readonly logout_uri: boolean;
  /** True if a provider must list its grant types; without the list every login is refused. */
  readonly grant_types: boolean;
  /** What keeps an application out of the person's list of apps. */
  readonly hidden_by: 'launch-url' | 'toggle';
  readonly client_secret: 'attribute' | 'secret-object';
  readonly create: 'separate' | 'wizard';
  readonly application_button: string;
  /** The last button in the form or wizard that the application button opens. */
  readonly application_finish: string;
  /** `{}` is replaced by the name of the object to create. */
  readonly new_button: string;
  readonly encryption_key_section: string;
  /** Menu path of the one-shot import of a blueprint. */
  readonly blueprint_import: string;
  readonly blueprint_import_page: string;
  readonly signing_key: string;
  readonly implicit_flow: string;
  readonly explicit_flow: string;
  readonly invalidation_flow: string;
  readonly consent_seconds: number;
  readonly managed_scopes: readonly string[];
}

export const authentikDialectAt = (version: Version) => dialectAt<AuthentikDialect>('authentik', version);

/** The dialect of the version that is written for. */
export const dialectOf = ({ provider }: Connection): AuthentikDialect =>
  authentikDialectAt(provider.version.effective).value;
