import { z } from 'zod';
import type { Description } from '../profile/describe.ts';
import { DECLARE_WAYS } from '../workspace/declare-ways.ts';
import type { AppEntry, AppSettings, ProviderEntry, Workspace } from '../workspace/types.ts';
import { ACCESS_TOKEN_ALGS, TOKEN_ENDPOINT_AUTH_METHODS } from '../workspace/types.ts';
import { entryId, handle, problem, text } from './common.ts';
import { appKindView, providerKindView } from './connection.ts';

const line = text(2048);
const lines = z.array(line).max(50);

/**
 * The shape of entries that a page sends. Only shape and size are checked here; the workspace's own rules
 * check the meaning of the values and return `problems` to show beside the fields.
 */
export const providerEntry: z.ZodType<ProviderEntry, ProviderEntry> = z.strictObject({
  kind: z.string(),
  url: line,
  version: text(40).exactOptional(),
  setup: z.enum(['new', 'existing']).exactOptional(),
  declare: z.enum(DECLARE_WAYS).exactOptional(),
  ca_file: line.exactOptional(),
  metadata: z
    .strictObject({
      authorization_endpoint: line.exactOptional(),
      token_endpoint: line.exactOptional(),
      userinfo_endpoint: line.exactOptional(),
      jwks_uri: line.exactOptional(),
    })
    .exactOptional(),
});

/** The keys and values are checked with the workspace, which knows the kind. */
const appSettings: z.ZodType<AppSettings, AppSettings> = z.record(
  text(40),
  z.union([line, z.boolean(), lines]),
);

export const appEntry: z.ZodType<AppEntry, AppEntry> = z.strictObject({
  kind: text(40),
  url: line,
  provider: text(40),
  version: text(40).exactOptional(),
  edition: text(40).exactOptional(),
  client_id: line.exactOptional(),
  client_name: line.exactOptional(),
  redirect_uris: lines.exactOptional(),
  scopes: lines.exactOptional(),
  token_endpoint_auth_method: z.enum(TOKEN_ENDPOINT_AUTH_METHODS).exactOptional(),
  access_token_signed_response_alg: z.enum(ACCESS_TOKEN_ALGS).exactOptional(),
  require_pkce: z.boolean().exactOptional(),
  slug: line.exactOptional(),
  policy: line.exactOptional(),
  groups: lines.exactOptional(),
  consent: text(40).exactOptional(),
  trusts_ca: z.boolean().exactOptional(),
  test_redirect_uri: line.exactOptional(),
  settings: appSettings.exactOptional(),
});

export const workspace: z.ZodType<Workspace, Workspace> = z.object({
  latchkey: z.literal(1),
  id: z.string(),
  name: z.string().exactOptional(),
  profiles: z.array(z.string()).readonly().exactOptional(),
  providers: z.record(z.string(), providerEntry),
  apps: z.record(z.string(), appEntry),
});

export const workspaceView = z.object({
  handle,
  /**
   * Changes with the content of the file. Sent back with a change, so that no unseen content is overwritten.
   */
  revision: z.string(),
  workspace,
  /** The kinds of app that its own profiles describe. */
  own_apps: z.array(appKindView),
  /** The same for kinds of provider. */
  own_providers: z.array(providerKindView),
  /** The file, or null while only the host keeps the workspace (nothing is lost in that time). */
  path: z.string().nullable(),
  /** The name of the workspace, or of the file if it has none. */
  name: z.string(),
  /** True for the sample workspace of the practice provider. */
  practice: z.boolean(),
  problems: z.array(problem),
  /**
   * Another file that has the same id and had it first. Both share client ids and secrets, so changing or
   * removing them is refused here.
   */
  copy_of: z.string().exactOptional(),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

/** What a person says of an app that no profile describes. */
export const description: z.ZodType<Description, Description> = z.strictObject({
  name: text(40),
  version: text(40),
  callbacks: text(4096),
  method: z.enum(['client_secret_basic', 'client_secret_post', 'none', 'unknown']),
  pkce: z.enum(['S256', 'none', 'unknown']),
  scopes: text(1024),
  way: z.enum(['env', 'screen']),
  place: text(300),
  settings: text(4096),
});

/** One change. It is small, so that it can be repeated on top of a change that somebody else made. */
export const change = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('put-provider'), id: entryId, entry: providerEntry }),
  z.strictObject({ op: z.literal('put-app'), id: entryId, entry: appEntry }),
  z.strictObject({ op: z.literal('set-name'), name: text(120) }),
]);
export type Change = z.infer<typeof change>;

export const workspaceEvent = z.discriminatedUnion('type', [
  /** The content has changed: another program or another window wrote it. */
  z.object({ type: z.literal('changed'), by: z.enum(['file', 'window']), view: workspaceView }),
  /** The file can no longer be read in its current form; the last valid content stays in use. */
  z.object({ type: z.literal('unreadable'), problems: z.array(problem) }),
  /** The file was moved or removed; the content is kept. */
  z.object({ type: z.literal('gone') }),
  z.object({ type: z.literal('closed') }),
]);
export type WorkspaceEvent = z.infer<typeof workspaceEvent>;
