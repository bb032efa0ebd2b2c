import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateSigningKey } from '../../../electron/services/secrets/generate.ts';
import { RULES } from '../../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../../shared/existing/doctor/fix.ts';
import { CASES, given } from '../../shared/existing/doctor/cases.ts';
import { HMAC } from '../../shared/render/provider-support.ts';
import { interopPart } from '../results.ts';
import { autheliaVersion, makePlace, type Place, validate, whyNot } from './server.ts';

/** The mistakes of one Authelia file that are mended by themselves. */
const mending = RULES.flatMap(({ id, mends }) => {
  const { bad, mended = bad } = CASES[id]!;
  return mends !== undefined && id.startsWith('authelia-') && typeof mended === 'string'
    ? [[id, mended] as const]
    : [];
});

/** What Authelia says of a file. */
const complaints = (output: string): string[] =>
  output
    .split('\n')
    .filter((line) => /^\s*- |level=(?:error|warn)/.test(line))
    .map((line) => line.trim());

interopPart(
  {
    part: 4,
    program: 'Authelia: configurations that the doctor mended',
    proved:
      'authelia config validate takes each file that was mended, and says nothing of it that it did not say of the file before.',
    version: () => autheliaVersion() ?? '',
    skip: whyNot(),
  },
  () => {
    let place: Place;
    let base: string;
    beforeAll(async () => {
      place = await makePlace();
      const key = await generateSigningKey({ kty: 'RSA' });
      const lines = key
        .trim()
        .split('\n')
        .map((line) => `          ${line}`);
      base = `identity_providers:\n  oidc:\n    hmac_secret: '${HMAC}'\n    jwks:\n      - key: |\n${lines.join('\n')}\n`;
    });
    afterAll(() => place?.remove());

    it('has a good part of the rules', () => {
      expect(mending.length).toBeGreaterThan(30);
    });

    it.each(mending)('%s', async (_id, text) => {
      const files = given(text);
      const { changes } = fixed(files, () => undefined);
      const path = join(place.folder, 'mended.yml');
      const asked = async (own: string) => {
        writeFileSync(path, withBase(own, base));
        return validate(place, path);
      };
      const was = await asked(text);
      const is = await asked(changes[0]!.merged.after);
      const known = complaints(was.output);
      expect(complaints(is.output).filter((one) => !known.includes(one))).toEqual([]);
      // A warning that was there before may be about something that a person decides.
      expect(is.output).toMatch(/parsed and loaded (?:successfully|with warnings)/);
    });
  },
);

/** A part of a configuration with a key and a secret, if it has none, and without what the base has already. */
function withBase(text: string, base: string): string {
  const [head = '', rest = ''] = text.split(/^ {2}oidc:\n/m);
  const own = rest.includes('jwks:') ? '' : base.slice(base.indexOf('    jwks:'));
  const secret = rest.includes('hmac_secret:') ? '' : /^ {4}hmac_secret: .*\n/m.exec(base)![0];
  return `${head}  oidc:\n${secret}${own}${rest}`;
}
