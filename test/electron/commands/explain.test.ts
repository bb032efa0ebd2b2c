import { describe, expect, it } from 'vitest';
import { describeNothing } from '../../../electron/commands/explain.ts';
import { NEXT, readSentence } from '../../../electron/commands/read-text.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { probeSaid } from '../../../shared/diagnosis/probe-said.ts';
import { describeText } from '../../../shared/diagnosis/reading/described.ts';

describe('latchkey explain', () => {
  it.each([
    [
      `${'INFO: it goes on\n'.repeat(38)}ERROR: romm failed\nERROR: again`,
      'A log of RomM; two of 40 lines matter.',
    ],
    ['INFO: a\nINFO: b\nINFO: c\nERROR: d', 'A log; one of 4 lines matters.'],
    ['INFO: a\nINFO: b', 'A log; none of its 2 lines matters.'],
    ['ERROR: a\nERROR: b', 'A log; both lines matter.'],
    ['ERROR: a\nERROR: b\nERROR: c', 'A log; all 3 lines matter.'],
    ['https://app.example.com/cb?error=access_denied', 'An address with an answer of the provider in it.'],
    ['memos says no', 'A message of Memos.'],
  ])('says what the text is: %#', (text, sentence) => {
    expect(readSentence(describeText(text))).toBe(sentence);
  });

  it('says for every kind of text what to do next', () => {
    for (const text of ['https://a.example.com/x', 'Login failed', 'ERROR: a\nINFO: b'])
      expect(NEXT[describeText(text).next]).toMatch(/latchkey (?:check|login)/);
  });

  const BLOCK = `latchkey-probe 1 begin
url: https://auth.example.com/.well-known/openid-configuration
name: ok 192.0.2.2
with: curl
checked: yes
exit: 0
status: 200
issuer: https://auth.example.com
env: OIDC_REDIRECT_URI length=27 quotes=no dollar=no blank=no digest=no
value: OIDC_REDIRECT_URI https://app.example.com/old
latchkey-probe 1 end`;
  const said = (text: string) => {
    expect(explain(text)).toEqual([]);
    return describeNothing(probeSaid(text), describeText(text));
  };

  it('calls no setting of the container right that was compared with nothing', () => {
    expect(said(BLOCK)).toContain('the way to the provider is not the cause');
    expect(said(BLOCK)).toContain('not compared');
    expect(said(BLOCK)).not.toContain('these settings');
  });

  it('says that the end of what the container command prints is missing, wherever it was cut', () => {
    const lines = BLOCK.split('\n');
    for (let kept = 1; kept < lines.length; kept++)
      expect(said(lines.slice(0, kept).join('\n'))).toContain('its end is missing');
    expect(said(`${BLOCK.slice(0, -3)}`)).toContain('its end is missing');
  });

  it('says that its beginning is missing', () => {
    const lines = BLOCK.split('\n');
    for (let left = 1; left < lines.length; left++)
      expect(said(lines.slice(left).join('\n'))).toContain('its beginning is missing');
  });

  it('takes nothing for well that the container could not ask', () => {
    const none = BLOCK.replace('with: curl', 'with: none').replace('status: 200', 'status: ');
    expect(said(none)).toBe('The container has no tool that could ask auth.example.com.');
  });

  it('says what Docker said in place of the container command', () => {
    expect(said('Error response from daemon: No such container: romm')).toContain('docker ps');
  });
});
