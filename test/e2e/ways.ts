import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import type { ServedHost } from './host.ts';
import { ApplyPage } from './pages/apply-page.ts';
import { OverviewPage } from './pages/overview-page.ts';
import { StartPage } from './pages/start-page.ts';
import { SignInPage, TestPage } from './pages/test-page.ts';
import { WizardPage } from './pages/wizard-page.ts';
import type { Side, Slip } from './provider.ts';

export const TEST_URI = 'http://127.0.0.1:8911/callback';

export interface Prepared {
  readonly provider?: ProviderKind;
  readonly app?: AppKind;
  readonly appUrl?: string;
  /** Lines under the app's entry, each `key: value`. */
  readonly more?: readonly string[];
  /** Lines of the provider's entry. */
  readonly of?: readonly string[];
  readonly version?: string;
}

/** The text of a workspace with one app at one provider. */
export function workspaceText(providerUrl: string, given: Prepared = {}): string {
  const {
    provider = 'authelia',
    app = 'memos',
    appUrl = 'https://notes.example.com',
    more = [],
    of = [],
  } = given;
  const version = given.version ?? { authelia: '4.39', authentik: '2026.8', oidc: undefined }[provider];
  return `${[
    'latchkey: 1',
    'id: 0d7c6a52-9a55-4b0e-8b0e-3b3a4d1e5f60',
    'name: Home',
    'providers:',
    '  home:',
    `    kind: ${provider}`,
    `    url: ${providerUrl}`,
    ...(version === undefined ? [] : [`    version: "${version}"`]),
    ...of.map((line) => `    ${line}`),
    'apps:',
    `  ${app}:`,
    `    kind: ${app}`,
    `    url: ${appUrl}`,
    '    provider: home',
    `    test_redirect_uri: ${TEST_URI}`,
    ...more.map((line) => `    ${line}`),
  ].join('\n')}\n`;
}

/** Opens a workspace file made for the test and leaves the page at the overview. Returns the file. */
export async function openWorkspace(page: Page, host: ServedHost, text: string): Promise<string> {
  const folder = mkdtempSync(path.join(host.home, 'work-'));
  const file = path.join(folder, 'home.latchkey.yaml');
  writeFileSync(file, text);
  const start = new StartPage(page);
  await start.goto(host.url);
  await start.open(file);
  return file;
}

/** From the overview to Apply; creates the secrets on the way, save those that the provider makes, if it is named. */
export async function toApply(page: Page, name: string, maker?: string): Promise<ApplyPage> {
  await new OverviewPage(page).act(name, 'Change addresses or version');
  const wizard = new WizardPage(page);
  await expect(wizard.heading(/^Where is/)).toBeVisible();
  await wizard.step('Secrets').click();
  await wizard.secrets(maker);
  await wizard.next.click();
  const apply = new ApplyPage(page);
  await expect(apply.heading).toBeVisible();
  return apply;
}

/** From the overview to the test step, with everything applied as the files say, or with a mistake. */
export async function toTest(
  page: Page,
  name: string,
  given: { readonly side: Side; readonly folder: string; readonly slip?: Slip },
): Promise<TestPage> {
  const apply = await toApply(page, name);
  await apply.save(given.folder);
  await given.side.apply(given.folder, given.slip);
  await apply.goOn();
  const proof = new TestPage(page);
  await proof.checked();
  return proof;
}

/** A complete test login in its own tab, as Ada. */
export async function signIn(proof: TestPage): Promise<void> {
  const tab = await proof.openLogin();
  await new SignInPage(tab).agree();
  await expect(proof.panel).toBeHidden({ timeout: 20_000 });
}
