/** What a deliverable is. A kind names the format, so that a program can pick the formats it understands. */
export const DELIVERABLE_KINDS = [
  'authelia-config',
  'authentik-blueprint',
  'guide',
  'memos-idp-json',
  'memos-api',
  'env',
  'compose',
  'kestra-config',
  'client-metadata',
  'app-config',
  'app-command',
  'app-request',
  'provider-config',
  'provider-command',
  'provider-request',
  'readme',
] as const;
export type DeliverableKind = (typeof DELIVERABLE_KINDS)[number];
