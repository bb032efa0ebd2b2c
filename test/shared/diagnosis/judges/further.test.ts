import { describe, expect, it } from 'vitest';
import { judgeFurtherClients } from '../../../../shared/diagnosis/judges/further.ts';
import type { Target } from '../../../../shared/diagnosis/target.ts';
import { evidence, probe, TARGET } from '../evidence.ts';

const CLI = {
  used_by: 'command line',
  client_id: 'cli',
  redirect_uri: 'http://localhost:8085/auth/callback',
  scopes: ['openid'],
  with_pkce: true,
};
const target: Target = { ...TARGET, further_clients: [CLI] };
const asked = (...of: Parameters<typeof probe>) => ({ ...probe(...of), client_id: 'cli' });
const judged = (...authorize: ReturnType<typeof probe>[]) =>
  judgeFurtherClients(evidence({ authorize: [probe('good', 'back'), ...authorize] }), target);

describe('the clients of other programs', () => {
  it('are not judged where there are none', () => {
    expect(judgeFurtherClients(evidence(), TARGET)).toBeUndefined();
  });

  it.each([
    ['an answer to the program', [asked('further-client', 'back')], 'pass'],
    ['no answer', [], 'inconclusive'],
    ['an answer that says nothing', [asked('further-client', 'server-error')], 'inconclusive'],
    ['a login page without a comparison', [asked('further-client', 'page')], 'inconclusive'],
    [
      'a login page, and an error for an unknown client',
      [asked('further-client', 'page'), probe('unknown-client', 'error-page')],
      'pass',
    ],
    [
      'a login page for any client',
      [asked('further-client', 'page'), probe('unknown-client', 'page')],
      'inconclusive',
    ],
    [
      'an error that blames the client',
      [asked('further-client', 'error-page', { blames: 'client' })],
      'fail',
    ],
    [
      'an error that blames the address',
      [asked('further-client', 'error-page', { blames: 'redirect-uri' })],
      'fail',
    ],
    [
      'an error about something else',
      [asked('further-client', 'error-page', { blames: 'scope' })],
      'inconclusive',
    ],
    ['a refusal sent back', [asked('further-client', 'back', { error: 'invalid_scope' })], 'inconclusive'],
    [
      'an answer to another program',
      [{ ...asked('further-client', 'back'), client_id: 'other' }],
      'inconclusive',
    ],
  ] as const)('after %s', (_what, answers, status) => {
    expect(judged(...answers)?.status).toBe(status);
  });

  it('name the program, its id and its address in what is found', () => {
    const { findings, summary } = judged(asked('further-client', 'error-page', { blames: 'client' }))!;
    expect(findings[0]).toMatchObject({
      code: 'further-client-unknown',
      data: { client_id: 'cli', used_by: 'command line', redirect_uri: CLI.redirect_uri },
    });
    expect(summary).toContain('the command line');
  });
});
