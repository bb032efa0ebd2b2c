/** The complete block, for an Authelia without one. */
export const completePath = (provider: string): string => `${provider}/authelia-oidc.yml`;

/** The clients alone. */
export const clientsPath = (provider: string): string => `${provider}/authelia-clients.yml`;

/** The variable that names the files which Authelia loads, and the mode of the one that holds keys. Every screen names the same. */
export const FILES_VARIABLE = 'X_AUTHELIA_CONFIG';
export const FILE_MODE = '600';
