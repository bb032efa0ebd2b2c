/**
 * Names of the values that are stored in the keychain. A secret is identified by workspace, owner (an app id,
 * the key of a further client of an app, or a provider id) and purpose. The names are the same as the keys of `--secrets stdin`.
 */
export const APP_SECRET_PURPOSES = [
  'client_id',
  'client_secret',
  'client_secret_digest',
  /** A secret of the app alone, for which its profile asks, e.g. what it encrypts the cookies of the login with. */
  'app_secret',
  /** The secret before the last rotation, kept until the rotation is finished or undone. */
  'client_secret_previous',
  /** The client secret that stood at the provider before Latchkey applied its own, to be put back. */
  'client_secret_replaced',
  /** A token of the app's own API, kept if the person wants. */
  'api_token',
] as const;
export const PROVIDER_SECRET_PURPOSES = ['hmac_secret', 'jwks_key', 'api_token'] as const;
export type AppSecretPurpose = (typeof APP_SECRET_PURPOSES)[number];
export type ProviderSecretPurpose = (typeof PROVIDER_SECRET_PURPOSES)[number];
export type SecretPurpose = AppSecretPurpose | ProviderSecretPurpose;

/**
 * The characters that a generated secret may contain. RFC 6749 §2.3.1 requires that the client id and the
 * secret are form-encoded before they are joined to Basic credentials; many clients and servers omit this
 * step, each independently of the other.
 */
export const SECRET_CHARSETS = {
  alphanumeric: {
    characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
    title: 'Letters and digits',
    note: 'Works everywhere: no product encodes, quotes or substitutes these characters.',
  },
  rfc3986: {
    characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~',
    title: 'Letters, digits and - . _ ~',
    note:
      'The set Authelia’s own documentation uses. A client that form-encodes Basic credentials sends ~ as %7E, ' +
      'which a provider that does not decode them refuses with invalid_client. Nothing is gained: length makes a secret strong.',
  },
} as const;
export type SecretCharset = keyof typeof SECRET_CHARSETS;

export interface SecretName {
  /** The workspace's `id`. */
  readonly workspace: string;
  /** An app id, the key of a further client such as `argo_cli`, or a provider id. */
  readonly owner: string;
  readonly purpose: SecretPurpose;
}

/** What the renderers need for one client. `client_secret` is absent for a public client. */
export interface ClientSecrets {
  readonly client_id: string;
  readonly client_secret?: string;
  /** `$pbkdf2-sha512$…`, stored so that rendering twice gives the same bytes. */
  readonly client_secret_digest?: string;
  /** Only of an app whose profile asks for one. */
  readonly app_secret?: string;
}

/** What the renderers need for one provider (when Authelia is set up from the beginning). */
export interface ProviderSecrets {
  readonly hmac_secret?: string;
  /** PKCS#8 PEM of the RSA signing key, newline-terminated. */
  readonly jwks_key?: string;
}

/** All secrets for one rendering. Exists only during one call, never in a page. */
export interface SecretBag {
  /** By app id, those of further clients by their keys. */
  readonly clients: Readonly<Record<string, ClientSecrets>>;
  readonly providers: Readonly<Record<string, ProviderSecrets>>;
}
