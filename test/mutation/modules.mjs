import { readdirSync } from 'node:fs';

/**
 * What guards people's keys and accounts, each with the tests that hold it. A test file named here must fail if the
 * module is changed in a way that matters. Files and folders, from the top of the checkout.
 */
export const MODULES = {
  listener: {
    files: [
      'electron/services/login/listener.ts',
      'electron/services/login/paste-box.ts',
      'electron/services/login/state.ts',
    ],
    tests: [
      'test/electron/services/login/listener.test.ts',
      'test/electron/services/login/paste-box.test.ts',
      'test/electron/services/login/state.test.ts',
    ],
  },
  origin: {
    files: ['electron/serve/origin.ts', 'electron/page/origin.ts'],
    tests: ['test/electron/serve/origin.test.ts', 'test/electron/desktop/navigation.test.ts'],
  },
  access: { files: ['electron/serve/access.ts'], tests: ['test/electron/serve/access.test.ts'] },
  gate: { files: ['electron/host/gate.ts'], tests: ['test/electron/host/gate.test.ts'] },
  sender: { files: ['electron/desktop/sender.ts'], tests: ['test/electron/desktop/sender.test.ts'] },
  navigation: {
    files: ['electron/desktop/navigation.ts'],
    tests: ['test/electron/desktop/navigation.test.ts'],
  },
  permissions: {
    files: ['electron/desktop/permissions.ts'],
    tests: ['test/electron/desktop/permissions.test.ts'],
  },
  'external-urls': {
    files: ['electron/page/external-urls.ts'],
    tests: ['test/electron/page/external-urls.test.ts'],
  },
  'page-files': { files: ['electron/page/files.ts'], tests: ['test/electron/page/files.test.ts'] },
  redactor: {
    files: ['electron/services/network/redactor.ts', 'shared/diagnosis/redact.ts'],
    tests: ['test/electron/services/network/redactor.test.ts', 'test/shared/diagnosis/redaction.test.ts'],
  },
  'atomic-file': {
    files: ['electron/services/files/atomic.ts'],
    tests: ['test/electron/services/files/atomic.test.ts'],
  },
  'export-paths': {
    files: ['electron/services/export/paths.ts'],
    tests: ['test/electron/services/export/paths.test.ts'],
  },
  keyring: {
    files: [
      'electron/services/secrets/keyring-store.ts',
      'electron/services/secrets/keyring-process.ts',
      'electron/services/secrets/keyring-failure.ts',
    ],
    tests: [
      'test/electron/services/secrets/keyring-failure.test.ts',
      'test/electron/services/secrets/keyring-process.test.ts',
      'test/electron/services/secrets/keyring-store.test.ts',
    ],
  },
  digest: {
    files: ['electron/services/secrets/digest.ts', 'electron/services/secrets/digest-format.ts'],
    tests: [
      'test/electron/services/secrets/digest-format.test.ts',
      'test/electron/services/secrets/digest.lab.test.ts',
    ],
  },
  derive: {
    files: ['shared/client/derive.ts'],
    tests: ['test/shared/client', 'test/shared/inherited-names.test.ts'],
  },
  claims: { files: ['shared/client/claims.ts'], tests: ['test/shared/client'] },
  ...judges(),
  lights: {
    files: ['shared/diagnosis/lights.ts'],
    tests: ['test/shared/diagnosis/lights.test.ts'],
  },
  'blueprint-access': {
    files: ['shared/render/authentik/access.ts', 'shared/render/authentik/access-entries.ts'],
    tests: ['test/shared/render/authentik/access-entries.test.ts'],
  },
  markdown: {
    files: ['shared/render/text/markdown.ts'],
    tests: ['test/shared/render/text/markdown.test.ts'],
  },
};

/** Each judge is a module with the tests of its own: a change of a table is tried with every test of its module. */
function judges() {
  return Object.fromEntries(
    readdirSync(new URL('../../shared/diagnosis/judges/', import.meta.url)).map((file) => {
      const name = file.slice(0, -'.ts'.length);
      return [
        `judges:${name}`,
        {
          files: [`shared/diagnosis/judges/${file}`],
          tests: [`test/shared/diagnosis/judges/${name}.test.ts`],
        },
      ];
    }),
  );
}
