import { canParseUrl } from '../../shared/can-parse-url.ts';

/** The host and port of an address, for a label; the text itself if it isn't a URL. */
export const hostOf = (address: string): string =>
  canParseUrl(address) ? new URL(address).host || address : address;
