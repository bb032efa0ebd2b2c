import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as readYaml, stringify as yamlText } from 'yaml';
import { entryLookup, isKnownAt } from '../../../shared/catalog/apps/circumstances.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { TRIAL_APP_SECRET, TRIAL_SECRET } from '../../../shared/render/profiled/prove.ts';
import { type ReadTargets, readTargets } from '../../../shared/targets/read-targets.ts';
import type { SourceText } from '../../../shared/targets/sources.ts';
import {
  anyApp,
  connectionOf,
  filesOf,
  type ReadBackCase,
  renderedOf,
  textsOf,
} from '../../helpers/read-back.ts';

/** What is rendered for any app, at any version and with any settings, is read back as what it was rendered from. */

const readAgain = (one: ReadBackCase, texts: readonly SourceText[]): ReadTargets => {
  const { edition } = one.entry;
  return readTargets(one.profile, texts, {
    version: connectionOf(one).app.version.effective,
    ...(edition === undefined ? {} : { edition }),
  });
};

const plain = (value: unknown): unknown => (Array.isArray(value) ? value : String(value));

describe.each([...PROFILE_KINDS])('%s', (kind) => {
  const profile = builtInProfile(kind)!;

  it('is read back as it was rendered, and what can’t be is said', () => {
    fc.assert(
      fc.property(anyApp(profile), fc.constantFrom('env', 'compose'), (one, environment) => {
        const deliverables = renderedOf(one);
        const connection = connectionOf(one);
        const { client, provider_metadata: metadata } = connection;
        const { said, secrets } = readAgain(one, textsOf(deliverables, environment as 'env'));
        expect([said.not_understood, said.contradictions, said.problems]).toEqual([[], [], []]);
        const shown = JSON.stringify(said);
        expect([shown.includes(TRIAL_SECRET), shown.includes(TRIAL_APP_SECRET)]).toEqual([false, false]);

        const isPublic = client.token_endpoint_auth_method === 'none';
        expect(secrets.client_secret).toBe(isPublic ? undefined : TRIAL_SECRET);
        expect(said.secrets.some(({ variable }) => variable === 'client_secret')).toBe(!isPublic);
        expect(said.values['client_id']?.value).toBe(one.clientId);
        const wanted: Readonly<Record<string, unknown>> = {
          'app.url': one.entry.url,
          callback: client.redirect_uris[0],
          ...metadata,
        };
        for (const [name, value] of Object.entries(wanted))
          if (said.values[name] !== undefined) expect([name, said.values[name].value]).toEqual([name, value]);
        if (said.values['scopes'])
          expect([...said.values['scopes'].value].sort()).toEqual([...client.scopes].sort());
        // The provider is told in some way.
        const known = [...Object.keys(said.values), ...said.ambiguous.map(({ variable }) => variable)];
        expect(known.some((name) => /^issuer$|^discovery_url$|_endpoint$/.test(name))).toBe(true);

        const version = connection.app.version.effective;
        const lookup = entryLookup(profile, one.entry, version, one.provider.kind);
        for (const key of Object.keys(profile.settings ?? {})) {
          const open = said.ambiguous.find(({ variable }) => variable === `settings.${key}`);
          const truth = lookup(`settings.${key}`, false);
          if (said.silent.includes(key)) continue;
          if (!isKnownAt(profile.settings![key]!, version)) {
            expect(said.settings[key]).toBeUndefined();
            continue;
          }
          if (open) {
            if (open.candidates.length > 0)
              expect(open.candidates.map(plain)).toContainEqual(plain(truth ?? null));
          } else {
            const stated = said.settings[key] ?? profile.settings![key]!.default;
            // Off, and not stated, are the same where there is no default.
            expect([key, plain(stated ?? false)]).toEqual([key, plain(truth ?? false)]);
          }
        }
        if (said.ambiguous.some(({ variable }) => variable.startsWith('settings.'))) return;
        const again = renderedOf({ ...one, entry: { ...one.entry, settings: said.settings } });
        // A setting of which nothing was read may add a file that the person doesn’t have.
        expect(filesOf(again)).toEqual(expect.arrayContaining([...filesOf(deliverables)]));
      }),
      { numRuns: 12 },
    );
  });

  it('is read the same after a person edited around it', () => {
    fc.assert(
      fc.property(anyApp(profile), fc.nat(), (one, seed) => {
        const texts = textsOf(renderedOf(one), 'env');
        const before = readAgain(one, texts);
        const after = readAgain(
          one,
          texts.map((text) => edited(text, seed)),
        );
        const meaning = ({ said, secrets }: ReadTargets) => ({
          settings: said.settings,
          values: Object.fromEntries(Object.entries(said.values).map(([name, { value }]) => [name, value])),
          ambiguous: said.ambiguous.map(({ variable }) => variable).sort(),
          not_understood: said.not_understood.map(({ code }) => code),
          secrets,
        });
        expect(meaning(after)).toEqual(meaning(before));
      }),
      { numRuns: 6 },
    );
  });
});

/** The same text as another person may have it: other lines around it, another order, other quotes, CRLF. */
function edited({ name, format, text }: SourceText, seed: number): SourceText {
  const turn = <T>(all: readonly T[]): T[] => (seed % 2 === 0 ? [...all].reverse() : [...all]);
  switch (format) {
    case 'env': {
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      const quoted = lines.map((line) =>
        line.replace(/^(\w+)=([A-Za-z0-9./:_-]+)$/, 'export $1="$2" # ours'),
      );
      return { name, format, text: ['# ours', 'TZ=UTC', '', ...turn(quoted), ''].join('\r\n') };
    }
    case 'yaml': {
      const tree = readYaml(text) as Record<string, unknown>;
      const other = Object.fromEntries(turn([...Object.entries(tree), ['ours', { kept: [1, 2] }]]));
      return {
        name,
        format,
        text: `# ours\n${yamlText(other, { defaultStringType: 'QUOTE_DOUBLE' })}`.replaceAll('\n', '\r\n'),
      };
    }
    case 'json':
      return { name, format, text: JSON.stringify({ ours: true, ...(JSON.parse(text) as object) }) };
    case 'php':
      return { name, format, text: `<?php\n/* ours */\n$ours = time();\n${text}` };
    case 'python':
    case 'ruby':
      return { name, format, text: `# ours\n\nours = compute()\n${text}\n# end\n` };
    case 'command':
      return {
        name,
        format,
        text: `#!/bin/sh\nset -eu\n# ours\necho 'ours'\n${text}`.replaceAll(' --', ' \\\n  --'),
      };
    default:
      return { name, format, text };
  }
}
