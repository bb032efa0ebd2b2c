import type { ProviderEntry } from '../../workspace/types.ts';
import type { Place } from '../doctor/tree.ts';

/** Where something stands in a file that was brought. */
export interface FoundAt {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Where a node of a file stands. */
export const foundAt = ({ file, start }: Place): FoundAt => ({
  file: file.name,
  line: file.source.position(start).line,
});

/** A line that was read and that a workspace can't say. */
export interface Leftover extends FoundAt {
  /** The key, as the file names it. Never a value that may be secret. */
  readonly what: string;
  /** Why it is not taken over, as a sentence. */
  readonly why: string;
}

/** A secret of a file. Its value never goes into a message. */
export interface FoundSecret extends FoundAt {
  readonly form: 'clear' | 'digest';
  readonly value: string;
}

/** A client as the provider's file states it, in the names of RFC 7591. */
export interface FoundClient extends FoundAt {
  readonly client_id: string;
  readonly client_name?: string;
  /** The app's own address, where the provider is told it. */
  readonly client_uri?: string;
  readonly redirect_uris: readonly string[];
  readonly scopes?: readonly string[];
  readonly token_endpoint_auth_method?: string;
  readonly require_pkce?: boolean;
  readonly access_token_signed_response_alg?: string;
  /** One of the provider's policies, or the groups that may sign in. */
  readonly policy?: string;
  readonly groups?: readonly string[];
  /** As a workspace writes it: `always`, `never` or a span such as `4w`. */
  readonly consent?: string;
  /** The slug of the application (authentik). */
  readonly slug?: string;
  readonly secret?: FoundSecret;
  readonly leftovers: readonly Leftover[];
}

/** A provider as its file states it. */
export interface FoundProvider extends FoundAt {
  readonly entry: Omit<ProviderEntry, 'url'> & { readonly url?: string };
  readonly clients: readonly FoundClient[];
  /** Keys of the provider itself, for the keychain. */
  readonly secrets: readonly (FoundSecret & { readonly purpose: 'hmac_secret' | 'jwks_key' })[];
  readonly leftovers: readonly Leftover[];
}
