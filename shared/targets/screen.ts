import { readJsonText } from './json.ts';
import { type Reading, readWithin } from './reading.ts';

/**
 * What was typed into a form: lines “Label: value”, or the JSON of a guide that Latchkey exported. A label that comes
 * again in a guide is a list.
 */
export const readScreen = (text: string): Reading =>
  /^\s*\[/.test(text) ? readGuide(text) : readLines(text);

const readLines = (text: string): Reading =>
  readWithin(text, (findings) => {
    let at = 0;
    for (const line of text.split('\n')) {
      const whole = line.replace(/\r$/, '');
      const colon = whole.indexOf(': ');
      if (colon > 0) {
        const label = whole.slice(0, colon).trim();
        const value = whole.slice(colon + 2).trim();
        const start = at + whole.indexOf(value, colon + 2);
        const key = at + whole.indexOf(label);
        findings.add({
          path: [label],
          value,
          span: findings.span(start, start + value.length),
          key: findings.span(key, key + label.length),
          quoted: 'none',
        });
      } else if (whole.trim() !== '')
        findings.problem(
          'screen-no-label',
          'warning',
          'This line is no “Label: value”.',
          at,
          at + whole.length,
        );
      at += line.length + 1;
    }
  });

/** The fields of all steps of a guide. */
function readGuide(text: string): Reading {
  const { entries, problems } = readJsonText(text);
  const at = new Map(entries.map((one) => [one.path.join('\n'), one]));
  const fields = entries.flatMap((one) => {
    const [step, fields, field, label] = one.path;
    const value = label === 'label' ? at.get([step, fields, field, 'value'].join('\n')) : undefined;
    return fields === 'fields' && value !== undefined
      ? [{ ...value, path: [String(one.value)], key: one.span }]
      : [];
  });
  return { entries: fields, problems };
}
