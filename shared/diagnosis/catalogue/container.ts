import { type Cause, docs, type Facts } from './cause.ts';
import { app, appDeliverable, capital, datum, firstDifference, known } from './setup.ts';

/** What the container probe shows of the app's settings: causes that only the environment itself shows. */

const how = (facts: Facts): string | undefined => datum(facts, 'how');

/** True for a value that arrived with its quotes, empty, or not at all. */
export const arrivedBroken = (facts: Facts): boolean =>
  ['quotes', 'empty', 'unset'].includes(how(facts) ?? '');

/** True for a digest, or for a value with a blank in it, where the clear secret belongs. */
export const arrivedAsOther = (facts: Facts): boolean => ['digest', 'blank'].includes(how(facts) ?? '');

/** True for a value with a dollar sign, which Compose reads. */
export const arrivedWithDollar = (facts: Facts): boolean => how(facts) === 'dollar';

const HOW: Readonly<Record<string, string>> = {
  scheme: 'http and https are interchanged',
  port: 'the port is another one',
  host: 'the host is another one',
  internal: 'it is an address inside the container network, which a browser can’t reach',
  path: 'the path is another one',
  case: 'capital and small letters differ',
  slash: 'one has a slash at its end',
  malformed: 'it is no whole address: https:// is missing, or there is a blank in it',
};

/** All variables that differ, each with what stands there and what belongs there. */
function differences({ findings }: Facts): string {
  return findings
    .map(({ data }) => {
      const text = (name: string) => (data[name] === undefined ? undefined : String(data[name]));
      const [sent, expected] = [text('sent'), text('expected')];
      if (data['how'] === 'length')
        return `${text('variable')} has ${text('sent_length')} characters, and the workspace’s value ${text('expected_length')}`;
      if (data['how'] === 'end')
        return `${text('variable')} has ${Number(text('sent_length')) - Number(text('expected_length'))} more at its end than ${expected}: a line break of Windows or a blank`;
      const difference =
        HOW[text('how') ?? ''] ??
        (sent === undefined || expected === undefined ? undefined : firstDifference(sent, expected));
      return `${text('variable')} is ${sent ?? 'another value'}${expected === undefined ? '' : `, and the workspace has ${expected}`}${difference === undefined ? '' : ` (${difference})`}`;
    })
    .join('; ');
}

const COMPOSE = docs(
  'Docker Compose: environment variables in a container',
  'https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/',
);

export const CONTAINER: readonly Cause[] = [
  {
    id: 'container-has-other-value',
    section: 'G',
    see: 'The container probe prints another value for one of the app’s settings than the workspace has.',
    sides: ['app'],
    explains: [{ codes: ['container-value-differs'], weight: 0.93 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: `${capital(app(facts))} has other settings in its container than the workspace`,
      cause: `Seen in the container: ${differences(facts)}. Either the file was changed and the container not made anew, or the value is set in a second place, which wins.`,
      fix: {
        text: `Write the workspace’s value, look for a second place that sets ${datum(facts, 'variable') ?? 'it'} (environment beside env_file), and make the container anew (docker compose up -d): a restart keeps the old environment. If what stands there is right, correct the workspace instead.`,
        ...known('setting', datum(facts, 'variable')),
        ...known('value', datum(facts, 'expected')),
        ...known('current', datum(facts, 'sent')),
        ...appDeliverable(facts),
      },
    }),
    seen: [COMPOSE],
  },
  {
    id: 'environment-not-loaded',
    section: 'G',
    see: 'The container probe finds none of the app’s variables in its container.',
    sides: ['app'],
    explains: [{ codes: ['container-environment-missing'], weight: 0.97 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: `None of the settings arrive in the container of ${app(facts)}`,
      cause: `Not one of ${datum(facts, 'variables') ?? 'the variables'} is set there, so the app doesn’t know of the provider. The env file is not named in the service, belongs to another service, or the container was not made anew since.`,
      fix: {
        text: `Name the exported file under env_file of the service of ${app(facts)} (or merge its environment block), and make the container anew with docker compose up -d: a restart alone keeps the old environment.`,
        ...appDeliverable(facts),
      },
    }),
    seen: [COMPOSE],
  },
];
