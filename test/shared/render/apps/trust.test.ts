import { describe, expect, it } from 'vitest';
import { deriveConnection } from '../../../../shared/client/derive.ts';
import { renderApp } from '../../../../shared/render/app.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import { APPS, FIRST_KINDS, type FirstKind } from '../../../helpers/first-apps.ts';

const CA = '/home/me/ca/home.pem';

function guideOf(kind: FirstKind, version: string, more: Partial<AppEntry> = {}, ca: string | null = CA) {
  const connection = deriveConnection(
    {
      latchkey: 1,
      id: 'w',
      providers: {
        home: {
          kind: 'authelia',
          url: 'https://auth.home.arpa',
          setup: 'existing',
          ...(ca === null ? {} : { ca_file: ca }),
        },
      },
      apps: {
        it: {
          kind,
          url: 'https://app.home.arpa',
          provider: 'home',
          version,
          ...(kind === 'kestra' ? { edition: 'enterprise' } : {}),
          ...(kind === 'custom' ? { settings: { redirect_paths: ['/cb'] } } : {}),
          ...more,
        },
      },
    },
    'it',
    'x',
  );
  const guide = renderApp(connection, {
    clients: { it: { client_id: 'x', client_secret: 's' } },
    providers: {},
  })[0]!;
  return guide.form === 'guide' ? guide.steps : [];
}

const VARIABLE: Readonly<Record<FirstKind, (version: string) => RegExp>> = {
  memos: () => /^SSL_CERT_FILE$/,
  // 3.7.0 has no variable of its own; httpx reads this one.
  romm: (version) => (version === '3.7.0' ? /^SSL_CERT_FILE$/ : /^OIDC_TLS_CACERTFILE$/),
  kestra: () => /^JAVA_OPTS$/,
  custom: () => /NODE_EXTRA_CA_CERTS/,
};

const cases = FIRST_KINDS.flatMap((kind) =>
  [
    ...APPS[kind].versions.lines,
    ...(APPS[kind].versions.patches ?? []),
    ...(kind === 'romm' ? ['3.7.0'] : []),
  ].map((version) => [kind, version] as const),
);

// With ca_file set, this machine trusts the provider. The app's container does not unless it is told.
describe('an own certificate authority', () => {
  it.each(cases)('%s %s is told how to trust it', (kind, version) => {
    const step = guideOf(kind, version).find(({ id }) => id === `${kind}-trust`)!;
    expect(step.fields.map(({ value }) => value)).toContain(CA);
    const variable = step.fields.find(({ label }) =>
      VARIABLE[kind](version === '3.7' ? '3.7.0' : version).test(label),
    )!;
    const volume = step.fields.find(({ label }) => label === 'Volume in the compose file')!.value;
    const inside = volume.split(':')[1]!;
    // The variable names exactly what is mounted.
    expect(variable.value).toContain(inside);
    expect(step.note).toContain('-----BEGIN CERTIFICATE-----');
    expect(step.note).toContain('intermediate');
    expect(step.why?.source?.ref).toBeTruthy();
  });

  it.each(FIRST_KINDS)(
    '%s: nothing is said without one, or once a person said that it is settled',
    (kind) => {
      const version = APPS[kind].versions.lines.at(-1)!;
      const ids = (more: Partial<AppEntry>, ca: string | null) =>
        guideOf(kind, version, more, ca).map(({ id }) => id);
      expect(ids({}, CA)).toContain(`${kind}-trust`);
      expect(ids({}, null)).not.toContain(`${kind}-trust`);
      expect(ids({ trusts_ca: true }, CA)).not.toContain(`${kind}-trust`);
    },
  );

  it('RomM mounts the file where the workspace says that it is', () => {
    const step = guideOf('romm', '5.2', { settings: { tls_ca_certfile: '/romm/certs/home.pem' } }).find(
      ({ id }) => id === 'romm-trust',
    )!;
    expect(step.fields.map(({ value }) => value)).toContain('./provider-ca.pem:/romm/certs/home.pem:ro');
  });

  it('the script for Memos is told as well', () => {
    const step = guideOf('memos', '0.30').find(({ id }) => id === 'memos-api')!;
    expect(step.fields.map(({ value }) => value)).toContain(`MEMOS_CA_FILE='${CA}' sh it/create-provider.sh`);
  });
});
