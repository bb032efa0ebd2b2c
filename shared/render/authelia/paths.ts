/** The complete block, for an Authelia without one. */
export const completePath = (provider: string): string => `${provider}/authelia-oidc.yml`;

/** The clients alone. */
export const clientsPath = (provider: string): string => `${provider}/authelia-clients.yml`;
