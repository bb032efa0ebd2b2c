import type { Connection } from '../../shared/client/types.ts';
import { printable } from '../../shared/diagnosis/printable.ts';
import { redactText } from '../../shared/diagnosis/redact.ts';
import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import type { TestRecord } from '../../shared/host/testing.ts';

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
    `### ${app.definition.name} with ${provider.definition.name}: ${WORD[report.result]}`,
    [
      `- ${record.kind === 'login' ? 'Test login' : 'Checks without a login'}, ${record.at}`,
      `- ${app.definition.name} ${app.version.effective}, ${provider.definition.name} ${provider.version.effective}, Latchkey ${version}`,
      `- Issuer \`${connection.provider_metadata.issuer}\``,
    ].join('\n'),
    ...report.diagnoses.map(
      (one) =>
        `**${safe(one.title)}** (${one.side}, \`${one.id}\`, ${Math.round(one.confidence * 100)} %)  \n${safe(one.cause)}  \nFix: ${safe(one.fix.text)}`,
    ),
    '| check | result | seen |\n| --- | --- | --- |\n' +
      report.checks
        .map(
          ({ id, title, status, summary }) => `| ${id} ${cell(title)} | ${WORD[status]} | ${cell(summary)} |`,
        )
        .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const safe = (text: string): string => printable(redactText(text), 2_000);
const cell = (text: string): string => safe(text).replaceAll('|', '\\|');
