import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** What one or more codes mean: the finding, the codes, what the cause tells in addition, and how surely. */
type Row = readonly [
  finding: Message['finding'],
  codes: readonly number[],
  data?: Message['data'],
  weight?: number,
];

/**
 * The numbers that begin each of its errors (learn.microsoft.com/entra/identity-platform/reference-error-codes, as of
 * April 2024): of those in its reference, these are about a login by the
 * code flow. Those marked are in no list of its, and were seen in public answers.
 */
const CODES: readonly Row[] = [
  // 500113 and 500112 are not listed.
  ['redirect-uri-not-registered', [50011, 500112, 500113, 70004, 900971]],
  ['client-unknown', [700016, 700011, 70001]],
  [{ cause: 'client-disabled' }, [7000112, 1000031]],
  [{ cause: 'secret-wrong-or-swapped' }, [7000215, 70002]],
  [{ cause: 'secret-wrong-or-swapped' }, [7000222], { reason: 'expired' }],
  [{ cause: 'secret-not-sent' }, [7000218]],
  // An expected field of the credential is not there.
  [{ cause: 'secret-not-sent' }, [90014], undefined, 0.78],
  [{ cause: 'public-versus-confidential' }, [700025]],
  // None of the three is listed.
  [{ cause: 'public-versus-confidential' }, [9002326], { platform: 'spa' }],
  [{ cause: 'public-versus-confidential' }, [9002325, 9002327], { platform: 'web' }],
  ['response-type-refused', [700054], { asked: 'id_token' }],
  ['response-type-refused', [70005]],
  ['scope-refused', [70011, 28002, 28003, 650057, 700022, 700023]],
  // A request for a token of the app itself, which has no person.
  ['scope-refused', [1002012], undefined, 0.9],
  ['scope-refused', [500011, 65005, 90009], undefined, 0.9],
  [{ cause: 'denied-by-policy' }, [65001, 65004, 650051, 650056, 90008, 90094, 90095], { reason: 'consent' }],
  [{ cause: 'denied-by-policy' }, [50105], { reason: 'assignment' }],
  [
    { cause: 'denied-by-policy' },
    [16000, 16003, 50014, 50020, 50034, 51004, 90072, 500208],
    { reason: 'directory' },
  ],
  [
    { cause: 'denied-by-policy' },
    [50005, 50131, 53000, 53001, 53002, 53003, 53011, 530032, 530035, 500212, 500213],
    { reason: 'condition' },
  ],
  [{ cause: 'denied-by-policy' }, [50057], undefined, 0.9],
  // 900023 is not listed.
  [{ cause: 'discovery-path-wrong' }, [90002, 900023, 50059, 50128, 90019], { tenant: 'unknown' }],
  [{ cause: 'discovery-path-wrong' }, [50194, 90124, 90130, 9001023, 9002332, 700005], { tenant: 'shared' }],
  [{ cause: 'code-refused' }, [54005, 70008], { error: 'invalid_grant' }],
  [{ cause: 'code-refused' }, [501481], { error_description: 'The code verifier does not fit.' }],
  ['pkce-required', [50147, 501491]],
  [{ cause: 'authorization-refused' }, [9002313, 90023, 90100], { error: 'invalid_request' }, 0.7],
  // A parameter that is not there: which request lacked it is told around the number.
  [
    {
      token: { cause: 'token-request-malformed' },
      callback: { cause: 'token-request-malformed' },
      authorization: { cause: 'authorization-refused' },
      unknown: { cause: 'authorization-refused' },
    },
    [900144],
    { error: 'invalid_request' },
    0.7,
  ],
  // A browser that was sent to the endpoint for tokens.
  [{ cause: 'app-endpoint-wrong' }, [90056, 900561], { is: 'token' }, 0.8],
  [
    { cause: 'interaction-required' },
    [50058, 50072, 50074, 50076, 50078, 50079, 700020],
    { error: 'interaction_required' },
    0.85,
  ],
  [{ cause: 'loop-after-callback' }, [50196]],
  [{ cause: 'password-refused' }, [50126, 50055, 50056]],
  [{ cause: 'login-banned' }, [50053]],
  [{ cause: 'rate-limited' }, [90055]],
  [{ cause: 'provider-failing' }, [90006, 90012, 90024, 90033], undefined, 0.85],
];

const BY_CODE = saidBy(
  { by: 'Microsoft Entra ID' },
  CODES.flatMap(([finding, codes, data, weight]) =>
    codes.map(
      (code): Message => ({
        says: `AADSTS${code}{end}`,
        finding,
        data: { ...data, code: `AADSTS${code}` },
        ...(weight === undefined ? {} : { weight }),
        example: `AADSTS${code}: what is wrong. Trace ID: 0 Correlation ID: 0`,
      }),
    ),
  ),
);

const BY_WORDS = saidBy({ by: 'Microsoft Entra ID' }, [
  {
    says: "Application with identifier '{client_id}' was not found in",
    finding: 'client-unknown',
    example:
      "AADSTS700016: Application with identifier '00000000-0000-0000-0000-000000000000' was not found in the directory 'example'.",
  },
  {
    says: "The provided value for the input parameter 'redirect_uri' is not valid",
    finding: 'redirect-uri-not-registered',
    example:
      "invalid_request: The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a URI which matches a redirect URI registered for this client application.",
  },
  {
    says: "The redirect URI '{redirect_uri:url}' specified in the request does not match the redirect URIs configured",
    finding: 'redirect',
    example:
      "AADSTS50011: The redirect URI 'https://notes.example.com/callback' specified in the request does not match the redirect URIs configured for the application 'a'.",
  },
  {
    says: "asked for scope '{scope:word}' that doesn't exist",
    finding: 'scope-refused',
    data: { unknown: 'true' },
    example:
      "AADSTS650053: The application 'notes' asked for scope 'groups' that doesn't exist on the resource",
  },
]);

/** What Microsoft's provider says, by the numbers of its errors and in its words. */
export const ENTRA: readonly Recogniser[] = [...BY_WORDS, ...BY_CODE];
