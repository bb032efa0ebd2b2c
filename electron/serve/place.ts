import { randomBytes, randomInt } from 'node:crypto';

/** Where this start of the browser host is found. */
export interface Place {
  /** The host of the printed address. */
  readonly host: string;
  /** The addresses to listen on, all of them only reachable from this machine. */
  readonly addresses: readonly string[];
  /** The folder that the pages are in, as a path that begins and ends with `/`. */
  readonly folder: string;
}

/**
 * Makes up a host that no program on this machine had before, and a path that nobody can foresee. A browser
 * keeps service workers and cached files per host and port. With a fixed host, a program that had the same
 * port earlier could have left some, and they would act in our pages.
 *
 * Chromium and Firefox resolve every `*.localhost` to this machine themselves, to either address, so both
 * must be ours. Other browsers ask the system, which may not know the name, or may ask a name server on the
 * network: `numeric` avoids the name. Linux and Windows have all of 127.0.0.0/8, so an address can be random
 * as well. Elsewhere there is only 127.0.0.1, without that protection.
 */
export function newPlace(numeric: boolean, platform: NodeJS.Platform = process.platform): Place {
  const folder = `/${randomBytes(16).toString('hex')}/`;
  if (!numeric) {
    const host = `latchkey-${randomBytes(10).toString('hex')}.localhost`;
    return { host, addresses: ['127.0.0.1', '::1'], folder };
  }
  const wide = platform === 'linux' || platform === 'win32';
  const address = wide ? `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}` : '127.0.0.1';
  return { host: address, addresses: [address], folder };
}
