import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import { traitsAt } from '../../../shared/catalog/fact.ts';
import { allProviders, providerOf } from '../../../shared/catalog/providers/index.ts';
import { madeByProvider } from '../../../shared/client/pending.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import type { ProviderProfile } from '../../../shared/profile/provider-schema.ts';
import { renderApp } from '../../../shared/render/app.ts';
import { TRIAL_SECRET, type Trial } from '../../../shared/render/profiled/prove.ts';
import {
  brokenProviderPromises,
  providerTrialsOf,
  TRIAL_BAG,
} from '../../../shared/render/profiled/prove-provider.ts';
import { providerScope } from '../../../shared/render/profiled/provider.ts';
import { valuesOf } from '../../../shared/render/profiled/scope.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { FileDeliverable } from '../../../shared/render/types.ts';
import { treeOf } from '../../../shared/targets/tree.ts';
import { atLeast } from '../../../shared/version.ts';
import { APP_KINDS } from '../../../shared/workspace/kinds.ts';
import { connect } from '../../helpers/app-connection.ts';
import { allText } from '../../helpers/deliverables.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';

/** Every promise that the profile of a provider makes, for each there is. A new one needs no line here. */

describe.each([...PROVIDER_PROFILE_KINDS])('%s', (kind) => {
  const profile = builtInProvider(kind)!;
  const definition = providerOf(kind);
  const versions = [...definition.versions.lines, ...(definition.versions.patches ?? [])];
  const all = providerTrialsOf(profile, undefined, renderProvider);
  // What a hook writes is held by tests of its own, in test/shared/render.
  const hooked = profile.hook !== undefined;

  it('has one fact for each trait at every version', () => {
    for (const version of versions) expect(() => traitsAt(definition.traits, version)).not.toThrow();
  });

  it('keeps its promises', () => {
    expect(all.length).toBeGreaterThan(versions.length * 20);
    expect(brokenProviderPromises(profile, all)).toEqual([]);
  });

  it('shows the client secret only in what is marked secret, and none that the provider makes', () => {
    const wrong: string[] = [];
    for (const { name, connection, deliverables } of all) {
      const theirs = madeByProvider(
        connection.provider.traits.value,
        connection.client.token_endpoint_auth_method,
      ).includes('client_secret');
      for (const one of deliverables) {
        const shown = allText(one).includes(TRIAL_SECRET);
        const holds = [TRIAL_SECRET, ...Object.values(TRIAL_BAG.providers['home']!)].some((value) =>
          allText(one).includes(value),
        );
        if (holds !== one.secret || (shown && theirs)) wrong.push(`${name}: ${one.path}`);
        for (const { id, fields } of one.form === 'guide' ? one.steps : [])
          for (const { label, value, secret = false } of fields)
            if (value.includes(TRIAL_SECRET) !== secret) wrong.push(`${name}: ${id}, ${label}`);
      }
      const takesBack = deliverables.some(
        (one) => one.form === 'guide' && one.steps.some(({ id }) => id.endsWith('-take-back')),
      );
      if (theirs && !takesBack) wrong.push(`${name}: nothing says how the secret is taken back`);
    }
    expect(wrong).toEqual([]);
  });

  it.skipIf(hooked)('is the same twice, below the provider’s id, one guide first, each step once', () => {
    for (const { connection, deliverables } of all) {
      expect(renderProvider([connection], TRIAL_BAG)).toEqual(deliverables);
      expect(deliverables[0]!.form).toBe('guide');
      // Each client of an app has a guide of its own.
      for (const one of deliverables) {
        const steps = one.form === 'guide' ? one.steps : [];
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
        expect(one.path).toMatch(/^home\/app(?:_[a-z]+)?-[A-Za-z0-9._-]+$/);
        expect(one.side).toBe('provider');
      }
    }
  });

  it.skipIf(hooked)('names the files in its guide as they are called in the export', () => {
    for (const { deliverables } of all) {
      const names = deliverables
        .filter(({ kind: one }) => one !== 'provider-command')
        .map(({ path }) => path.replace('home/', ''));
      const text = deliverables.map(allText).join('\n');
      for (const name of names.filter((one) => !one.endsWith('guide.md'))) expect(text).toContain(name);
      for (const [, named] of text.matchAll(/\$\(dirname "\$0"\)\/([^"]+)/g)) expect(names).toContain(named);
    }
  });

  it.skipIf(hooked)('writes what other readers read back', () => {
    const scripts = new Set<string>();
    for (const { connection, deliverables } of all) {
      const scope = providerScope(profile, connection, secretOf(connection));
      for (const target of profile.targets as ProviderProfile['targets']) {
        if ('file' in target) {
          const file = fileAt(deliverables, `home/app-${target.file}`);
          if (file === undefined) continue;
          const read = (text: string): unknown =>
            target.format === 'json' ? JSON.parse(text) : readYaml(text);
          if (target.format === 'json' || target.format === 'yaml')
            expect(read(linesToText(file.lines))).toEqual(
              treeOf(
                valuesOf(target.keys, scope).map((one) => ({
                  ...one,
                  value:
                    typeof one.value === 'string'
                      ? Object.entries(target.escapes ?? {}).reduce(
                          (text, [from, to]) => text.replaceAll(from, () => to),
                          one.value,
                        )
                      : one.value,
                })),
              ),
            );
          else expect.fail(`No reader for ${target.format} here.`);
        }
        if ('env' in target) {
          const file = fileAt(deliverables, `home/app-${target.env}`);
          if (file === undefined) continue;
          const text = linesToText(file.lines);
          const written = readAsPythonDotenv(text);
          expect(readAsCompose(text)).toEqual(written);
          expect(Object.keys(written)).toEqual(valuesOf(target.keys, scope).map(({ name }) => name));
        }
      }
      for (const one of deliverables)
        if (one.form === 'file' && one.language === 'json')
          expect(JSON.parse(linesToText(one.lines))).toBeTypeOf('object');
        else if (one.form === 'file' && one.language === 'shell') scripts.add(linesToText(one.lines));
    }
    for (const script of scripts) {
      const done = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
      expect(done.stderr).toBe('');
    }
  });

  it('has words of its own that the diagnosis explains, at the versions that say them', () => {
    for (const version of versions) {
      const connection = connect(
        { kind: 'memos', groups: ['family'] },
        { kind, url: profile.url.example, version },
      );
      for (const { text, since, before } of profile.errors ?? []) {
        const holds =
          (since === undefined || atLeast(version, since)) &&
          (before === undefined || !atLeast(version, before));
        const said = explain(`memos, signing in: ${text}`, { connections: [connection] }).map(
          ({ cause }) => cause,
        );
        if (holds) expect(said.join(' '), text).not.toBe('');
        if (holds && text.length > 30) expect(said.join(' '), text).toContain(text.slice(0, 20));
      }
    }
  });

  it('renders with every app, and the app with it', () => {
    for (const app of APP_KINDS) {
      const connection = connect(
        {
          kind: app,
          groups: ['family'],
          ...(app === 'custom' ? { redirect_uris: ['https://custom.example.com/callback'] } : {}),
        },
        { kind, url: profile.url.example, version: versions.at(-1)! },
      );
      const own = {
        ...TRIAL_BAG,
        clients: { [app]: { ...TRIAL_BAG.clients['app']!, client_id: connection.client.client_id } },
      };
      expect(renderDeliverables([connection], own).length).toBeGreaterThan(1);
      const theirs = definition.traits.secret_by.at(-1)!.value === 'provider';
      // Without the secret that only the provider makes, the app's side still stands, with a text in its place.
      if (theirs && connection.client.token_endpoint_auth_method !== 'none') {
        const before = renderApp(connection, { clients: {}, providers: {} }).map(allText).join('\n');
        expect(before).toContain(`secret-from-${kind}`);
      }
    }
  });
});

const secretOf = ({ provider, client }: Trial['connection']): string | undefined =>
  client.token_endpoint_auth_method === 'none' ||
  madeByProvider(provider.traits.value, client.token_endpoint_auth_method).includes('client_secret')
    ? undefined
    : TRIAL_SECRET;

const fileAt = (deliverables: Trial['deliverables'], path: string) =>
  deliverables.find((one): one is FileDeliverable => one.form === 'file' && one.path === path);

describe('a profile that breaks its promise', () => {
  const profile = builtInProvider('keycloak')!;
  const [target] = profile.targets;
  const without = (name: string): ProviderProfile => {
    const { [name]: _, ...keys } = (target as unknown as { keys: Record<string, never> }).keys;
    return { ...profile, targets: [{ ...target!, keys } as never, ...profile.targets.slice(1)] };
  };

  it.each([
    ['clientId', /hands the client id over/],
    ['secret', /hands the client secret over/],
    ['redirectUris', /hands the redirect URI over/],
  ])('is told when %s is missing', (name, said) => {
    expect(brokenProviderPromises(without(name)).join('\n')).toMatch(said);
  });
});

it('are all listed, any other one last', () => {
  const kinds = allProviders().map(({ kind }) => kind);
  expect(kinds.at(-1)).toBe('oidc');
  expect(kinds).toEqual(expect.arrayContaining(['authelia', 'authentik', ...PROVIDER_PROFILE_KINDS]));
});
