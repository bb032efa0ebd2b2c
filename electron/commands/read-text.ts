import type { NextStep, TextRead } from '../../shared/diagnosis/reading/described.ts';

const count = (value: number): string =>
  ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][value] ??
  String(value);

/** How many of so many lines say that something is wrong. */
function mattering(matter: number, lines: number): string {
  if (lines === 1) return matter === 0 ? 'its one line does not matter' : 'its one line matters';
  if (matter === 0) return `none of its ${lines} lines matters`;
  if (matter >= lines) return lines === 2 ? 'both lines matter' : `all ${lines} lines matter`;
  return `${count(matter)} of ${lines} lines ${matter === 1 ? 'matters' : 'matter'}`;
}

/** What a pasted text is, in one sentence. */
export function readSentence({ kind, of, lines = 0, matter = 0 }: TextRead): string {
  const by = of === undefined ? '' : ` of ${of}`;
  switch (kind) {
    case 'probe':
      return 'The output of the container command.';
    case 'address':
      return 'An address.';
    case 'answer':
      return 'An address with an answer of the provider in it.';
    case 'page':
      return 'A web page.';
    case 'json':
      return `A JSON answer${by}.`;
    case 'message':
      return `A message${by}.`;
    case 'report':
      return of === undefined ? 'Somebody’s own words.' : `Somebody’s own words about ${of}.`;
    case 'log':
      return `A log${by}; ${mattering(matter, lines)}.`;
  }
}

/** How the log of the app that a text is about is set to debug, as a sentence after the next step; empty if not known. */
export function debugSentence({ debug }: TextRead): string {
  if (debug === undefined) return '';
  return 'variable' in debug
    ? ` For ${debug.app}, set ${debug.variable}=${debug.value} in its environment and make the container anew.`
    : ` For ${debug.app}, ${debug.where}.`;
}

/** What to do next if nothing in the text is known. */
export const NEXT: Readonly<Record<NextStep, string>> = {
  check: 'Run latchkey check: it asks the provider itself and compares the answer with the workspace.',
  'app-log':
    'This is what a person is shown, and it stands for many causes. Set the app’s log to debug, sign in once more and paste the lines from that moment, or run latchkey login.',
  'provider-log':
    'Paste the provider’s log from the same minute, too. latchkey check --container-command shows whether the app’s container reaches the provider, and latchkey login tries the whole way.',
  'first-try':
    'Many apps send the secret by HTTP Basic first and in the form after that, and the refused first try is logged at every good login. If the login fails, the app has no second way: register the method that it used (token_endpoint_auth_method of the client), or have the app use the registered one. The app’s own log from the same minute tells which.',
  'code-given':
    'The provider gave out a code, and the text ends there. If no request for a token follows it in the log, the app doesn’t reach the provider: latchkey check --container-command tells name, route and certificate apart.',
  'other-log':
    'The provider’s log is one half. Paste the app’s log from the same minute, with its level set to debug, or run latchkey login.',
};
