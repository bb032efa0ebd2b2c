// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const SHARED = { id: 'restart', title: 'Restart it', applied: 'yes' } as const;

describe('what is to be done at a provider', () => {
  it.each([
    [
      'a person says so',
      [false, false],
      [],
      ['All done, you say', 'You say that 2 apps are in place there; nobody has looked.'],
    ],
    ['Latchkey saw it', [true, true], [], ['All seen in place', 'Latchkey has seen 2 apps in place there.']],
    [
      'Latchkey saw a part of it',
      [true, false],
      [],
      [
        'All done, you say',
        'Latchkey has seen one app in place there. You say that one app is in place there; nobody has looked.',
      ],
    ],
    ['a person says so of a step of all', [true, true], [SHARED], ['All done, you say', 'Done, you say']],
  ] as const)('names who says that it is done: %s', async (_, seen, shared, said) => {
    const { romm } = HOME.apps;
    const host = createFakeHost({ ...HOME, apps: { romm: romm!, games: romm! } });
    host.handlers['provider.get'] = () => ({
      revision: '1',
      answered: null,
      comparable: false,
      adoptable: false,
      shared: [...shared],
      apps: ['romm', 'games'].map((id, index) => ({
        ...standingOfApp(id),
        at_provider: { done: 1, changed: 0, total: 1, seen: seen[index]! },
      })),
    });
    await openApp(host, '#/w/h1/provider/authelia');
    const card = await screen.findByRole('region', { name: 'To do at Authelia' });
    for (const words of said) expect(card.textContent).toContain(words);
  });
});
