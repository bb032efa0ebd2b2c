import type { AddressFinding } from '../pasted-address.ts';
import { redactText } from '../redact.ts';

/** What programs say of a server that is not there. */
const NOT_THERE = /service unavailable|\b503\b|fetch failed/i;
/** The addresses that the app itself asks: a browser opens the other ones. */
const ASKED =
  /(?<![\w.-])[A-Z][A-Z0-9_]{0,60}(?:TOKEN|ACCESS|ISSUER|DISCOVERY|AUTHORITY|KNOWN|USERINFO|PROFILE)_(?:URL|URI|ENDPOINT)["']?[ \t]{0,4}[=:][ \t]{0,4}["']?https?:\/\/(localhost|127\.0\.0\.1)(?![\w.-])/;

/**
 * Judges the settings of a text by which an app asks its provider: in a container, localhost is the container itself. Says
 * something only where the text says that nobody answered.
 */
export function judgeOwnMachine(text: string): readonly AddressFinding[] {
  const match = NOT_THERE.test(text) ? ASKED.exec(text) : null;
  if (match === null) return [];
  return [
    {
      id: 'container-cannot-reach-idp',
      weight: 0.66,
      matched: redactText(match[0]).slice(0, 120),
      data: { host: match[1]! },
    },
  ];
}
