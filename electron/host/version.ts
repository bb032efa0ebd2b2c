import manifest from '../../package.json' with { type: 'json' };

/** The version of Latchkey, as in package.json. */
export const VERSION: string = manifest.version;

/** Where the project's sources and releases are, as in package.json. Undefined: not published yet. */
export const REPOSITORY: string | undefined = (manifest as { repository?: { url: string } }).repository?.url;
