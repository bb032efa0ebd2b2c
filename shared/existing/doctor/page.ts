import { RULE_GROUPS } from './doctor.ts';
import type { RuleData } from './rule.ts';

/** The page of all rules, made from them. */
export function rulesPage(): string {
  const all = RULE_GROUPS.flatMap(({ rules }) => rules);
  const mending = all.filter(({ mends }) => mends !== undefined).length;
  return `# Doctor

\`latchkey doctor FILE…\` reads configuration that exists and says what is wrong in it. It knows ${all.length} mistakes, which stand
below. Words in braces are filled in from the file; a secret is never repeated.

- **error**: it can’t work. **warning**: it is likely not meant, or unsafe. **note**: good to know.
- A rule with versions counts for these only. The version is the one that \`--provider-version\` or \`--app-version\` tells,
  else that of an image in a Compose file or of a comment at the head of the file, else that of \`--workspace\`. If nothing
  says it, the newest is taken, and the answer says so.
- \`--fix\` mends ${mending} of them, where nothing has to be decided or known for it: each change is shown as a diff, the file
  before is kept, and \`latchkey merge --undo FILE\` brings it back. A change that would lead to another finding isn’t made, nor
  one behind an anchor or in a template. For the others, the line and what to write are told.
- The window makes those mends with one press that mean the same as before, or the one thing that can be meant. Where
  something is **to decide**, it makes each of them by itself; \`--fix\` makes them all.

This page is made from the rules; \`UPDATE=1 npx vitest run test/shared/existing/doctor/page.test.ts\` writes it again.
${RULE_GROUPS.map(({ title, rules }) => `\n## ${title}\n\n${rules.map(ruleText).join('\n')}\n`).join('')}`;
}

const WORDS = { error: 'error', warning: 'warning', info: 'note' } as const;

function ruleText({ id, severity, since, before, says, fix, mends, choice, source }: RuleData): string {
  const versions = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
  ];
  return [
    `- \`${id}\` (${[WORDS[severity], ...versions].join(', ')}): ${escaped(says)}`,
    `  **Do:** ${escaped(fix)}`,
    `  **\`--fix\`:** ${mends === undefined ? 'no' : mends === 'always' ? 'yes' : `yes, ${mends}`}.`,
    ...(choice === undefined ? [] : [`  **To decide:** ${escaped(choice)}`]),
    `  **Source:** ${escaped(source.title)} (${escaped(source.ref)}).`,
  ].join('\n');
}

/** Text in which nothing is taken for a sign of Markdown. */
const escaped = (text: string): string => text.replace(/[*_<>`|\\]/g, '\\$&');
