import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Decides who may use the browser host: everyone who opened a one-time link, which is printed where the
 * program was started. The link's token is exchanged for a cookie. Both are 256 random bits, and only their
 * digests are kept.
 */
export interface Access {
  /** Makes a new one-time token. */
  newToken(): string;
  /** Exchanges a token for the cookie's value. Returns undefined if the token is unknown or already used. */
  redeem(token: string): string | undefined;
  /** True if this `Cookie` header contains one of our sessions. */
  admits(cookieHeader: string | undefined): boolean;
  /** The `Set-Cookie` header for a session. */
  cookie(session: string): string;
}

/** @param port part of the cookie's name, because all ports share cookies and several hosts may run */
export function createAccess(port: number): Access {
  const name = `latchkey-${port}`;
  const tokens: Buffer[] = [];
  const sessions: Buffer[] = [];
  return {
    newToken() {
      const token = randomBytes(32).toString('base64url');
      tokens.push(digest(token));
      return token;
    },
    redeem(token) {
      const found = indexOfDigest(tokens, token);
      if (found === -1) return undefined;
      tokens.splice(found, 1);
      const session = randomBytes(32).toString('base64url');
      sessions.push(digest(session));
      return session;
    },
    admits(header) {
      // If the name occurs twice, another port or page set one of the cookies. Each of them may be ours.
      return cookieValues(header, name).some((value) => indexOfDigest(sessions, value) !== -1);
    },
    cookie: (session) => `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function indexOfDigest(known: readonly Buffer[], text: string): number {
  const wanted = digest(text);
  return known.findIndex((one) => timingSafeEqual(one, wanted));
}

function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .slice(0, 8)
    .map((pair) => pair.slice(name.length + 1));
}
