import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientRows, entryLines } from '../../../../shared/existing/bring/clients.ts';
import { EXAMPLE } from '../../../../shared/existing/bring/example.ts';
import { fileStates, readableProducts } from '../../../../shared/existing/bring/files.ts';
import { isOfFile, shownFindings } from '../../../../shared/existing/bring/findings.ts';
import { byGravity, gravest } from '../../../../shared/existing/bring/groups.ts';
import { linesAround, linesChanged, shownText } from '../../../../shared/existing/bring/lines.ts';
import { sentencesOf } from '../../../../shared/existing/bring/sentences.ts';
import { examine, RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { fixed, SAFE } from '../../../../shared/existing/doctor/fix.ts';
import { type GivenFile, readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { changerOf } from '../../../../shared/existing/merge/changes.ts';
import { applyEdits } from '../../../../shared/existing/merge/edits.ts';
import { timeOf } from '../../../helpers/processor-time.ts';
import { CASES, given } from '../doctor/cases.ts';

const MASK = '••••••••';
const unknown = () => undefined;
const shownOf = (files: readonly GivenFile[]) =>
  new Map(files.map(({ name, text }) => [name, shownText(text.replace(/^\ufeff/, ''))]));
const all = Object.entries(CASES).flatMap(([id, { bad, mended }]) =>
  [bad, ...(mended === undefined ? [] : [mended])].map((one) => [id, given(one)] as const),
);

describe('findings with their lines', () => {
  test('a mend is shown as the lines that it makes, whatever the rule', () => {
    let count = 0;
    for (const [id, files] of all) {
      const findings = examine(readExisting(files), unknown);
      for (const { finding, lines, mend } of shownFindings(findings, shownOf(files), MASK)) {
        if (mend === undefined) {
          expect(
            lines.every(({ kind }) => kind === 'same'),
            id,
          ).toBe(true);
          continue;
        }
        const text = files.find(({ name }) => name === finding.file)!.text;
        const after = applyEdits(text, changerOf(text)(finding.changes!)!).split(/\r?\n/);
        const before = text.split(/\r?\n/);
        // Shortened lines and masked ones are parts of what stands there.
        const fits = (shown: string, whole: string | undefined): boolean =>
          whole !== undefined && shown.split(/…|•{4,}\S*/).every((part) => whole.includes(part.trim()));
        for (const line of lines) {
          expect(
            fits(line.text, line.kind === 'gone' ? before[line.before! - 1] : after[line.after! - 1]),
            `${id}: ${line.text}`,
          ).toBe(true);
          count += 1;
        }
        expect(lines.length, id).toBeGreaterThan(0);
      }
    }
    expect(count).toBeGreaterThan(150);
  });

  test('each has the source of its rule', () => {
    const files = given(CASES['authelia-redirect-capitals']!.bad);
    const [first] = shownFindings(examine(readExisting(files), unknown), shownOf(files), MASK);
    expect(first!.source).toEqual(RULES.find(({ id }) => id === first!.finding.rule)!.source);
  });

  test('what is about a whole file stands at the file', () => {
    expect(['file-not-yaml', 'file-empty', 'file-too-big'].every((rule) => isOfFile({ rule }))).toBe(true);
    expect(['file-second-document', 'env-dash'].some((rule) => isOfFile({ rule }))).toBe(false);
  });

  test('the first sentence of every message says what is wrong, and nothing of it is lost', () => {
    for (const [, files] of all)
      for (const { message } of examine(readExisting(files), unknown)) {
        const [first, rest] = sentencesOf(message);
        expect(first).not.toBe('');
        expect([first, rest].filter(Boolean).join(' ').replace(/\s+/g, ' ')).toBe(
          message.replace(/\s+/g, ' '),
        );
      }
    expect(sentencesOf('Since 2024.8.5 and e.g. compose.yml it is so. It is refused.')).toEqual([
      'Since 2024.8.5 and e.g. compose.yml it is so.',
      'It is refused.',
    ]);
  });
});

describe('secrets in lines', () => {
  const PLANTED = 'PLANTEDz9Qx7Lw3Rt5';
  const forms = [
    (key: string, value: string) => `${key}: '${value}'`,
    (key: string, value: string) => `${key}=${value}`,
    (key: string, value: string) => `      - "${key}=${value}"`,
    (key: string, value: string) => `"${key}": "${value}",`,
    (key: string, value: string) => `${key}: |\n  ${value}\n  ${value}`,
  ];

  test('are hidden in both lines, also where only one of two names says that it is one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...forms),
        fc.constantFrom('client_secrt', 'secrets_x', 'clientsecret', 'x', 'OIDC_KEY'),
        fc.constantFrom('client_secret', 'hmac_secret', 'OIDC_CLIENT_SECRET'),
        fc.boolean(),
        fc.array(fc.constantFrom('# a comment', 'a: b', '', 'list: [1, 2]'), { maxLength: 4 }),
        (form, old, now, back, around) => {
          const [from, to] = back ? [now, old] : [old, now];
          const text = [...around, form(from, PLANTED), ...around].join('\n');
          const at = text.indexOf(from, text.indexOf(form(from, PLANTED)));
          const lines = linesChanged(shownText(text), [{ at, length: from.length, text: to }], MASK);
          expect(lines.map((line) => line.text).join('\n')).not.toContain('PLANTED');
          expect(lines.map((line) => line.text).join('\n')).toContain(to);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('are hidden wherever a known one stands, and where letters and digits are mixed as no person does', () => {
    const secret = 'aVeryPlain-secret';
    const text = `note: it is ${secret}, really\nkey: nH7Qp2Xr9Lk4Vw8Zt3Bm6Cy1Df5G\nurl: https://photos.example.com/Auth/Login2/Callback/For/All\n`;
    const shown = shownText(text, [secret]);
    const lines = [1, 2, 3].map((line) => linesAround(shown, line, 0, MASK)[0]!.text);
    expect(lines).toEqual([
      `note: it is ${MASK}, really`,
      `key: ${MASK}`,
      'url: https://photos.example.com/Auth/Login2/Callback/For/All',
    ]);
  });

  test('a change within a secret shows nothing of it', () => {
    const text = `client_secret: 'pbkdf2-sha512$310000$${PLANTED}'\n`;
    const at = text.indexOf('pbkdf2');
    const lines = linesChanged(shownText(text), [{ at, length: 0, text: '$' }], MASK);
    expect(lines.map((line) => line.text)).toEqual([`client_secret: ${MASK}`, `client_secret: ${MASK}`]);
  });

  test('hundreds of findings in a long file are shown at once', () => {
    const line = "      - 'https://A.example.com/callback-of-an-app-with-a-long-name'\n";
    const text = line.repeat(15_000);
    expect(text.length).toBeGreaterThan(1_000_000 - 60_000);
    const shown = shownText(text);
    const work = (): void => {
      for (let count = 0; count < 300; count += 1)
        linesChanged(shown, [{ at: count * 50 * line.length + 17, length: 1, text: 'a' }], MASK);
    };
    expect(timeOf(work, 500)).toBeLessThan(500);
  });
});

describe('safe mends', () => {
  test('every rule that asks a person for a choice has a mend, and says what is decided in one sentence', () => {
    const choices = RULES.filter(({ choice }) => choice !== undefined);
    expect(choices.length).toBeGreaterThan(10);
    for (const { id, mends, choice } of choices) {
      expect(mends, id).toBeDefined();
      expect(choice, id).toMatch(/^[\p{L}].*\.$/u);
    }
  });

  /** What a client may do: its scopes and grants, and where it may send people, in the form that is compared. */
  const permissions = (files: readonly GivenFile[]): ReadonlyMap<string, ReadonlySet<string>> =>
    new Map(
      importFiles(files, { url: 'https://auth.example.com' }).apps.map(({ client }) => [
        client.client_id.trim(),
        new Set([
          ...(client.scopes ?? [])
            .flatMap((scope) => scope.trim().split(/\s+/))
            .map((scope) => `scope ${scope}`),
          ...client.redirect_uris.map((uri) => `uri ${uri.trim().toLowerCase().replaceAll('\\', '')}`),
        ]),
      ]),
    );
  const grown = (before: readonly GivenFile[], after: readonly GivenFile[]): string[] => {
    if (after.every(({ text }, index) => text === before[index]!.text)) return [];
    const old = permissions(before);
    return [...permissions(after)].flatMap(([id, now]) => {
      const then = old.get(id);
      return then === undefined ? [] : [...now].filter((one) => !then.has(one)).map((one) => `${id}: ${one}`);
    });
  };
  const withMends = (files: readonly GivenFile[], wanted?: typeof SAFE): readonly GivenFile[] => {
    const { changes } = fixed(files, unknown, {}, wanted);
    return files.map((file, index) => {
      const merged = changes.find((one) => one.index === index)?.merged;
      return merged === undefined ? file : { ...file, text: merged.after };
    });
  };

  test('let no app do more than before, in any of the cases', () => {
    const more = all.flatMap(([id, files]) =>
      grown(files, withMends(files, SAFE)).map((one) => `${id}: ${one}`),
    );
    expect(more).toEqual([]);
    // The others do, so this would be seen.
    const deciding = all.filter(([id]) => RULES.some((rule) => rule.id === id && rule.choice !== undefined));
    expect(deciding.flatMap(([, files]) => grown(files, withMends(files))).length).toBeGreaterThan(3);
  });

  test('make nothing that a person decides', () => {
    for (const [id, files] of all) {
      const before = examine(readExisting(files), unknown).filter(({ choice }) => choice !== undefined);
      const left = examine(readExisting(withMends(files, SAFE)), unknown);
      for (const { rule } of before)
        expect(
          left.map((one) => one.rule),
          id,
        ).toContain(rule);
    }
  });
});

describe('groups', () => {
  test('the gravest first, nothing lost, and no group that is empty', () => {
    const gravity = fc.constantFrom('error' as const, 'warning' as const, 'info' as const);
    fc.assert(
      fc.property(fc.array(fc.record({ severity: gravity, id: fc.nat() })), (list) => {
        const groups = byGravity(list);
        expect(
          groups.flatMap((group) => group.list).sort((a, b) => list.indexOf(a) - list.indexOf(b)),
        ).toEqual(list);
        expect(groups.every((group) => group.list.every(({ severity }) => severity === group.severity))).toBe(
          true,
        );
        expect(groups.every((group) => group.list.length > 0)).toBe(true);
        expect(gravest(list)).toBe(groups[0]?.severity);
      }),
    );
  });
});

describe('clients', () => {
  const rows = (files: readonly GivenFile[]) => {
    const imported = importFiles(files, { url: 'https://auth.example.com' });
    const findings = examine(readExisting(files), unknown);
    return clientRows(imported, findings, shownOf(files));
  };

  test('both sides, their files, and the findings in the lines of each', () => {
    expect(rows(EXAMPLE).map(({ id, seen, files, secret }) => ({ id, seen, files, secret }))).toEqual([
      { id: 'immich', seen: 'provider', files: ['configuration.yml'], secret: 'digest' },
      { id: 'grafana', seen: 'both', files: ['configuration.yml', 'grafana.env'], secret: 'found' },
      { id: 'memos', seen: 'provider', files: ['configuration.yml'], secret: 'found' },
      { id: 'x7-tool', seen: 'provider', files: ['configuration.yml'], secret: 'public' },
    ]);
    const count = examine(readExisting(EXAMPLE), unknown).length;
    // Each of the example's findings lies in the lines of one client.
    expect(rows(EXAMPLE).reduce((sum, { findings }) => sum + findings, 0)).toBe(count);
    expect(rows(EXAMPLE).at(-1)!.findings).toBe(0);
    expect(rows(EXAMPLE)[0]!.gravity).toBe('error');
  });

  test('an app alone has its own side only', () => {
    const [row] = rows([
      {
        name: 'grafana.env',
        text: 'GF_SERVER_ROOT_URL=https://grafana.example.com\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_AUTH_URL=https://auth.example.com/api/oidc/authorization\n',
      },
    ]);
    expect(row).toMatchObject({ id: 'grafana', seen: 'app', files: ['grafana.env'], secret: 'none' });
  });

  test('the lines of an entry end where the next begins, in YAML and in JSON', () => {
    const yaml = shownText(
      'clients:\n  - id: a\n    uris:\n      - x\n\n    # more\n    y: 1\n  - id: b\nother: 1\n',
    );
    expect(entryLines({ file: 'f', line: 2 }, yaml)).toEqual({ file: 'f', from: 2, to: 7 });
    expect(entryLines({ file: 'f', line: 8 }, yaml)).toEqual({ file: 'f', from: 8, to: 8 });
    const json = shownText(
      '[\n  {\n    "clientId": "a",\n    "uris": []\n  },\n  {\n    "clientId": "b"\n  }\n]\n',
    );
    expect(entryLines({ file: 'f', line: 2 }, json)).toEqual({ file: 'f', from: 2, to: 4 });
  });
});

describe('files', () => {
  test('what each is, and what keeps one from being read', () => {
    const files = [
      ...EXAMPLE,
      { name: 'broken.yml', text: 'a:\n\tb: 1\n' },
      { name: 'list.txt', text: 'milk, bread' },
      { name: 'two.yml', text: `${EXAMPLE[0]!.text}---\nb: 1\n` },
      { name: 'none.yml', text: '' },
    ];
    const reading = readExisting(files);
    const states = fileStates(
      files.map(({ name }) => name),
      reading,
      examine(reading, unknown),
    );
    expect(states.map(({ name, state, products, faults }) => [name, state, products, faults.length])).toEqual(
      [
        ['configuration.yml', 'read', ['Authelia'], 0],
        ['grafana.env', 'read', ['Grafana'], 0],
        ['broken.yml', 'broken', [], 1],
        ['list.txt', 'unknown', [], 1],
        ['two.yml', 'read', ['Authelia'], 0],
        ['none.yml', 'unknown', [], 1],
      ],
    );
  });

  test('the products that can be read are named, each once', () => {
    const { providers, apps } = readableProducts();
    expect(providers.slice(0, 3)).toEqual(['Authelia', 'authentik', 'Keycloak']);
    expect(apps).toContain('Grafana');
    expect(new Set(apps).size).toBe(apps.length);
  });
});
