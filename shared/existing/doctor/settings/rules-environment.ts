import type { Source } from '../../../catalog/fact.ts';
import { isSecretKey } from '../../../workspace/secret-looks.ts';
import { secretForm } from '../authelia/digest.ts';
import { onLine, withoutLine, withValue } from '../mend.ts';
import type { Hit, Mend, Rule } from '../rule.ts';
import { isReference, type OddLine, type Variable } from './env-text.ts';
import type { Environment } from './environment.ts';

const COMPOSE: Source = {
  title: 'Compose specification: interpolation and env_file',
  ref: 'https://docs.docker.com/reference/compose-file/interpolation/',
  certainty: 'docs',
};
const READER: Source = {
  title: 'Docker Compose: reader of env files',
  ref: 'compose-spec/compose-go dotenv/parser.go@2.16',
  certainty: 'code',
};
const QUOTES: Source = {
  title: 'RomM: quotes that became part of a value',
  ref: 'rommapp/romm#2732',
  certainty: 'issue',
};
const NAMES: Source = {
  title: 'RomM: a colon in the name of a variable',
  ref: 'rommapp/romm#1502',
  certainty: 'issue',
};
const YAML_IN_ENV: Source = {
  title: 'Paperless-ngx: an env file with a part of a Compose file in it',
  ref: 'paperless-ngx/paperless-ngx#7484',
  certainty: 'issue',
};
const DIGEST: Source = {
  title: 'An app that was given the digest',
  ref: '9p4/jellyfin-plugin-sso#182',
  certainty: 'issue',
};
const DOLLAR: Source = {
  title: 'Compose took a $ in a value for a variable',
  ref: 'getsentry/self-hosted#23',
  certainty: 'issue',
};

const oddLines = (how: OddLine['how'], once = false) =>
  function* ({ odd }: Environment): Generator<Hit> {
    for (const line of odd.filter((one) => one.how === how).slice(0, once ? 1 : 20))
      yield { at: line.at, with: { name: line.name ?? '' } };
  };

const variablesThat = (
  wrong: (variable: Variable, environment: Environment) => boolean,
  mend: (variable: Variable, environment: Environment) => Mend = () => ({}),
) =>
  function* (environment: Environment): Generator<Hit> {
    for (const variable of environment.variables)
      if (wrong(variable, environment))
        yield { at: variable.at, with: { name: variable.name }, ...mend(variable, environment) };
  };

/** True for names whose value is a part of the login. */
export const isOfLogin = (name: string): boolean =>
  /(?:OIDC|OAUTH|OPENID|SSO|CLIENT_ID|CLIENT_SECRET|ISSUER|REDIRECT|CALLBACK)/i.test(name);

/** A `$` that begins no variable as people name them, so that Compose takes it for one all the same. */
function takenForVariable(text: string): boolean {
  let rest = text.replaceAll('$$', '');
  // A default may hold another variable: those inside first.
  for (let depth = 0; depth < 6 && rest.includes('${'); depth++)
    rest = rest.replace(/\$\{[A-Z_][A-Z0-9_]*(?::?[-?+][^{}$]*)?\}/g, '');
  return rest.replace(/\$[A-Z_][A-Z0-9_]+(?![a-z0-9])/g, '').includes('$');
}

/** Every `$` twice, as Compose wants it; pairs that are there stay. */
const withDoubled = (raw: string): string => raw.replace(/\$\$?/g, () => '$$');

/** A value without quotes, or in double ones that hide nothing, in single ones. */
const inSingleQuotes = (raw: string): string => {
  const inner = /^"([^"'\\]*)"$/.exec(raw)?.[1] ?? (/^[^"'\\\s#]+$/.test(raw) ? raw : undefined);
  return inner === undefined ? raw : `'${inner}'`;
};

/** A digest under the name of a secret is told as such. */
const isDigestHere = (name: string, value: string): boolean =>
  /SECRET/i.test(name) &&
  /^\$[a-z0-9-]+\$/.test(value) &&
  ['digest', 'short', 'malformed'].includes(secretForm(value));

/** Rules about env files and the environment in Compose files, whatever the app. */
export const ENVIRONMENT: readonly Rule<Environment>[] = [
  {
    id: 'env-yaml-inside',
    severity: 'error',
    says: 'Here begins YAML in an env file: {name} stands before a colon. The line and what is below it are no variables.',
    fix: 'Write NAME=value, one a line, without indentation; or put the block into the Compose file.',
    source: YAML_IN_ENV,
    find: oddLines('yaml', true),
  },
  {
    id: 'env-dash',
    severity: 'error',
    says: 'The line begins with a dash, as in the list of a Compose file. In an env file {name} isn’t set by it.',
    fix: 'Take the dash out.',
    source: READER,
    mends: 'if NAME=value follows',
    *find(environment) {
      for (const hit of oddLines('dash', true)(environment)) {
        const line = hit.at.file.source.text.slice(hit.at.start, hit.at.start + 2_000);
        const [, dash, name] = /^(-[ \t]+)([A-Za-z_]\w*)=/.exec(line) ?? [];
        yield { ...hit, ...(dash === undefined ? {} : onLine(hit.at, `${dash}${name}=`, `${name}=`)) };
      }
    },
  },
  {
    id: 'env-name',
    severity: 'error',
    says: '{name} is no name of a variable: it has a character that names don’t have. No program reads it.',
    fix: 'Use letters, digits and underscores only.',
    source: NAMES,
    *find(environment) {
      yield* oddLines('name')(environment);
      yield* variablesThat(({ name }) => !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name))(environment);
    },
  },
  {
    id: 'env-line',
    severity: 'warning',
    says: 'The line is no variable and no comment.',
    fix: 'Write NAME=value, or put # in front of it.',
    source: READER,
    *find(environment) {
      // What follows YAML or a quote that isn't closed is told there.
      if (environment.odd.some(({ how }) => how === 'yaml' || how === 'unclosed')) return;
      yield* oddLines('other', true)(environment);
    },
  },
  {
    id: 'env-quote-open',
    severity: 'error',
    says: 'The quote in front of the value of {name} is never closed, so it takes in the lines after it.',
    fix: 'Close it at the end of the value.',
    source: READER,
    find: oddLines('unclosed'),
  },
  {
    id: 'env-blanks-at-equals',
    severity: 'warning',
    says: 'There are blanks around the equals sign of {name}. Compose passes over them; a shell and “docker run --env-file” don’t.',
    fix: 'Write {name}=value without blanks.',
    source: READER,
    mends: 'always',
    *find(environment) {
      for (const hit of oddLines('spaced')(environment)) {
        const name = String(hit.with?.['name'] ?? '');
        const line = hit.at.file.source.text.slice(hit.at.start, hit.at.start + 2_000).split('\n', 1)[0]!;
        const written = /^(?:export[ \t]+)?[A-Za-z0-9_.]+[ \t]*=[ \t]*/.exec(line)?.[0];
        yield {
          ...hit,
          ...(written === undefined ? {} : onLine(hit.at, written, `${written.split('=')[0]!.trimEnd()}=`)),
          with: { name },
        };
      }
    },
  },
  {
    id: 'env-name-twice',
    severity: 'warning',
    says: '{name} is set twice in the same place. Only the last one counts.',
    fix: 'Keep one of them.',
    source: READER,
    mends: 'in an env file',
    *find({ variables, form }) {
      const seen = new Map<string, Variable>();
      for (const variable of variables) {
        const { name, at } = variable;
        const before = seen.get(name);
        if (before !== undefined)
          yield { at, with: { name }, ...(form === 'env' ? withoutLine(before) : {}) };
        seen.set(name, variable);
      }
    },
  },
  {
    id: 'env-quotes-inside',
    severity: 'error',
    says: 'The value of {name} has quotes inside its quotes, so the inner ones are part of it.',
    fix: 'Write one pair of quotes, or none.',
    source: QUOTES,
    mends: 'if it has no other quotes',
    find: variablesThat(
      ({ value, quote }, { form }) =>
        form !== 'list' && (quote !== undefined || form === 'map') && /^(["']).+\1$/s.test(value),
      (variable) => withValue(variable, variable.raw.replace(/(["'])([^"'\\$]+)\1/, '$2')),
    ),
  },
  {
    id: 'compose-list-quotes',
    severity: 'error',
    says: 'In the list form the quotes around the value of {name} are part of it: the program gets them, too.',
    fix: 'Write - {name}=value without quotes around the value.',
    source: QUOTES,
    mends: 'always',
    *find({ form, variables }) {
      if (form !== 'list') return;
      for (const { name, at, raw } of variables)
        if (/^(["']).*\1$/s.test(raw))
          yield { at, with: { name }, ...onLine(at, `${name}=${raw}`, `${name}=${raw.slice(1, -1)}`) };
    },
  },
  {
    id: 'compose-dollar',
    severity: 'error',
    says: 'The value of {name} has a $ that Compose takes for the beginning of a variable. What follows it is lost.',
    fix: 'Write $$ for each $ in a Compose file.',
    source: DOLLAR,
    mends: 'if it is not written like a variable',
    find: variablesThat(
      ({ name, raw }, { form }) =>
        form !== 'env' &&
        takenForVariable(raw) &&
        (isSecretKey(name) || isOfLogin(name) || /\$\{[a-z]|\$[0-9]/.test(raw)),
      (variable) =>
        /\$\{|\$[A-Z_]/.test(variable.raw) ? {} : withValue(variable, withDoubled(variable.raw)),
    ),
  },
  {
    id: 'env-dollar',
    severity: 'warning',
    says: 'The value of {name} has a $ and no single quotes around it. Compose takes it for the beginning of a variable, and what follows is lost.',
    fix: 'Put the value in single quotes, or take a secret without $.',
    source: COMPOSE,
    mends: 'if it is not written like a variable',
    find: variablesThat(
      ({ name, raw, quote }, { form }) =>
        form === 'env' &&
        quote !== "'" &&
        !isDigestHere(name, raw) &&
        takenForVariable(raw) &&
        (isSecretKey(name) || isOfLogin(name)),
      (variable) =>
        /\$\{|\$\$|\$[A-Z_]/.test(variable.raw) ? {} : withValue(variable, inSingleQuotes(variable.raw)),
    ),
  },
  {
    id: 'env-doubled-dollar',
    severity: 'warning',
    says: 'The value of {name} has $$ in single quotes. There nothing makes one $ of it, so the program gets both.',
    fix: 'Write each $ once inside single quotes.',
    source: READER,
    find: variablesThat(
      ({ name, raw, quote }, { form }) =>
        form === 'env' && quote === "'" && raw.includes('$$') && (isSecretKey(name) || isOfLogin(name)),
    ),
  },
  {
    id: 'env-secret-is-digest',
    severity: 'error',
    says: '{name} holds a digest. The digest belongs to Authelia; the app needs the secret in clear, and sends the digest as if it were that.',
    fix: 'Write the clear secret here. If it is lost, make a new one and its digest.',
    source: DIGEST,
    find: variablesThat(({ name, value }) => isDigestHere(name, value)),
  },
  {
    id: 'env-blank-in-value',
    severity: 'warning',
    says: 'The value of {name} begins or ends with a blank or a line break, or has an invisible character. It is compared with that.',
    fix: 'Type it again without.',
    source: DIGEST,
    mends: 'if it is no secret',
    find: variablesThat(
      ({ name, value, dynamic }) =>
        !dynamic &&
        (isSecretKey(name) || isOfLogin(name)) &&
        (value !== value.trim() || /[\u200b-\u200f\ufeff\u00a0]/.test(value)),
      // A blank may be a part of a secret.
      (variable) => (isSecretKey(variable.name) ? {} : withValue(variable, withoutBlanks(variable.raw))),
    ),
  },
  {
    id: 'env-reference-without-braces-end',
    severity: 'error',
    says: 'The value of {name} begins ${ and has no closing brace. Compose stops with “invalid interpolation format”.',
    fix: 'Close the brace, or write $${ if it is meant as text.',
    source: COMPOSE,
    find: variablesThat(
      ({ raw, quote }) =>
        quote !== "'" && /(?<!\$)\$\{/.test(raw.slice(raw.lastIndexOf('}') + 1)) && !isReference(raw),
    ),
  },
];

const BLANK = /[\s\u200b-\u200f\ufeff\u00a0]/;

/** A value as it is written, without the blanks at its ends, inside of its quotes. */
function withoutBlanks(raw: string): string {
  const quote = /^(["']).*\1$/s.exec(raw)?.[1] ?? '';
  const inside = raw.slice(quote.length, raw.length - quote.length);
  let [from, to] = [0, inside.length];
  while (from < to && BLANK.test(inside[from]!)) from++;
  while (to > from && BLANK.test(inside[to - 1]!)) to--;
  return quote + inside.slice(from, to) + quote;
}
