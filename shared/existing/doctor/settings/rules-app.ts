import type { Source } from '../../../catalog/fact.ts';
import type { ProfileJson } from '../../../profile/schema.ts';
import { partsOf } from '../../../profile/template.ts';
import { meant, nearest } from '../../../workspace/nearest.ts';
import { secretForm } from '../authelia/digest.ts';
import { onLine } from '../mend.ts';
import type { Hit, Rule } from '../rule.ts';
import { type AppSide, hasLogin, keysOf, lacks, type Written } from './app-side.ts';

/** The files of one app, and every side of all files, because a value may stand in another one. */
export interface AppFiles {
  readonly side: AppSide;
  readonly all: readonly AppSide[];
}

/** The pages of an app's profile are its source; the table names what they have in common. */
const PROFILES: Source = {
  title: 'The profile of the app',
  ref: 'shared/catalog/profiles',
  certainty: 'code',
};
const ISSUERS: Source = {
  title: 'OpenID Connect Discovery 1.0, section 4',
  ref: 'https://openid.net/specs/openid-connect-discovery-1_0.html',
  certainty: 'docs',
};

const WELL_KNOWN = '/.well-known/openid-configuration';

/** The variables of all forms of a key, with their filters. */
const partsIn = (form: ProfileJson): ReturnType<typeof partsOf> =>
  typeof form === 'string'
    ? partsOf(form)
    : typeof form === 'object'
      ? Object.values(form).flatMap(partsIn)
      : [];

const formsWith = (written: Written, variable: string): readonly string[] =>
  written.key.forms.filter(
    (form): form is string => typeof form === 'string' && partsOf(form).some(({ name }) => name === variable),
  );

/** True if nothing but this variable stands under the key. */
const isAlone = (written: Written, variable: string): boolean =>
  written.key.forms.every(
    (form) => typeof form === 'string' && /^\{[^{}]*\}$/.test(form) && partsOf(form)[0]?.name === variable,
  );

const eachWritten = (
  find: (written: Written, files: AppFiles) => Hit['with'] | undefined,
  right?: (value: string, files: AppFiles) => string,
) =>
  function* (files: AppFiles): Generator<Hit> {
    for (const written of files.side.written) {
      if (written.dynamic) continue;
      const values = find(written, files);
      if (values === undefined) continue;
      const mend =
        right === undefined || written.value === ''
          ? {}
          : onLine(written.at, written.value, right(written.value, files));
      yield { at: written.at, with: { app: files.side.app.name, name: written.name, ...values }, ...mend };
    }
  };

const isLoopback = (url: string): boolean =>
  /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/i.test(url);

const settingOf = (written: Written, { side }: AppFiles) => {
  const names = written.key.forms.flatMap((form) =>
    typeof form === 'string' && /^\{settings\.[^{}]*\}$/.test(form) ? partsOf(form) : [],
  );
  const name =
    names.length === written.key.forms.length ? names[0]?.name.slice('settings.'.length) : undefined;
  const settings: Readonly<Record<string, { type: string; label: string }>> = side.app.profile.settings ?? {};
  return name !== undefined && Object.hasOwn(settings, name) ? settings[name] : undefined;
};

/** The names of variables that belong to a family of the app: the same first word. */
const family = (name: string): string => name.split('_')[0]!;

/** Rules about an app's own settings, from its profile. */
export const APP: readonly Rule<AppFiles>[] = [
  {
    id: 'app-name-misspelt',
    severity: 'warning',
    says: '{app} has no setting {name}, and doesn’t read it.',
    fix: 'Write {right}, if that is meant.',
    source: PROFILES,
    mends: 'if one name alone is meant',
    *find({ side }) {
      const { environment, app, written } = side;
      const known = side.others?.known ?? keysOf(app, 'env').map(({ name }) => name);
      const there = new Set(written.map(({ name }) => name));
      const families = new Set(known.map(family));
      for (const { name, at } of environment?.variables ?? side.others?.names ?? []) {
        if (known.includes(name) || /_FILE$/.test(name)) continue;
        const right = nearest(
          name,
          known.filter((one) => !there.has(one)),
        );
        if (
          right === undefined ||
          !isNear(name, right) ||
          !(families.has(family(name)) || isNear(family(name), family(right)))
        )
          continue;
        // Only where no other variable is as near.
        const sure = meant(name, known) === right;
        yield {
          at,
          with: { app: app.name, name, right },
          ...(sure ? onLine(at, lastOf(name), lastOf(right)) : {}),
        };
      }
    },
  },
  {
    id: 'app-name-missing',
    severity: 'warning',
    says: '{app} isn’t told {name}, which the login needs. If it is set elsewhere, such as in another file, pass over this.',
    fix: 'Set {name}.',
    source: PROFILES,
    *find({ side, all }) {
      const { environment, app, written } = side;
      if (environment === undefined) return;
      const logins = written.filter(({ key }) => key.forms.some(hasLogin)).length;
      if (logins < 2 || all.find((one) => one.app === app) !== side) return;
      const same = all.filter((one) => one.app === app);
      const there = new Set(same.flatMap((one) => one.written.map(({ name }) => name)));
      const names = new Set(
        same.flatMap((one) => one.environment?.variables.map((variable) => variable.name) ?? []),
      );
      for (const { name, forms, always } of keysOf(app, 'env')) {
        if (!always || there.has(name) || names.has(`${name}_FILE`)) continue;
        const needed = forms.some((form) =>
          partsIn(form).some((part) =>
            /^(?:app\.(?:url|origin)|client_id|client_secret|issuer|discovery_url|callback)$/.test(part.name),
          ),
        );
        // A name that is near one that is there is told as misspelt.
        const misspelt = environment.variables.some((variable) => isNear(variable.name, name));
        if (needed && !misspelt) yield { at: written[0]!.at, with: { app: app.name, name } };
      }
    },
  },
  {
    id: 'app-value-empty',
    severity: 'warning',
    says: '{name} of {app} is empty.',
    fix: 'Write its value. If it is given by the shell, see that it arrives: docker compose config shows it.',
    source: PROFILES,
    find: eachWritten(({ value, key }) => (value === '' && key.forms.some(hasLogin) ? {} : undefined)),
  },
  {
    id: 'app-secret-is-digest',
    severity: 'error',
    says: '{name} of {app} holds a digest. The digest belongs to Authelia; {app} needs the secret in clear, and sends the digest as if it were that.',
    fix: 'Write the clear secret here. If it is lost, make a new one and its digest.',
    source: PROFILES,
    find: eachWritten((written, { side }) =>
      // In an environment it is told of any variable.
      side.environment === undefined &&
      isAlone(written, 'client_secret') &&
      /^\$[a-z0-9-]+\$/.test(written.value) &&
      ['digest', 'short', 'malformed'].includes(secretForm(written.value))
        ? {}
        : undefined,
    ),
  },
  {
    id: 'app-switched-off',
    severity: 'warning',
    says: '{name} of {app} is {value}, so the login through the provider is off.',
    fix: 'Write {right}.',
    source: PROFILES,
    find: eachWritten(({ value, key, name }) => {
      const on = key.always && key.forms.length === 1 && /^true$/.test(String(key.forms[0]));
      const off = /^(?:false|0|no|off)$/i.test(value);
      return on && off && /(?:^|[_./-])(?:enabled?|active)(?=$|[_./-])/i.test(name)
        ? { value, right: String(key.forms[0]) }
        : undefined;
    }),
  },
  {
    id: 'app-list-for-one-value',
    severity: 'warning',
    says: '{name} of {app} holds one value, and here stands a list with commas. {app} compares the whole text, which never fits.',
    fix: 'Write one value. Make a group for several, if more than one is meant.',
    source: PROFILES,
    find: eachWritten((written, files) => {
      const setting = settingOf(written, files);
      return setting?.type === 'text' &&
        /^[^\s,'"[\]{}()=]+(?:\s*,\s*[^\s,'"[\]{}()=]+)+$/.test(written.value) &&
        /role|group|admin/i.test(`${setting.label} ${written.name}`)
        ? {}
        : undefined;
    }),
  },
  {
    id: 'app-issuer-is-discovery',
    severity: 'error',
    says: '{name} of {app} wants the issuer, and here stands the whole discovery address. {app} puts the same path behind it once more.',
    fix: 'Leave out /.well-known/openid-configuration.',
    source: ISSUERS,
    mends: 'always',
    find: eachWritten(
      (written) => (isAlone(written, 'issuer') && written.value.includes(WELL_KNOWN) ? {} : undefined),
      (value) => value.replace(/\/?\.well-known\/openid-configuration$/, ''),
    ),
  },
  {
    id: 'app-discovery-is-issuer',
    severity: 'error',
    says: '{name} of {app} wants the whole discovery address, and here stands only the issuer.',
    fix: 'Put /.well-known/openid-configuration behind it.',
    source: ISSUERS,
    mends: 'always',
    find: eachWritten(
      (written) =>
        isAlone(written, 'discovery_url') &&
        /^https?:\/\/./.test(written.value) &&
        !written.value.includes('/.well-known/')
          ? {}
          : undefined,
      (value) => `${value.replace(/\/$/, '')}${WELL_KNOWN}`,
    ),
  },
  {
    id: 'app-issuer-is-endpoint',
    severity: 'error',
    says: '{name} of {app} wants the issuer, and here stands the address of one endpoint.',
    fix: 'Write the issuer as the provider’s discovery document says it.',
    source: ISSUERS,
    find: eachWritten(({ value, key }) =>
      key.forms.some((form) =>
        partsIn(form).some(({ name }) => name === 'issuer' || name === 'discovery_url'),
      ) &&
      /\/(?:api\/oidc\/(?:authorization|token|userinfo)|application\/o\/(?:authorize|token|userinfo)\/?|protocol\/openid-connect\/(?:auth|token|userinfo)|oauth2?\/(?:authorize|token))\/?$/.test(
        value,
      )
        ? {}
        : undefined,
    ),
  },
  {
    id: 'app-issuer-slash',
    severity: 'warning',
    says: '{name} of {app} ends with a slash. {app} puts a path behind it as it is, and the address gets two slashes.',
    fix: 'Leave the slash out.',
    source: ISSUERS,
    mends: 'always',
    find: eachWritten(
      (written) => {
        const forms = formsWith(written, 'issuer');
        return forms.length > 0 &&
          forms.every((form) => form === '{issuer|noslash}') &&
          written.value.endsWith('/')
          ? {}
          : undefined;
      },
      (value) => value.replace(/\/+$/, ''),
    ),
  },
  {
    id: 'app-address-no-scheme',
    severity: 'error',
    says: '{name} of {app} has no https:// in front of its address.',
    fix: 'Write the whole address, with https://.',
    source: PROFILES,
    find: eachWritten((written) =>
      [
        'issuer',
        'discovery_url',
        'callback',
        'app.url',
        'app.origin',
        'authorization_endpoint',
        'token_endpoint',
        'userinfo_endpoint',
      ].some((variable) =>
        formsWith(written, variable).some(
          (form) =>
            /^\{/.test(form) &&
            partsOf(form).every(({ filters }) => !filters.some(([filter]) => filter === 'host')),
        ),
      ) && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/|$)/i.test(written.value)
        ? {}
        : undefined,
    ),
  },
  {
    id: 'app-issuer-loopback',
    severity: 'warning',
    says: '{name} of {app} points to this machine itself. In a container that is the container of {app}, where no provider answers.',
    fix: 'Write the public address of the provider, which must be its issuer.',
    source: ISSUERS,
    find: eachWritten((written) =>
      written.key.forms.some((form) =>
        partsIn(form).some(({ name }) => name === 'issuer' || name === 'discovery_url'),
      ) && isLoopback(written.value)
        ? {}
        : undefined,
    ),
  },
  {
    id: 'app-redirect-path',
    severity: 'error',
    says: '{name} of {app} is no address that {app} answers at: its redirect URI ends in {right}.',
    fix: 'Write the address of the app and behind it {right}.',
    source: PROFILES,
    mends: 'if the address of the app alone stands there',
    find: eachWritten(
      (written, { side }) => {
        const { callbacks } = side.app;
        if (!isAlone(written, 'callback') || callbacks.length === 0 || !/^https?:\/\/./.test(written.value))
          return undefined;
        return callbacks.some(({ matches }) => matches.test(written.value))
          ? undefined
          : { right: callbacks[0]!.shown };
      },
      (value, { side }) => {
        const [only, ...others] = side.app.callbacks;
        const isRoot = /^https?:\/\/[^/?#]+\/?$/.test(value);
        return only !== undefined && others.length === 0 && isRoot && /^\/[^{}]*$/.test(only.shown)
          ? value.replace(/\/$/, '') + only.shown
          : value;
      },
    ),
  },
  {
    id: 'app-redirect-http',
    severity: 'warning',
    says: '{name} of {app} is http. The provider compares it with the registered https address, character by character.',
    fix: 'Write https, if {app} is reached by https.',
    source: PROFILES,
    find: eachWritten((written) =>
      (isAlone(written, 'callback') || isAlone(written, 'app.url')) &&
      /^http:\/\/[^/]+\.[a-z]{2,}(?:[:/]|$)/i.test(written.value) &&
      !isLoopback(written.value)
        ? {}
        : undefined,
    ),
  },
  {
    id: 'app-json-broken',
    severity: 'error',
    says: '{name} of {app} has to be JSON, and this is none: a quote or a bracket lacks or is too many.',
    fix: 'Write it on one line; in an env file in single quotes, with double quotes inside.',
    source: PROFILES,
    find: eachWritten(({ value, key }) => {
      if (value === '' || !key.forms.every((form) => typeof form === 'object')) return undefined;
      try {
        return typeof JSON.parse(value) === 'object' ? undefined : {};
      } catch {
        return {};
      }
    }),
  },
  {
    id: 'app-key-too-new',
    severity: 'warning',
    says: '{name} exists since {app} {since}, and the image is {version}. It does nothing there.',
    fix: 'Update {app}, or take {name} out.',
    source: PROFILES,
    find: eachWritten(({ key }, { side }) =>
      lacks(side.version, key.since) ? { since: key.since, version: side.version } : undefined,
    ),
  },
  {
    id: 'app-edition',
    severity: 'info',
    says: '{app} has the login through a provider only in some editions: {reason}',
    fix: 'See that yours is one of them.',
    source: PROFILES,
    *find({ side, all }) {
      const { app, written } = side;
      const without = app.profile.editions?.find(({ supported }) => !supported);
      if (without === undefined || all.find((one) => one.app === app) !== side || written.length === 0)
        return;
      if (
        written.some(({ key }) => key.forms.some(hasLogin)) &&
        without.reason !== undefined &&
        side.environment?.image !== undefined
      )
        yield { at: written[0]!.at, with: { app: app.name, reason: without.reason } };
    },
  },
];

/** The part of a path that stands in the file. */
const lastOf = (name: string): string => name.split('/').at(-1)!;

/** True if two names differ in so little that one is the other, misspelt. */
function isNear(written: string, right: string): boolean {
  if (written === right) return false;
  const [a, b] = [
    written.toUpperCase().replace(/[^A-Z0-9]/g, ''),
    right.toUpperCase().replace(/[^A-Z0-9]/g, ''),
  ];
  if (a === b) return true;
  return (
    Math.abs(a.length - b.length) <= 2 &&
    differs(a, b) <= Math.max(1, Math.floor(Math.min(a.length, b.length) / 8))
  );
}

/** How many letters are changed, added, left out or swapped. */
function differs(a: string, b: string): number {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped ? 1 : Math.max(left.length, right.length);
}
