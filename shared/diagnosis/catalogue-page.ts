import { allApps } from '../catalog/apps/index.ts';
import type { Source } from '../catalog/fact.ts';
import { type Cause, type Facts, SECTIONS, type Section } from './catalogue/cause.ts';
import { CAUSES } from './catalogue/index.ts';

const NOWHERE: Facts = {
  connection: undefined,
  findings: [],
  all: [],
  check: undefined,
  product: undefined,
  data: {},
};

/** Returns the symptom catalogue as a Markdown page, made from the same data that the diagnosis uses. */
export function cataloguePage(): string {
  const lines = [
    '# Diagnoses',
    '',
    'What Latchkey can tell apart: what one sees, why, which side to edit and what to write there. In a report and in',
    '`latchkey explain` the general words below are replaced by the names and exact values of your own setup. An app may',
    'have words of its own for a cause. `latchkey explain` also knows the messages that each app is known to show.',
    '',
    `There are ${CAUSES.length} causes. This page is made from the catalogue in \`shared/diagnosis/catalogue/\`; refresh it with`,
    '`UPDATE=1 npx vitest run test/shared/diagnosis/catalogue-page.test.ts`.',
    '',
  ];
  for (const section of Object.keys(SECTIONS) as Section[]) {
    lines.push(`## ${SECTIONS[section]}`, '');
    for (const cause of CAUSES.filter((one) => one.section === section)) lines.push(...entry(cause), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function entry(cause: Cause): string[] {
  const facts: Facts = { ...NOWHERE, product: cause.products?.length === 1 ? cause.products[0] : undefined };
  const told = cause.tell(facts);
  const holds = [...(cause.products ? [`only ${cause.products.join(', ')}`] : [])].join('; ');
  const codes = cause.explains.map(
    (evidence) =>
      `${evidence.codes.map((code) => `\`${code}\``).join(', ')}${evidence.condition ? ` (${evidence.condition})` : ''}`,
  );
  const keys = cause.keys.map((key) =>
    (typeof key.text === 'string' ? [key.text] : key.text)
      .map((text) => `\`${text.replaceAll('`', "'").trim()}\``)
      .join(' with '),
  );
  return [
    `### ${cause.id}${cause.ref ? ` (${cause.ref})` : ''}`,
    '',
    `- **Seen:** ${cause.see}${holds ? ` (${holds})` : ''}`,
    `- **Cause:** ${told.cause}`,
    `- **Edit:** ${cause.sides.join(', or ')}. ${told.fix.text.replace(/\s+/g, ' ')}`,
    ...said(cause.id),
    ...(codes.length > 0 ? [`- **Found by checks as:** ${codes.join('; ')}`] : []),
    ...(keys.length > 0 ? [`- **Recognised in text by:** ${keys.join(', ')}`] : []),
    `- **Sources:** ${cause.seen.map(source).join(', ')}`,
  ];
}

/** What single apps say of a cause instead. */
const said = (id: string): string[] =>
  allApps().flatMap(({ name, said: all }) =>
    all
      .filter((one) => one.cause === id)
      .map(({ says, also, fix, since, before, source: { ref } }) => {
        const versions = [...(since ? [`from ${since}`] : []), ...(before ? [`before ${before}`] : [])].join(
          ', ',
        );
        const text = [says, also, fix].filter((one) => one !== undefined).join(' ');
        return `- **${name}${versions === '' ? '' : ` ${versions}`}:** ${general(text)} (${ref})`;
      }),
  );

const general = (template: string): string =>
  template
    .replaceAll('{provider.name}', 'the identity provider')
    .replaceAll('{provider.host}', 'the provider’s name');

function source({ ref, title }: Source): string {
  if (/^https?:\/\//.test(ref)) return `[${title}](${ref})`;
  const thread = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(ref);
  return thread ? `[${ref}](https://github.com/${thread[1]}/issues/${thread[2]})` : ref;
}
