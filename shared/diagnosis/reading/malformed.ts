import { redactText, redactUrl } from '../redact.ts';
import type { EvidenceValue } from '../types.ts';

/** An address in a pasted text that is written wrong, with what is right in it. */
export interface Malformed {
  /** Id of a cause in the catalogue. */
  readonly id: string;
  readonly weight: number;
  readonly matched: string;
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

/** What is wrong with an address, as the cause tells it. */
type How = 'quotes' | 'blank' | 'twice' | 'scheme';

const REST = '[^\\s"\'<>\\x60\\\\%]{1,300}';
const FOLLOWS = '(?=/\\.well-known|/application/o/|/realms/)';

/**
 * Each form, with the address in its first group. `told`: the form alone may be how a text quotes an address, so a
 * program has to say beside it that it is none.
 */
const FORMS: readonly { readonly how: How; readonly form: RegExp; readonly told?: true }[] = [
  { how: 'twice', form: new RegExp(`\\bhttps?:?//(https?(?::|%3A)?//${REST})`, 'gi') },
  { how: 'quotes', form: new RegExp(`(?:%22|%27)(https?://${REST})`, 'gi') },
  { how: 'quotes', form: new RegExp(`(https?://${REST})(?:%22|%27|\\\\{0,3}["'])${FOLLOWS}`, 'gi') },
  { how: 'quotes', form: new RegExp(`["']\\\\{0,3}["'](https?://${REST})\\\\{0,3}["']`, 'gi'), told: true },
  { how: 'blank', form: new RegExp(`(?:^|["'(\\s/])%20(https?://${REST})`, 'gim') },
  { how: 'blank', form: new RegExp(`(https?://${REST})(?:%20|%0A|%0D)${FOLLOWS}`, 'gi') },
  { how: 'blank', form: new RegExp(`(https?://${REST}) ${FOLLOWS}`, 'gi'), told: true },
  { how: 'blank', form: new RegExp(`(https?://${REST})(?:%20|%0A|%0D)(?=["'\\s/])`, 'gi') },
  { how: 'blank', form: new RegExp(`["'(:]\\\\?["']?(?: |\\\\n){1,3}(https?://${REST})`, 'gi'), told: true },
  {
    how: 'blank',
    form: new RegExp(`["'(](https?://${REST})(?: |\\\\[nrt]){1,3}(?=["')\\\\/])`, 'gi'),
    told: true,
  },
  { how: 'scheme', form: /\b(https?\/\/[a-z\d-]{1,60}\.[a-z\d.-]{2,120}[^\s"'<>\x60\\]{0,200})/gi },
  {
    how: 'scheme',
    form: /["'\s=](https?:\/(?!\/)[a-z\d-]{1,60}\.[a-z\d.-]{2,120}[^\s"'<>\x60\\]{0,200})/gi,
    told: true,
  },
];

/** What a program says of an address that it can't take apart. */
const BLAMED =
  /\b(?:bad|invalid|malformed|illegal|incorrect|unsupported|unknown|missing|unparsable) (?:ur[il]|url|uri|protocol|scheme|character|control character)|\bnot (?:a )?valid (?:ur[il])|(?<!redirect(?:ion)?[ _-]|callback[ _-])ur[il] (?:is )?(?:bad|invalid|malformed|not valid|rejected|was incorrect)|cannot contain colon|no protocol|(?:in)?valid_?ur[il]|parse (?:the )?ur[il]|unknown url type|connection adapters|url can't contain|not absolute|without a base/i;
/** What a login's address has around it; a redirect URI is the app's own. */
const OF_LOGIN =
  /issuer|discover|well-known|open-?id|oidc|oauth|authority|\bsso\b|realms\/|application\/o\/|provider/i;
const OF_APP = /(?:redirect|callback|logout|return)[\w-]{0,12}["']?[ \t]{0,3}[=:][^\n]{0,8}$/i;
/** Where a browser is led is no address of the provider, but what the app made of its own. */
const LED =
  /\b(?:redirect(?:s|ed)?|returns?|returned|sends?|sent|leads?|led|lands?|landed|brought|brings|goes|taken|takes|ends up)\b[^\n.]{0,60}\b(?:to|at|on)[ \t"'\x60(<]{0,4}$/i;
const NEAR = 200;
const MOST = 200;

/**
 * Finds addresses of a provider that are written wrong: with quotes or blanks as a part of them, with a scheme that is
 * misspelt or stands there twice, or with the discovery suffix twice.
 */
export function judgeMalformed(text: string): readonly Malformed[] {
  const twice = TWO_SUFFIXES.exec(text);
  if (twice)
    return [
      {
        id: 'discovery-path-wrong',
        weight: 0.95,
        matched: redactUrl(twice[0]),
        data: { url: redactUrl(twice[0]), twice: redactUrl(twice[1]!) },
      },
    ];
  for (const { how, form, told } of FORMS) {
    let count = 0;
    for (const match of text.matchAll(form)) {
      if (++count > MOST) break;
      const end = match.index + match[0].length;
      const before = text.slice(Math.max(0, match.index - NEAR), match.index);
      const around = `${before}${match[0]}${text.slice(end, end + NEAR)}`;
      if (how === 'twice' && LED.test(before))
        return [
          {
            id: 'loop-after-callback',
            weight: 0.8,
            matched: redactUrl(match[0]),
            data: { url: redactUrl(match[0]) },
          },
        ];
      if (OF_APP.test(before) || !(told ? BLAMED : OF_LOGIN).test(around)) continue;
      const shown = redactText(match[0].replace(/^["'(:]\\?["']?(?=\s)/, ''));
      const wanted = wantedOf(match[1]!);
      return [
        {
          id: 'issuer-not-well-formed',
          weight: 0.95,
          matched: shown.trim(),
          data: { actual: shown, wanted: redactUrl(wanted), how },
        },
      ];
    }
  }
  return [];
}

/** The discovery suffix after itself, as where the whole address was given for the issuer. */
const TWO_SUFFIXES =
  /(https?:\/\/[^\s"'<>\x60]{1,300}?)\/{1,2}\.well-known\/openid-configuration[^\s"'<>\x60]{0,4}\/{1,2}\.well-known\/openid-configuration/i;

/** The address without what is wrong in it, and without the suffix that an app appends itself. */
const wantedOf = (address: string): string =>
  address
    .replace(/^(https?)(?::|%3A)?\/{1,2}/i, '$1://')
    .replace(/\/\.well-known\/.*$/i, '')
    .replace(/[.,;:)\]}]{1,4}$/, '');
