import type { Connection } from '../../shared/client/types.ts';
import { printable } from '../../shared/diagnosis/printable.ts';
import { redactText } from '../../shared/diagnosis/redact.ts';
import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import type { TestRecord } from '../../shared/host/testing.ts';
import { cell, code, prose } from '../../shared/render/text/markdown.ts';

const KIND: Readonly<Record<TestRecord['kind'], string>> = {
  login: 'Test login',
  check: 'Checks without a login',
  network: 'Output of the container command',
};
const WORD: Readonly<Record<CheckStatus, string>> = {
  pass: 'pass',
  warn: 'warning',
  fail: 'FAIL',
  inconclusive: 'not known',
};

/**
 * A result as Markdown for a forum or an issue: versions, checks, causes. Keeps host names, because most
 * causes are about them. Leaves out claims, codes, tokens and everything that looks like a secret. Pure.
 */
export function reportMarkdown(connection: Connection, record: TestRecord, version: string): string {
  const { app, provider } = connection;
  const { report } = record;
  const parts = [
    `### ${prose(app.definition.name)} with ${prose(provider.definition.name)}: ${WORD[report.result]}`,
    [
      `- ${KIND[record.kind]}, ${record.at}${record.outdated ? ' (something has changed since)' : ''}`,
      `- ${prose(app.definition.name)} ${prose(app.version.effective)}, ${prose(provider.definition.name)} ${prose(provider.version.effective)}, Latchkey ${version}`,
      `- Issuer ${code(connection.provider_metadata.issuer)}`,
    ].join('\n'),
    ...report.diagnoses.map(
      (one) =>
        `**${safe(one.title)}** (${one.side}, ${code(one.id)}, ${Math.round(one.confidence * 100)} %)  \n${safe(one.cause)}  \nFix: ${safe(one.fix.text)}`,
    ),
    '| check | result | seen |\n| --- | --- | --- |\n' +
      report.checks
        .map(
          ({ id, title, status, summary }) =>
            `| ${id} ${cell(safe(title))} | ${WORD[status]} | ${cell(safe(summary))} |`,
        )
        .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const safe = (text: string): string => prose(printable(redactText(text), 2_000));
