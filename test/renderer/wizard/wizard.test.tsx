// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppKindView } from '../../../shared/host/connection.ts';
import type { AppEntry } from '../../../shared/workspace/types.ts';
import { CATALOG, connectionOf, createFakeHost, HOME, secretsOf } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);
const next = () => screen.getByRole('button', { name: 'Continue' });
const updates = (host: ReturnType<typeof createFakeHost>) =>
  host.calls.filter((call) => call.name === 'workspace.update').map((call) => call.input);

describe('the wizard', () => {
  it('goes from an empty workspace to secrets, writing provider and app on the way', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^Authelia/ }));
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'https://auth.example.com');
    expect(await screen.findByText('It answers')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: '4.39' }));
    await user.click(next());

    await screen.findByRole('heading', { level: 1, name: /Which app/ });
    expect(host.workspace.providers).toEqual({
      // It answers with metadata, so it has clients: only those are to be written.
      authelia: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup: 'existing' },
    });
    await user.click(screen.getByRole('radio', { name: /^RomM/ }));
    await user.click(next());

    await screen.findByRole('heading', { level: 1, name: /Where is RomM/ });
    expect(host.workspace.apps).toEqual({});
    await user.type(screen.getByRole('textbox', { name: 'Address of RomM' }), 'https://games.example.com');
    expect(await screen.findByText('https://games.example.com/api/oauth/openid')).toBeTruthy();
    await user.click(next());

    await screen.findByRole('heading', { level: 1, name: 'Secrets' });
    expect(host.workspace.apps).toEqual({
      romm: {
        kind: 'romm',
        url: 'https://games.example.com',
        provider: 'authelia',
        test_redirect_uri: 'http://127.0.0.1:8911/callback',
      },
    });
    expect(window.location.hash).toBe('#/w/h1/connect/romm/secrets');
  });

  it('ticks the app once it is left, and no provider that has not answered', async () => {
    const host = createFakeHost();
    host.workspace = { ...HOME, apps: {} };
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^RomM/ }));
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Where is RomM/ });
    const steps = screen.getByRole('navigation', { name: 'Steps' });
    expect(within(steps).getAllByRole('link', { name: /App.*\(done\)/ })[0]).toBeTruthy();
    expect((await within(steps).findAllByRole('link', { name: /Provider.*\(no answer/ }))[0]).toBeTruthy();
  });

  it('asks an address that gave no answer once more', async () => {
    const host = createFakeHost();
    let asked = 0;
    host.streams['provider.discover'] = async (_, emit) => {
      asked++;
      emit({
        type: 'result',
        discovery: { status: 'unreachable', summary: 'Nobody there.', endpoints: [], warnings: [] },
      });
    };
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^Authelia/ }));
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'https://auth.example.com');
    await screen.findByText('No answer');
    await user.click(screen.getByText('What to do'));
    const before = asked;
    expect(screen.queryByText(/^Asked again at/)).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Ask again' }));
    await waitFor(() => expect(asked).toBe(before + 1));
    // The same answer once more shows that it was asked.
    expect(await screen.findByText(/^Asked again at \d\d:\d\d:\d\d\.$/)).toBeTruthy();
  });

  it('offers the root of a pasted page in one click, and puts https:// there by itself', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^authentik/ }));
    const field = screen.getByRole('textbox', { name: 'Address' }) as HTMLInputElement;
    await user.click(field);
    await user.paste('https://sso.example.com/if/flow/default-authentication-flow/?next=%2F');
    expect(await screen.findByText(/This is the login page of authentik\./)).toBeTruthy();
    await user.click(next());
    expect(updates(host)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Use it https://sso.example.com' }));
    expect(field.value).toBe('https://sso.example.com');
    expect(field.getAttribute('aria-invalid')).toBeNull();

    await user.clear(field);
    await user.paste('sso.example.com/application/o/romm/');
    await user.click(screen.getByRole('button', { name: 'Use it https://sso.example.com' }));
    expect(field.value).toBe('https://sso.example.com');

    await user.clear(field);
    await user.paste('sso.example.com');
    expect(field.value).toBe('sso.example.com');
    await user.tab();
    // Nothing is asked, so that nothing below moves away from under a click.
    expect(field.value).toBe('https://sso.example.com');
    expect(screen.queryByRole('button', { name: /^Use it/ })).toBeNull();
    expect(screen.getByText('“https://” is added.', { selector: '.field-said' })).toBeTruthy();
    await user.click(field);
    await user.keyboard('{Control>}z{/Control}');
    expect(field.value).toBe('sso.example.com');
    expect(screen.queryByText('“https://” is added.', { selector: '.field-said' })).toBeNull();
    await user.keyboard('{Enter}');
    expect(field.value).toBe('https://sso.example.com');
    expect(updates(host)).toEqual([]);
  });

  it('goes on with an address without its beginning in one press', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^authentik/ }));
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'sso.example.com');
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Which app/ });
    expect(Object.values(host.workspace.providers)[0]?.url).toBe('https://sso.example.com');
  });

  it('does not go on with another version that was not said', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^authentik/ }));
    await user.type(screen.getByRole('textbox', { name: 'Address' }), 'https://sso.example.com');
    await user.click(screen.getByRole('radio', { name: 'Another' }));
    const exact = screen.getByRole('textbox', { name: 'Exact version' }) as HTMLInputElement;
    expect(exact.value).toBe('');
    await user.click(next());
    expect(updates(host)).toEqual([]);
    expect(exact.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(document.activeElement).toBe(exact));
    await user.type(exact, '2025.10');
    expect(exact.getAttribute('aria-invalid')).toBeNull();
    await user.clear(exact);
    await user.click(next());
    expect(updates(host)).toEqual([]);
    await user.type(exact, '2025.10');
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Which app/ });
    expect(Object.values(host.workspace.providers)[0]?.version).toBe('2025.10');
  });

  it('chooses the only app that was found by Enter, and goes on by the next', async () => {
    const host = createFakeHost(HOME);
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.type(await screen.findByRole('searchbox', { name: 'Search apps' }), 'romm');
    const tile = await screen.findByRole('radio', { name: /^RomM/ });
    expect(tile.getAttribute('aria-checked')).toBe('false');
    // It is in the workspace already, which is said before it is chosen again.
    expect(tile.textContent).toContain('Yours');
    await user.keyboard('{Enter}');
    expect(screen.getByRole('radio', { name: /^RomM/ }).getAttribute('aria-checked')).toBe('true');
    expect(screen.queryByText('Choose an app to go on.')).toBeNull();
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: /^Where is RomM/ });
  });

  describe('with a general provider', () => {
    const endpoints = (url: string) =>
      ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'].map((name) => ({
        name,
        url: `${url}/announced/${name}`,
      }));
    const OWN = { kind: 'oidc', url: 'https://id.example.com' } as const;
    /** A host whose providers announce endpoints below their own address. */
    const announcing = (workspace: Parameters<typeof createFakeHost>[0]) => {
      const host = createFakeHost(workspace);
      host.streams['provider.discover'] = async (input, emit) => {
        const { url } = input as { url: string };
        emit({
          type: 'result',
          discovery: {
            status: 'found',
            summary: '',
            issuer: url,
            kind: 'oidc',
            kind_certainty: 'likely',
            endpoints: endpoints(url),
            warnings: [],
          },
        });
      };
      return host;
    };
    const metadataAt = (url: string) => Object.fromEntries(endpoints(url).map((one) => [one.name, one.url]));

    it('asks before it goes on, however fast a person is, and never takes over another address’ answer', async () => {
      const host = announcing({ ...HOME, providers: { own: OWN }, apps: {} });
      const { user } = await openApp(host, '#/w/h1/provider/own/change?app=new&step=provider');
      const field = await screen.findByRole('textbox', { name: 'Address' });
      expect(await screen.findByText('It answers')).toBeTruthy();
      await user.clear(field);
      await user.paste('https://sso.example.com');
      await user.click(screen.getByRole('button', { name: 'Save' }));
      // Back where one was.
      await screen.findByRole('heading', { level: 1, name: /Which identity provider/ });
      expect(host.workspace.providers['own']).toEqual({
        kind: 'oidc',
        url: 'https://sso.example.com',
        metadata: metadataAt('https://sso.example.com'),
      });
    });

    it('keeps what is stated, and says where the provider announces something else', async () => {
      const metadata = { token_endpoint: 'https://inside.example.com/token' };
      const host = announcing({ ...HOME, providers: { own: { ...OWN, metadata } }, apps: {} });
      const { user } = await openApp(host, '#/w/h1/connect/new/provider');
      expect(
        await screen.findByText(
          (_, element) =>
            element?.textContent ===
              'token_endpoint is stated as https://inside.example.com/token, but the provider announces https://id.example.com/announced/token_endpoint.' &&
            element.querySelector('code')?.textContent === 'token_endpoint',
        ),
      ).toBeTruthy();
      await user.click(next());
      await screen.findByRole('heading', { level: 1, name: /Which app/ });
      expect(host.workspace.providers['own']?.metadata).toEqual({
        ...metadataAt('https://id.example.com'),
        ...metadata,
      });
    });
  });

  it('offers the root of an app instead of its login page', async () => {
    const host = createFakeHost(HOME);
    const { user } = await openApp(host, '#/w/h1/connect/romm/addresses');
    const field = (await screen.findByRole('textbox', { name: 'Address of RomM' })) as HTMLInputElement;
    await user.clear(field);
    await user.paste('https://games.example.com/login?next=/');
    await user.click(await screen.findByRole('button', { name: 'Use it https://games.example.com' }));
    expect(field.value).toBe('https://games.example.com');
  });

  it('asks for what is missing beside the field and writes nothing', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await screen.findByRole('radio', { name: /^Authelia/ });
    await user.click(next());
    expect(screen.getByText('Please choose one.')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: /^Authelia/ }));
    const field = screen.getByRole('textbox', { name: 'Address' });
    await user.type(field, 'auth');
    await user.click(next());
    expect(await screen.findByText(/^Begin with https:\/\//)).toBeTruthy();
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(updates(host)).toEqual([]);
  });

  it.each(['0', '70000', 'abc', '/', ''])(
    'says of a wrong port of the test login what is wrong, and leads there: “%s”',
    async (wrong) => {
      const host = createFakeHost(HOME);
      const { user } = await openApp(host, '#/w/h1/connect/romm/addresses');
      const rule = (await screen.findByText('Test login')).closest('details')!;
      await user.click(within(rule).getByText('Test login'));
      const tick = await within(rule).findByRole('checkbox');
      if (!(tick as HTMLInputElement).checked) await user.click(tick);
      const port = await within(rule).findByRole('textbox', { name: 'Its port on this machine' });
      await user.clear(port);
      if (wrong !== '') await user.type(port, wrong);
      expect(within(rule).getByText('Write a number from 1 to 65535.')).toBeTruthy();
      await user.click(within(rule).getByText('Test login'));
      expect(rule.open).toBe(true);
      const before = updates(host).length;
      await user.click(next());
      await waitFor(() => expect(document.activeElement).toBe(port));
      expect(screen.getByText('This can’t work yet. Mend what is marked above.')).toBeTruthy();
      expect(updates(host)).toHaveLength(before);

      await user.clear(port);
      await user.type(port, '8912');
      expect(within(rule).queryByText('Write a number from 1 to 65535.')).toBeNull();
      await user.click(next());
      await screen.findByRole('heading', { level: 1, name: 'Secrets' });
      expect(host.workspace.apps['romm']?.test_redirect_uri).toBe('http://127.0.0.1:8912/callback');
    },
  );

  it('says beside the port of the test login, once it is out there, what another one takes', async () => {
    const host = createFakeHost(HOME);
    const open = async () => {
      const app = await openApp(host, '#/w/h1/connect/romm/addresses');
      const rule = (await screen.findByText('Test login')).closest('details')!;
      await app.user.click(within(rule).getByText('Test login'));
      const tick = await within(rule).findByRole('checkbox');
      if (!(tick as HTMLInputElement).checked) await app.user.click(tick);
      await within(rule).findByRole('textbox', { name: 'Its port on this machine' });
      return rule;
    };
    host.handlers['connection.derive'] = () => ({
      connection: { ...connectionOf('https://games.example.com'), provider_restart: 'Restart it.' },
      problems: [],
    });
    const said = /^If you change it, apply the side of Authelia again\. Restart it\.$/;
    expect(within(await open()).queryByText(said)).toBeNull();
    closeApps();
    const romm = { ...HOME.apps['romm']!, test_redirect_uri: 'http://127.0.0.1:8911/callback' };
    host.workspace = { ...HOME, apps: { romm } };
    const rule = await open();
    expect(await within(rule).findByText(said)).toBeTruthy();
    // It is no part of who may sign in.
    expect(rule.closest('section')!.querySelector('h2')!.textContent).toBe('What belongs to the login');
  });

  it.each([
    [null, 'no answer seen yet'],
    ['2026-11-20T10:00:00.000Z', 'done'],
  ])('ticks a provider that is filled in, and says whether it answered: %s', async (at, said) => {
    const host = createFakeHost(HOME);
    host.handlers['provider.answered'] = ({ provider }) => ({
      provider,
      url: 'https://auth.example.com',
      at,
    });
    await openApp(host, '#/w/h1/connect/romm/addresses');
    const step = await waitFor(() => {
      const first = document.querySelector('.steps .step')!;
      expect(first.querySelector('.unheard')?.textContent).toBe(` (${said})`);
      return first;
    });
    expect(step.querySelector('.n svg')).toBeTruthy();
  });

  it('says beside a second factor what meets people who have none', async () => {
    const host = createFakeHost(HOME);
    const said = 'Whoever has none yet registers one.';
    host.handlers['catalog.view'] = () => ({
      ...CATALOG,
      providers: CATALOG.providers.map((one) => ({ ...one, no_second_factor: said })),
    });
    const { user } = await openApp(host, '#/w/h1/connect/romm/addresses');
    const value = await screen.findByText('Everyone with a password and a second factor');
    expect(within(value).getByText(said)).toBeTruthy();
    await user.click(screen.getByText('Who'));
    await user.click(await screen.findByRole('radio', { name: /^Password only/ }));
    expect(screen.queryByText(said)).toBeNull();
  });

  it.each(['http://localhost/callback', 'https://here.example.com:8443/cb'])(
    'lets an address of the test login be without a port: %s',
    async (uri) => {
      const host = createFakeHost(HOME);
      host.workspace = {
        ...HOME,
        apps: { romm: { ...HOME.apps['romm']!, test_redirect_uri: uri } },
      };
      const { user } = await openApp(host, '#/w/h1/connect/romm/addresses');
      await screen.findByText('Test login');
      await user.click(next());
      await screen.findByRole('heading', { level: 1, name: 'Secrets' });
      expect(host.workspace.apps['romm']?.test_redirect_uri).toBe(uri);
    },
  );

  it('shows the clients of an app’s other programs, with their ids, addresses and secrets', async () => {
    const host = createFakeHost(HOME);
    const own = connectionOf('https://games.example.com');
    const cli = { ...own.client, client_id: 'romm-cli', redirect_uris: ['http://localhost:8085/callback'] };
    host.handlers['connection.derive'] = () => ({
      connection: { ...own, further_clients: [{ key: 'romm_cli', used_by: 'command line', client: cli }] },
      problems: [],
    });
    const secrets = secretsOf('present');
    host.handlers['secrets.status'] = () => ({
      ...secrets,
      entries: [...secrets.entries, { ...secrets.entries[0]!, owner: 'romm_cli', used_by: 'command line' }],
    });
    await openApp(host, '#/w/h1/connect/romm/addresses');
    expect(await screen.findByText('The command line as romm-cli comes back to')).toBeTruthy();
    expect(screen.getByText('http://localhost:8085/callback')).toBeTruthy();
    await closeApps();
    await openApp(host, '#/w/h1/connect/romm/secrets');
    expect(await screen.findByText('RomM (command line)')).toBeTruthy();
  });

  it('keeps what is typed over Back and a reload', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    const first = await openApp(host, '#/w/h1/connect/new/addresses');
    await first.user.click(
      await waitFor(() => {
        first.app.actions.setDraft('new', { app: { kind: 'romm' } });
        return screen.getByRole('textbox', { name: /Address of/ });
      }),
    );
    await first.user.type(screen.getByRole('textbox', { name: /Address of/ }), 'https://half-typed');
    await first.user.click(screen.getByRole('button', { name: 'Back' }));
    await screen.findByRole('heading', { level: 1, name: /Which app/ });
    await waitFor(() =>
      expect(host.calls.filter((call) => call.name === 'progress.set').at(-1)?.input).toMatchObject({
        value: { app: { url: 'https://half-typed' } },
      }),
    );
    closeApps();
    await openApp(host, '#/w/h1/connect/new/addresses');
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: /Address of/ });
    expect(field.value).toBe('https://half-typed');
  });

  it('explains in what another redirect URI differs', async () => {
    const host = createFakeHost(HOME);
    const { user } = await openApp(host, '#/w/h1/connect/romm/addresses');
    await screen.findByText('https://games.example.com/api/oauth/openid');
    await user.click(screen.getByText('Details of the registration'));
    await user.click(await screen.findByRole('checkbox', { name: /uses another one/ }));
    const field = await screen.findByRole('textbox', { name: /Redirect URIs/ });
    await user.clear(field);
    await user.type(field, 'http://games.example.com/api/oauth/openid/');
    expect(await screen.findByText(/http: instead of https:.*a slash at the end/)).toBeTruthy();
  });

  it('shows the host’s problems beside their fields', async () => {
    const host = createFakeHost(HOME);
    host.handlers['connection.derive'] = () => ({
      connection: connectionOf('https://games.example.com'),
      problems: [
        {
          severity: 'error',
          code: 'url-has-query',
          path: 'apps.romm.url',
          message: 'The address has a query.',
          fix: 'Leave out the part after “?”.',
        },
      ],
    });
    await openApp(host, '#/w/h1/connect/romm/addresses');
    const field = await screen.findByRole('textbox', { name: 'Address of RomM' });
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    const described = (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
    expect(described).toContain('The address has a query. Leave out the part after “?”.');
  });

  it('leads to a field in a closed section, and opens no other one', async () => {
    await openApp(createFakeHost(HOME), '#/w/h1/connect/romm/addresses?focus=apps.romm.client_id');
    await waitFor(() =>
      expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe(
        'apps.romm.client_id',
      ),
    );
    const open = [...document.querySelectorAll('details.more')].filter(
      (one) => (one as HTMLDetailsElement).open,
    );
    expect(open).toHaveLength(1);
  });

  it('leads to the field that a diagnosis names', async () => {
    await openApp(createFakeHost(HOME), '#/w/h1/connect/romm/addresses?focus=apps.romm.groups');
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Only these groups' })),
    );
  });

  it('says who loses access by what is typed, before it is saved', async () => {
    const romm = { ...HOME.apps['romm']!, groups: ['family', 'friends', 'office'] };
    const { user } = await openApp(
      createFakeHost({ ...HOME, apps: { romm } }),
      '#/w/h1/connect/romm/addresses',
    );
    await user.click(await screen.findByText('Groups'));
    const field = await screen.findByRole('textbox', { name: 'Only these groups' });
    expect(screen.queryByText(/lose(s)? access/)).toBeNull();
    await user.clear(field);
    expect(screen.queryByText(/lose(s)? access/)).toBeNull();
    await user.type(field, 'family, guests');
    expect(screen.getByText('2 groups lose access: friends, office.')).toBeTruthy();
    await user.type(field, ', friends, office');
    expect(screen.queryByText(/lose(s)? access/)).toBeNull();
  });

  it('names the apps that a change of their provider concerns, before it is saved', async () => {
    const memos = { kind: 'memos', url: 'https://notes.example.com', provider: 'authelia' } as const;
    const other = {
      ...memos,
      url: 'https://other.example.com',
      provider: 'office',
      client_name: 'Other notes',
    };
    const host = createFakeHost({
      ...HOME,
      providers: { ...HOME.providers, office: { kind: 'oidc', url: 'https://id.example.com' } },
      apps: { ...HOME.apps, memos, other },
    });
    const { user } = await openApp(host, '#/w/h1/connect/romm/provider');
    // It serves other apps too, so nothing of it can be typed in the wizard of one.
    expect(await screen.findByText('https://auth.example.com')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('radiogroup', { name: /^Version/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Change address or version' }));
    const field = await screen.findByRole('textbox', { name: 'Address' });
    const touched = () => screen.queryByRole('region', { name: 'What this changes' });
    expect(touched()?.textContent).toContain('Nothing yet.');
    await user.type(field, '.org');
    expect(await within(touched()!).findByText('2 apps have to be tested again')).toBeTruthy();
    expect(
      within(touched()!)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['RomM', 'Memos', 'romm/app.env', 'memos/app.env']);
    expect(updates(host)).toEqual([]);
    // Taken back, it changes nothing.
    await user.type(field, '{Backspace}{Backspace}{Backspace}{Backspace}');
    expect(touched()?.textContent).toContain('Nothing yet.');
    await user.click(screen.getByRole('button', { name: 'Keep it as it is' }));
    expect(await screen.findByRole('heading', { level: 1, name: /Which identity provider/ })).toBeTruthy();
    expect(window.location.hash).toBe('#/w/h1/connect/romm/provider');
  });

  it('says so of everyone, and of a policy', async () => {
    const romm = { ...HOME.apps['romm']!, policy: 'one_factor' };
    const { user } = await openApp(
      createFakeHost({ ...HOME, apps: { romm } }),
      '#/w/h1/connect/romm/addresses',
    );
    await user.click(await screen.findByText('Groups'));
    await user.type(await screen.findByRole('textbox', { name: 'Only these groups' }), 'family');
    expect(screen.getByText('Everyone outside family loses access.')).toBeTruthy();
    await user.click(screen.getByText('Who'));
    await user.click(await screen.findByRole('radio', { name: /^Password and a second factor/ }));
    expect(screen.getByText('Whoever has no second factor loses access.')).toBeTruthy();
  });

  it('asks for an edition only of what has editions, and says what one lacks', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^Memos/ }));
    expect(screen.queryByRole('radiogroup', { name: /Edition/ })).toBeNull();
    await user.click(screen.getByRole('radio', { name: /^Kestra/ }));
    const editions = screen.getByRole('radiogroup', { name: 'Edition of Kestra' });
    expect(screen.queryByRole('radiogroup', { name: /Version of Kestra/ })).toBeNull();
    await user.click(next());
    expect(within(editions).getByText('Please choose one.')).toBeTruthy();
    await user.click(within(editions).getByRole('radio', { name: /Open source/ }));
    // Said before anything was chosen, and still.
    expect(screen.getByText('Single sign-on only in Enterprise.')).toBeTruthy();
    expect(screen.getByText('It has no single sign-on.')).toBeTruthy();
    // The wizard stops at the choice, with what can be done instead.
    expect(screen.getByText(/there is nothing to connect/)).toBeTruthy();
    expect(screen.getByText(/forward authentication/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
    await user.click(within(editions).getByRole('radio', { name: /Enterprise/ }));
    expect(next()).toBeTruthy();
  });

  it.each(['addresses', 'secrets', 'apply', 'test', 'done'])(
    'leads back to the choice from %s if the edition has no single sign-on',
    async (step) => {
      const host = createFakeHost({
        ...HOME,
        apps: {
          flows: {
            kind: 'kestra',
            url: 'https://k.example.com',
            provider: 'authelia',
            edition: 'open-source',
          },
        },
      });
      const { user } = await openApp(host, `#/w/h1/connect/flows/${step}`);
      await user.click(await screen.findByRole('button', { name: 'Back to the choice' }));
      expect(await screen.findByRole('heading', { level: 1, name: /Which app/ })).toBeTruthy();
    },
  );

  it('asks whether Authelia has clients, and chooses nothing by itself where it does not answer', async () => {
    const host = createFakeHost();
    host.streams['provider.discover'] = async (_, emit) =>
      emit({
        type: 'result',
        discovery: { status: 'unreachable', summary: 'No answer.', endpoints: [], warnings: [] },
      });
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^Authelia/ }));
    await user.click(screen.getByRole('textbox', { name: 'Address' }));
    await user.paste('https://auth.example.com');
    const question = screen.getByRole('radiogroup', {
      name: 'Does Authelia already have a list of clients?',
    });
    await user.click(next());
    expect(within(question).getByText('Please choose one.')).toBeTruthy();
    expect(updates(host)).toEqual([]);
    await user.click(within(question).getByRole('radio', { name: /^No, none yet/ }));
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Which app/ });
    expect(host.workspace.providers['authelia']).toMatchObject({ setup: 'new' });
  });

  it('says what the complete block would do to an Authelia that answers', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host, '#/w/h1/connect/new/provider');
    await user.click(await screen.findByRole('radio', { name: /^Authelia/ }));
    await user.click(screen.getByRole('textbox', { name: 'Address' }));
    await user.paste('https://auth.example.com');
    expect(await screen.findByText(/one that has clients/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Yes, or I’m not sure/ }).checked).toBe(true);
    await user.click(screen.getByRole('radio', { name: /^No, none yet/ }));
    expect(screen.getByText(/lock those apps out/)).toBeTruthy();
  });

  it('finds apps by name and offers the way out when there is none', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.type(await screen.findByRole('searchbox', { name: 'Search apps' }), 'nextcloud');
    expect(screen.getByRole('heading', { name: '“nextcloud” is not among the 3' })).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'nextcloud');
    expect(screen.queryByRole('radio', { name: /^Memos/ })).toBeNull();
  });

  const WIKI: AppKindView = {
    kind: 'example-wiki',
    name: 'Example Wiki',
    description: 'Pages that a team writes',
    known: { at: [], how: 'guide', version: '3.1', date: '2026-11-26' },
    versions: { lines: ['3.1'], released: '3.1' },
    version_matters: false,
    settings: [
      { key: 'create_accounts', label: 'Create accounts', type: 'boolean', help: 'At the first login.' },
    ],
    sources: [],
  };

  it('connects an app that only the workspace’s own profile describes', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    host.own_apps = [WIKI, { ...WIKI, kind: 'lost', name: 'lost', description: '', is_undescribed: true }];
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^Example Wiki/ }));
    expect(screen.queryByRole('radio', { name: /^lost/ })).toBeNull();
    await user.click(next());
    await user.type(
      await screen.findByRole('textbox', { name: 'Address of Example Wiki' }),
      'https://wiki.example.com',
    );
    await waitFor(() => expect(next().hasAttribute('disabled')).toBe(false));
    await user.click(next());
    await waitFor(() =>
      expect(host.workspace.apps).toMatchObject({
        'example-wiki': { kind: 'example-wiki', url: 'https://wiki.example.com' },
      }),
    );
  });

  it('describes an app again with what was said, and says if its file was changed by hand', async () => {
    const planes: AppKindView = { ...WIKI, kind: 'paper-planes', name: 'Paper Planes', is_own: true };
    const entry: AppEntry = {
      kind: planes.kind,
      url: 'https://planes.example.com',
      provider: 'home',
      client_name: 'Ours',
    };
    const host = createFakeHost({ ...HOME, apps: { planes: entry } });
    host.own_apps = [planes];
    const description = {
      name: 'Paper Planes',
      version: '',
      callbacks: '/oauth/callback',
      method: 'client_secret_post',
      pkce: 'unknown',
      scopes: 'openid email',
      way: 'env',
      place: '',
      settings: 'PLANES_ID = {client_id}\nPLANES_SECRET = {client_secret}',
    } as const;
    const said: unknown[] = [];
    let byHand = true;
    host.handlers['workspace.described'] = ({ kind }) =>
      byHand
        ? { refuse: 'invalid', message: `./${kind}.profile.yaml was changed by hand.` }
        : { description };
    host.handlers['workspace.describe'] = (input) => {
      said.push([input.description, input.again]);
      return { view: host.view(), kind: planes.kind };
    };
    const { user } = await openApp(host, '#/w/h1/connect/planes/app');
    const again = { name: 'Describe it again' };
    await user.click(await screen.findByRole('button', again));
    expect(
      (await screen.findAllByText('./paper-planes.profile.yaml was changed by hand.')).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('textbox', { name: 'Redirect URI' })).toBeNull();
    byHand = false;
    await user.click(screen.getByRole('button', again));
    const field = await screen.findByRole('textbox', { name: 'Redirect URI' });
    expect(field).toHaveProperty('value', '/oauth/callback');
    await user.clear(field);
    await user.type(field, '/sso/back');
    await user.click(screen.getByRole('button', { name: 'Save the description' }));
    await screen.findByRole('button', again);
    expect(said).toEqual([[{ ...description, callbacks: '/sso/back' }, 'paper-planes']]);
    // What the workspace says of the app stays as it was.
    expect(host.workspace.apps['planes']).toEqual(entry);
  });

  it('keeps what was typed while an app is described again, and Continue saves it or says why not', async () => {
    const planes: AppKindView = { ...WIKI, kind: 'paper-planes', name: 'Paper Planes', is_own: true };
    const entry: AppEntry = { kind: planes.kind, url: 'https://planes.example.com', provider: 'home' };
    const host = createFakeHost({ ...HOME, apps: { planes: entry } });
    host.own_apps = [planes];
    const description = {
      name: 'Paper Planes',
      version: '',
      callbacks: '/oauth/callback',
      method: 'unknown',
      pkce: 'unknown',
      scopes: 'openid',
      way: 'env',
      place: '',
      settings: 'PLANES_ID = {client_id}',
    } as const;
    const said: unknown[] = [];
    host.handlers['workspace.described'] = () => ({ description });
    host.handlers['workspace.describe'] = (input) => {
      said.push([input.description, input.again]);
      return said.length === 1
        ? { refuse: 'invalid', message: 'No setting for the client secret is among the names.' }
        : { view: host.view(), kind: planes.kind };
    };
    const first = await openApp(host, '#/w/h1/connect/planes/app');
    await first.user.click(await screen.findByRole('button', { name: 'Describe it again' }));
    for (const [field, text] of [
      ['Name', ' 2'],
      ['Redirect URI', '/sso'],
      ['The names of its variables', '-secret'],
    ] as const)
      await first.user.type(await screen.findByRole('textbox', { name: field }), text);
    await first.app.actions.keepDrafts();
    closeApps();

    // The page was loaded again.
    const { user } = await openApp(host, '#/w/h1/connect/planes/app');
    expect(await screen.findByRole('textbox', { name: 'Redirect URI' })).toHaveProperty(
      'value',
      '/oauth/callback/sso',
    );
    await user.click(next());
    await screen.findAllByText('No setting for the client secret is among the names.');
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Paper Planes 2');
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Where is/ });
    const typed = {
      ...description,
      name: 'Paper Planes 2',
      callbacks: '/oauth/callback/sso',
      settings: 'PLANES_ID = {client_id}-secret',
    };
    expect(said).toEqual([
      [typed, 'paper-planes'],
      [typed, 'paper-planes'],
    ]);
    // It is saved, so nothing is open any more.
    await user.click(screen.getByRole('button', { name: 'Back' }));
    expect(await screen.findByRole('button', { name: 'Describe it again' })).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Redirect URI' })).toBeNull();
  });

  it('gives the name that was typed for another app to no app of the list', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    host.own_apps = [WIKI];
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^Another app/ }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Paper Planes');
    await user.click(await screen.findByRole('radio', { name: /^Example Wiki/ }));
    await user.click(next());
    await screen.findByRole('textbox', { name: 'Address of Example Wiki' });
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await user.click(await screen.findByRole('radio', { name: /^Another app/ }));
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Paper Planes');
  });

  it('asks six things about any other app, keeps them while typing, and goes on with the app', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    const asked: unknown[] = [];
    host.handlers['workspace.describe'] = ({ description }) => {
      asked.push(description);
      if (asked.length === 1)
        return { refuse: 'invalid', message: 'No setting for the client secret is among the names.' };
      host.own_apps = [{ ...WIKI, kind: 'paper-planes', name: 'Paper Planes', is_own: true }];
      host.revision++;
      return { view: host.view(), kind: 'paper-planes' };
    };
    const { user, app } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^Another app/ }));
    await user.click(next());
    expect(asked).toEqual([]);
    // Three fields, and what is announced.
    expect(screen.getAllByText('Please fill this in.')).toHaveLength(4);
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Paper Planes');
    await user.type(screen.getByRole('textbox', { name: 'Redirect URI' }), '/oauth/callback');
    await user.click(screen.getByText('What else its documentation says'));
    await user.click(await screen.findByRole('radio', { name: /client_secret_post/ }));
    await user.click(screen.getByRole('radio', { name: 'Yes, with S256' }));
    const settings = screen.getByRole('textbox', { name: 'The names of its variables' });
    await user.click(settings);
    await user.paste('PLANES_CLIENT_ID\nPLANES_COLOUR');
    expect(screen.getByText('PLANES_CLIENT_ID = {client_id}')).toBeTruthy();
    expect(screen.getByText(/is not known from its name/)).toBeTruthy();
    await user.click(next());
    // Shown, and announced.
    expect(await screen.findAllByText('No setting for the client secret is among the names.')).toHaveLength(
      2,
    );
    await user.clear(settings);
    await user.click(settings);
    await user.paste('PLANES_CLIENT_ID\nPLANES_CLIENT_SECRET=planted-SECRET-4711');
    // A secret that was copied along stays nowhere.
    await app.actions.keepDrafts();
    expect(JSON.stringify([app.store.getState(), host.calls])).not.toContain('planted-SECRET');
    await user.click(next());
    await screen.findByRole('heading', { level: 1, name: /Where is Paper Planes/ });
    expect(asked.at(-1)).toEqual({
      name: 'Paper Planes',
      version: '',
      callbacks: '/oauth/callback',
      method: 'client_secret_post',
      pkce: 'S256',
      scopes: 'openid profile email',
      way: 'env',
      place: '',
      settings: 'PLANES_CLIENT_ID\nPLANES_CLIENT_SECRET=',
    });
    await user.click(screen.getByRole('button', { name: 'Back' }));
    expect(await screen.findByText(/Described beside this workspace/)).toBeTruthy();
  });

  it('asks the app’s screen and its labels where that is how it is set up', async () => {
    const host = createFakeHost({ ...HOME, apps: {} });
    const { user } = await openApp(host, '#/w/h1/connect/new/app');
    await user.click(await screen.findByRole('radio', { name: /^Another app/ }));
    await user.click(screen.getByRole('radio', { name: 'A screen of the app' }));
    expect(screen.getByRole('textbox', { name: 'Which screen?' })).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'The labels of its fields' })).toBeTruthy();
  });

  it('keeps what an app has set whose profile can’t be read', async () => {
    const entry: AppEntry = {
      kind: 'example-wiki',
      url: 'https://wiki.example.com',
      provider: 'authelia',
      edition: 'pro',
      settings: { create_accounts: false },
    };
    const host = createFakeHost({ ...HOME, apps: { wiki: entry } });
    host.own_apps = [{ ...WIKI, name: 'example-wiki', is_undescribed: true }];
    const { user } = await openApp(host, '#/w/h1/connect/wiki/addresses');
    const address = await screen.findByRole('textbox', { name: 'Address of example-wiki' });
    await user.clear(address);
    await user.type(address, 'https://pages.example.com');
    await user.click(next());
    await waitFor(() =>
      expect(host.workspace.apps['wiki']).toMatchObject({ ...entry, url: 'https://pages.example.com' }),
    );
  });
});

describe('secrets', () => {
  const PLANTED = 'planted-SECRET-4711';

  it('leave the page the moment they are handed over', async () => {
    const host = createFakeHost(HOME);
    host.handlers['secrets.provide'] = () => secretsOf('present');
    const { user, app } = await openApp(host, '#/w/h1/connect/romm/secrets');
    await user.click(await screen.findByRole('radio', { name: /Bring my own/ }));
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: /Your value for Client secret/ });
    expect(field.type).not.toBe('password');
    await user.type(field, PLANTED);
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    await screen.findByText(/All there/);
    expect(host.calls.find((call) => call.name === 'secrets.provide')?.input).toMatchObject({
      value: PLANTED,
    });
    expect(document.documentElement.outerHTML).not.toContain(PLANTED);
    expect(
      [...document.querySelectorAll('input, textarea')].some((one) =>
        (one as HTMLInputElement).value.includes(PLANTED),
      ),
    ).toBe(false);
    expect(JSON.stringify(app.store.getState())).not.toContain(PLANTED);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage }) + window.location.href).not.toContain(
      PLANTED,
    );
  });

  it('are shown on request only, and hidden again', async () => {
    const host = createFakeHost(HOME);
    host.handlers['secrets.status'] = () => secretsOf('present');
    host.handlers['secrets.reveal'] = () => ({ value: PLANTED, hide_after_s: 1 });
    const { user, app } = await openApp(host, '#/w/h1/connect/romm/secrets');
    await user.click(await screen.findByRole('button', { name: 'Show: Client secret' }));
    expect(await screen.findByText(PLANTED)).toBeTruthy();
    expect(JSON.stringify(app.store.getState())).not.toContain(PLANTED);
    await waitFor(() => expect(document.body.innerHTML).not.toContain(PLANTED), { timeout: 3000 });
    // What ran out keeps its room, and can be shown again.
    expect(screen.getByText('Hidden again')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show: Client secret' }));
    expect(await screen.findByText(PLANTED)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Hide: Client secret' }));
    expect(document.body.innerHTML).not.toContain(PLANTED);
  });

  it('open their room with the press, and an answer that comes after Hide is not shown', async () => {
    const host = createFakeHost(HOME);
    host.handlers['secrets.status'] = () => secretsOf('present');
    host.handlers['secrets.reveal'] = () => ({ value: PLANTED, hide_after_s: 1 });
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const call = host.client.call;
    Object.assign(host.client, {
      call: async (name: 'secrets.reveal', input: never) => {
        const answer = await call(name, input);
        if (name === 'secrets.reveal') await held;
        return answer;
      },
    });
    const { user } = await openApp(host, '#/w/h1/connect/romm/secrets');
    await user.click(await screen.findByRole('button', { name: 'Show: Client secret' }));
    expect(screen.getAllByText('Asking for it …').some((one) => !one.closest('[hidden]'))).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Hide: Client secret' }));
    arrive();
    await new Promise((done) => setTimeout(done, 50));
    expect(document.body.innerHTML).not.toContain(PLANTED);
    expect(screen.getByRole('button', { name: 'Show: Client secret' })).toBeTruthy();
  });

  it('typed but not kept are neither lost nor passed over', async () => {
    const host = createFakeHost(HOME);
    const { user } = await openApp(host, '#/w/h1/connect/romm/secrets');
    await user.click(await screen.findByRole('radio', { name: /Bring my own/ }));
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: /Your value for Client secret/ });
    await user.type(field, PLANTED);
    await user.click(next());
    expect(document.activeElement).toBe(field);
    // The message is what describes the field, and goes with its cause.
    const about = () => document.getElementById(field.getAttribute('aria-describedby')!)!.textContent;
    expect(about()).toMatch(/typed but not kept yet/);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await user.clear(field);
    expect(about()).not.toMatch(/typed but not kept yet/);
    expect(field.getAttribute('aria-invalid')).toBe('false');
    expect(host.calls.some((call) => call.name === 'secrets.generate')).toBe(false);
  });

  it('say plainly where they are kept', async () => {
    const host = createFakeHost(HOME);
    host.handlers['secrets.status'] = () => ({
      ...secretsOf('missing'),
      store: { kind: 'session', label: 'memory', locked: false, note: 'No Secret Service answers.' },
    });
    await openApp(host, '#/w/h1/connect/romm/secrets');
    expect(await screen.findByRole('heading', { name: 'Kept for this session only' })).toBeTruthy();
    expect(screen.getByText('No Secret Service answers.')).toBeTruthy();
  });
});
