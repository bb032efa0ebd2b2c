import { describe, expect, it } from 'vitest';
import { deriveConnection } from '../../../../shared/client/derive.ts';
import { renderApp } from '../../../../shared/render/app.ts';
import type { AppSettings } from '../../../../shared/workspace/types.ts';

const connect = (settings: AppSettings, version = '5.2') =>
  deriveConnection(
    {
      latchkey: 1,
      id: 'w',
      providers: { home: { kind: 'authelia', url: 'https://auth.example.com', setup: 'existing' } },
      apps: { romm: { kind: 'romm', url: 'https://romm.example.com', provider: 'home', version, settings } },
    },
    'romm',
    'x',
  );
const stepsOf = (settings: AppSettings, version?: string) => {
  const guide = renderApp(connect(settings, version), {
    clients: { romm: { client_id: 'x', client_secret: 's' } },
    providers: {},
  })[0]!;
  return guide.form === 'guide' ? guide.steps : [];
};

// RomM writes the role anew at each login in which the claim is present.
describe('an existing admin who would lose the role', () => {
  it.each([
    { role_claim: 'groups' },
    { role_claim: 'groups', role_viewer: '*' },
    { role_claim: 'groups', role_admin: 'romm-admins' },
    { role_claim: 'groups', role_admin: 'romm-admins', role_viewer: 'family' },
    { role_claim: 'groups', role_admin: 'a', role_editor: 'b', role_viewer: '*' },
  ])('is told before the first login: %j', (settings) => {
    const told = connect(settings).notices.find(({ code }) => code === 'romm-roles-replace')!;
    expect(told.severity).toBe('warning');
    expect(told.message).toMatch(/existing admin/);
    const steps = stepsOf(settings);
    const at = (id: string) => steps.findIndex((step) => step.id === id);
    expect(at('romm-roles')).toBeGreaterThanOrEqual(0);
    expect(at('romm-roles')).toBeLessThan(at('romm-login'));
    expect(steps[at('romm-roles')]!.note).toMatch(
      /existing admin .*becomes an ordinary user at the first login/,
    );
  });

  it.each([
    [{}, '5.2'],
    [{ role_admin: 'x' }, '5.2'],
    [{ role_claim: 'groups' }, '4.3.1'],
  ])('is not worried where no role is taken from a claim: %j at %s', (settings, version) => {
    expect(connect(settings, version).notices.map(({ code }) => code)).not.toContain('romm-roles-replace');
    expect(stepsOf(settings, version).map(({ id }) => id)).not.toContain('romm-roles');
  });
});
