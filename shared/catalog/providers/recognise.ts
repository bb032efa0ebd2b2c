import { canParseUrl } from '../../can-parse-url.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../profile/built-in.ts';
import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { ProviderKind } from '../../workspace/types.ts';

/** What a discovery document shows of the product that wrote it. */
export interface Recognised {
  readonly kind: ProviderKind;
  readonly name: string;
  /** `sure`: no other product has such addresses. */
  readonly certainty: 'sure' | 'likely';
  /** A version, or a range in words, if the document reveals it. */
  readonly version?: string;
  /** The address in a workspace of a provider with this issuer. */
  readonly address?: string;
}

type Document = Readonly<Record<string, unknown>>;

/** Recognises the product by what its profile says of its documents; one that is sure goes before a likely one. */
export function recognise(document: Document): Recognised | undefined {
  const found = PROVIDER_PROFILE_KINDS.flatMap((kind) => {
    const profile = builtInProvider(kind)!;
    return profile.signs !== undefined && wroteIt(profile, document)
      ? [{ profile, signs: profile.signs }]
      : [];
  });
  const [one, ...others] = found.sort((a, b) => rank(a.signs) - rank(b.signs));
  // Two that are equally likely say nothing.
  if (one === undefined || others.some(({ signs }) => rank(signs) === rank(one.signs))) return undefined;
  const version = one.signs.versions?.find(
    ({ has }) => has === undefined || Object.hasOwn(document, has),
  )?.version;
  const address = addressOf(one.profile, document['issuer']);
  return {
    kind: one.profile.kind,
    name: one.profile.name,
    certainty: one.signs.certainty,
    ...(version === undefined ? {} : { version }),
    ...(address === undefined ? {} : { address }),
  };
}

/** True if a document of this kind would be recognised. Of another kind one that isn't says nothing. */
export const isRecognisable = (kind: ProviderKind): boolean => builtInProvider(kind)?.signs !== undefined;

/** The kinds that show a page of their own where they have no document, and what that page is like. */
export const pageSigns = () =>
  PROVIDER_PROFILE_KINDS.flatMap((kind) => {
    const { name, signs } = builtInProvider(kind)!;
    return signs?.page === undefined ? [] : [{ kind, name, page: signs.page }];
  });

const rank = ({ certainty }: NonNullable<ProviderProfile['signs']>): number => (certainty === 'sure' ? 0 : 1);

/** True if every endpoint that the document names ends as the profile says, and it has and lacks what it should. */
function wroteIt({ issuer, endpoints, signs }: ProviderProfile, document: Document): boolean {
  if (typeof document['authorization_endpoint'] !== 'string') return false;
  return (
    (signs?.has ?? []).every((name) => Object.hasOwn(document, name)) &&
    !(signs?.lacks ?? []).some((name) => Object.hasOwn(document, name)) &&
    Object.entries(endpoints).every(([name, template]) => {
      const url = document[name];
      if (typeof url !== 'string') return url === undefined;
      // Hosts may differ, as of an address that only containers reach.
      return canParseUrl(url) && new URL(url).pathname.endsWith(tailOf(template.replace('{issuer}', issuer)));
    })
  );
}

/** What a template ends with, behind its last variable. */
const tailOf = (template: string): string => template.slice(template.lastIndexOf('}') + 1);

/** The address that the issuer was made from. Undefined if it isn't of the profile's form. */
function addressOf({ issuer, url }: ProviderProfile, written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined;
  const form = issuer
    .split(/(\{[^{}]*\})/)
    .map((part) =>
      part === '{provider.url}'
        ? '(.+?)'
        : part === '{provider.origin}'
          ? '(https?://[^/]+)'
          : part.startsWith('{')
            ? '[^/]+'
            : part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'),
    );
  const address = new RegExp(`^${form.join('')}/?$`).exec(written)?.[1];
  return address !== undefined &&
    (url.pattern === undefined || new RegExp(`^(?:${url.pattern})$`).test(address))
    ? address
    : undefined;
}
