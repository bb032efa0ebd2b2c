import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateSigningKey } from '../../../electron/services/secrets/generate.ts';
import { mergeAuthelia } from '../../../shared/existing/merge/authelia.ts';
import { planAuthelia } from '../../../shared/existing/merge/authelia-plan.ts';
import { CASES, filesOf, OPTIONS, planOf } from '../../existing/merge-world.ts';
import { HMAC } from '../../shared/render/provider-support.ts';
import { interopPart } from '../results.ts';
import { autheliaVersion, makePlace, type Place, validate, whyNot } from './server.ts';

/** Single files that can be merged into, and that are YAML without a template. */
const merging = CASES.filter((name) => {
  const files = filesOf(name);
  if (files.length !== 1 || files[0]!.text.includes('{{ ')) return false;
  const { plan } = planOf();
  const done = mergeAuthelia(files, plan, OPTIONS);
  return done.ok && done.value.files[0]!.edits.length > 0;
});

/** Places for a real key, which is not kept in the corpus. */
function withKey(text: string, key: string): string {
  const lines = key.trim().split('\n');
  return text
    .replace(/( *)-----BEGIN PRIVATE KEY-----\r?\n[^-]*-----END PRIVATE KEY-----/g, (_, indent: string) =>
      lines.map((line) => indent + line).join('\n'),
    )
    .replace(/-----BEGIN PRIVATE KEY-----\\n[^-]*-----END PRIVATE KEY-----/g, lines.join('\\n'));
}

/** What Authelia says of a file, without what the base configuration gives for it. */
const complaints = (output: string): string[] =>
  output
    .split('\n')
    .filter((line) => /^\s*- /.test(line))
    .map((line) => line.trim());

interopPart(
  {
    part: 4,
    program: 'Authelia: configurations that were merged into',
    proved:
      'authelia config validate says nothing of a merged file that it did not say of the file before, and takes every file that had only lacked clients.',
    version: () => autheliaVersion() ?? '',
    skip: whyNot(),
  },
  () => {
    let place: Place;
    let key: string;
    beforeAll(async () => {
      place = await makePlace();
      key = await generateSigningKey({ kty: 'RSA' });
    });
    afterAll(() => place?.remove());

    it('has most of the corpus', () => {
      expect(merging.length).toBeGreaterThan(40);
    });

    it.each(merging)('%s', async (name) => {
      const { connections, bag } = planOf();
      const plan = planAuthelia(connections, {
        ...bag,
        providers: { home: { hmac_secret: HMAC, jwks_key: key } },
      });
      const [file] = filesOf(name);
      const before = withKey(file!.text, key);
      // Some lack their keys on purpose; Authelia can't be asked about the rest of them then.
      const done = mergeAuthelia([{ name, text: before }], plan, { ...OPTIONS, keys: true });
      if (!done.ok) throw new Error(done.error.message);
      const [{ after, mark }] = done.value.files as [(typeof done.value.files)[number]];
      const path = join(place.folder, 'merged.yml');
      writeFileSync(path, before);
      const was = await validate(place, path);
      writeFileSync(path, mark + after);
      const is = await validate(place, path);
      const known = complaints(was.output);
      expect(complaints(is.output).filter((one) => !known.includes(one))).toEqual([]);
      if (was.ok) expect(is.ok).toBe(true);
    });

    it('takes the key of before 4.38 as a list, and no longer warns of it', async () => {
      const lines = key
        .trim()
        .split('\n')
        .map((line) => `      ${line}\n`)
        .join('');
      const before = `identity_providers:\n  oidc:\n    hmac_secret: '${HMAC}'\n    issuer_private_key: |\n${lines}    clients:\n      - id: wiki\n        description: Wiki\n        public: true\n        redirect_uris: ['https://wiki.example.com/cb']\n`;
      const { plan } = planOf();
      const done = mergeAuthelia([{ name: 'c.yml', text: before }], plan, { ...OPTIONS, rename: true });
      if (!done.ok) throw new Error(done.error.message);
      const { after } = done.value.files[0]!;
      expect(after).toContain('    jwks:\n      - key: |\n');
      const path = join(place.folder, 'renamed.yml');
      writeFileSync(path, before);
      const was = await validate(place, path);
      expect(was.output).toContain('issuer_private_key');
      writeFileSync(path, after);
      const is = await validate(place, path);
      expect(is.output).not.toMatch(/issuer_private_key|jwks/);
      expect(is.ok).toBe(true);
    });
  },
);
