/** The forms in which a program may repeat a secret that it was given. */
export const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  'as they are': (secret) => secret,
  'in upper case': (secret) => secret.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  'escaped for HTML': (secret) =>
    secret.replace(
      /[&<>"']/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!,
    ),
  'escaped for HTML by decimal numbers': (secret) =>
    [...secret].map((sign) => `&#${sign.codePointAt(0)};`).join(''),
  'escaped for HTML by hex numbers': (secret) =>
    [...secret].map((sign) => `&#x${sign.codePointAt(0)!.toString(16)};`).join(''),
  'in hex': (secret) => Buffer.from(secret).toString('hex'),
  'in hex, upper case': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'in base64 behind a client id': (secret) => Buffer.from(`:${secret}`).toString('base64'),
  'in base64 in the middle of JSON': (secret) => Buffer.from(`{"${secret}"}`).toString('base64'),
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'percent-encoded as a form': (secret) => new URLSearchParams({ '': secret }).toString().slice(1),
  'percent-encoded, every byte': (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'base64 and percent-encoded': (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
  'escaped for JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'escaped for JSON twice': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'escaped for JSON, every character': (secret) =>
    Array.from(
      { length: secret.length },
      (_, at) => `\\u${secret.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  'split by blanks': (secret) => [...secret].join(' '),
  'split into lines': (secret) => secret.replace(/.{5}/gsu, '$&\r\n'),
  'split by invisible characters': (secret) => [...secret].join('\u200b'),
};

/** The secret without the character at a place. */
export const ONE_SHORT = (secret: string, at: number): string =>
  [...secret].filter((_, place) => place !== at).join('');
