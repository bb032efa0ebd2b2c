import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { formatOf, recognise } from '../../../shared/targets/recognise.ts';
import { anyApp, connectionOf, renderedOf, textsOf } from '../../helpers/read-back.ts';

const PROFILES = PROFILE_KINDS.map((kind) => builtInProfile(kind)!);

describe('what a text belongs to', () => {
  it.each([...PROFILE_KINDS])('is found by its keys: %s', (kind) => {
    const [one] = fc.sample(anyApp(builtInProfile(kind)!), { numRuns: 1, seed: 11 });
    const texts = textsOf(renderedOf(one!), 'env');
    const { redirect_uris } = connectionOf(one!).client;
    const found = recognise(PROFILES, texts, redirect_uris);
    const own = found.find((each) => each.kind === kind);
    expect(own?.reason).toMatch(/keys? (?:is one|are those) of /);
    expect(own!.versions.length).toBeGreaterThan(0);
    // Where another is as good, neither is called sure.
    if (found[0] !== own)
      expect([own!.confidence, found[0]!.confidence]).toEqual(['possible', expect.any(String)]);
    else if (found.length === 1) expect(own!.confidence).not.toBe('possible');
    expect(JSON.stringify(found.map(({ read }) => read.said))).not.toContain('planted');
  });

  it('is nothing, if no profile has such keys', () => {
    const text = 'TZ=UTC\nPOSTGRES_USER=me\nclient_id=x\n';
    expect(recognise(PROFILES, [{ name: '.env', format: 'env', text }])).toEqual([]);
  });

  it('is told by the version that has all of it', () => {
    const profile = builtInProfile('headscale')!;
    const text =
      'server_url: https://h.example.com\noidc:\n  client_id: abcdef12\n  client_secret: planted\n  issuer: https://a.example.com\n  email_verified_required: true\n';
    const [found] = recognise([profile], [{ name: 'config.yaml', format: 'yaml', text }]);
    expect(found?.versions).toEqual(
      profile.versions.lines.filter((line) => Number(line.split('.')[1]) >= 28),
    );
  });

  it('has a format by its name', () => {
    const names = [
      '.env',
      'app.env',
      '.env.local',
      'compose.yaml',
      'x/config.yml',
      'a.json',
      'a.toml',
      'a.ini',
      'a.php',
      'a.py',
      'gitlab.rb',
      'a.xml',
      'run.sh',
      'notes.txt',
    ];
    expect(
      names.map((name) => formatOf(name, name === 'compose.yaml' ? 'services: {a: {image: x}}' : '')),
    ).toEqual([
      'env',
      'env',
      'env',
      'compose',
      'yaml',
      'json',
      'toml',
      'ini',
      'php',
      'python',
      'ruby',
      'xml',
      'command',
      undefined,
    ]);
  });
});
