// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { rotationSteps } from '../../../shared/client/rotation.ts';
import { createFakeHost, HOME, secretsOf } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

const NO_API = { provider: { why: 'No API.' }, app: { why: 'No API.' } };

afterEach(closeApps);

const shown = async (secrets_at_once: number, begun: boolean, secret_by: 'us' | 'provider' = 'us') => {
  const host = createFakeHost(HOME);
  host.handlers['secrets.status'] = () => ({
    ...secretsOf('present'),
    rotations: begun ? [{ app: 'romm', started_at: '2026-11-26T10:00:00.000Z' }] : [],
    rotating: {
      steps: [...rotationSteps({ secrets_at_once, secret_by })],
      where: 'Administration › Clients',
      how: 'Press New secret.',
    },
  });
  host.handlers['deliverables.preview'] = () => ({ deliverables: [], ways: {}, api: NO_API });
  const { container } = await openApp(host, '#/w/h1/rotate/romm');
  await screen.findByRole('heading', { name: 'Test the login' });
  return { steps: screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent), container };
};

it('a provider that holds one secret is changed first, and people are told of the gap', async () => {
  const { steps, container } = await shown(1, true);
  expect(steps).toEqual([
    'Make a new secret',
    expect.stringMatching(/^Put it in at /),
    expect.stringMatching(/^Put it in at /),
    'Test the login',
    'Forget the former secret',
  ]);
  expect(container.textContent).toContain('the two sides will not agree');
});

it.each([2, 20])(
  'one that holds %i keeps the former secret until the login works with the new one',
  async (many) => {
    const { steps, container } = await shown(many, true);
    expect(steps).toEqual([
      'Make a new secret',
      expect.stringMatching(/^Add it at .*, beside the former one$/),
      expect.stringMatching(/^Put it in at /),
      'Test the login',
      expect.stringMatching(/^Delete the former secret at /),
      'Forget the former secret',
    ]);
    expect(container.textContent).not.toContain('the two sides will not agree');
    expect(container.textContent).toContain('Administration › Clients');
  },
);

it('nothing but making the new secret can be done before it is there', async () => {
  const { container } = await shown(2, false);
  expect(container.querySelectorAll('.flow-step.later')).toHaveLength(5);
  expect(container.querySelectorAll('.flow-step button')).toHaveLength(1);
});

it.each([1, 2])(
  'of %i secrets that the provider makes none is made here, and the new one is brought along',
  async (many) => {
    const { steps, container } = await shown(many, false, 'provider');
    expect(steps).toEqual([
      expect.stringMatching(
        many === 1 ? /^Make a new one at / : /^Make a second one at .*, beside the former one$/,
      ),
      'Bring the new secret along',
      expect.stringMatching(/^Put it in at /),
      'Test the login',
      ...(many === 1 ? [] : [expect.stringMatching(/^Delete the former secret at /)]),
    ]);
    expect(container.textContent).toContain('Press New secret.');
    expect(container.textContent?.includes('the former one stops')).toBe(many === 1);
    expect(container.querySelectorAll('.flow-step.later')).toHaveLength(0);
    const buttons = [...container.querySelectorAll('.flow-step button')].map((one) => one.textContent);
    expect(buttons).toEqual(['To the secrets', 'Show what to apply', 'To the test']);
  },
);
