/** Which option a message is about, and what it says of it. */
export interface OptionSaid {
  /** Its path in the configuration, with `[]` for an entry of a list. */
  readonly option: string;
  /** Which entry it is, in words: “the client games”. Empty if there is only one place. */
  readonly place: string;
  /** The rest of the sentence: `is required`. */
  readonly complaint: string;
  readonly client?: string;
}

interface Subject {
  readonly form: RegExp;
  readonly path: (found: RegExpExecArray) => string;
  readonly words: (found: RegExpExecArray) => string;
}

/** What stands between the names of the sections when it is about one entry of a list. */
const SUBJECTS: readonly Subject[] = [
  {
    form: /^client '([\s\S]*?)': (?=option |consent: |jwks: )/,
    path: () => '[]',
    words: ([, id]) => `the client “${id}”`,
  },
  {
    form: /^policy '([^']*)': /,
    path: ([, name]) => `.${name}`,
    words: ([, name]) => `the policy “${name}”`,
  },
  {
    form: /^rule #(\d+)(?: \(domain '([^']*)'\))?: /,
    path: ([, , domain]) => (domain === undefined ? '[]' : '.rules[]'),
    words: ([, number, domain]) => `rule ${number}${domain === undefined ? '' : `, for ${domain}`}`,
  },
  {
    form: /^key #(\d+)(?: with key id '([^']*)')?: /,
    path: () => '[]',
    words: ([, number, id]) => `key ${number}${id ? `, “${id}”` : ''}`,
  },
  {
    form: /^domain config #(\d+)(?: \(domain '([^']*)'\))?: /,
    path: () => '.cookies[]',
    words: ([, number, domain]) => `entry ${number}${domain ? `, for ${domain}` : ''}`,
  },
  {
    form: /^(?:strategy #|bucket )(\d+)(?: \([^)]*\))?: /,
    path: () => '[]',
    words: ([, number]) => `entry ${number}`,
  },
];

const SECTION = /^([a-z][\w.-]{0,80}): /;

/** Reads the form that nearly all messages about a value have: `section: part: option 'name' what is wrong`. */
export function optionIn(message: string): OptionSaid | undefined {
  let rest = message;
  let path = '';
  const places: string[] = [];
  let client: string | undefined;
  for (;;) {
    const subject = SUBJECTS.find(({ form }) => form.test(rest));
    if (subject) {
      const found = subject.form.exec(rest)!;
      path += subject.path(found);
      places.push(subject.words(found));
      if (found[0].startsWith('client ')) client = found[1];
      rest = rest.slice(found[0].length);
      continue;
    }
    const section = SECTION.exec(rest);
    if (!section) break;
    path += `${path === '' ? '' : '.'}${section[1]}`;
    rest = rest.slice(section[0].length);
  }
  const option =
    /^option ['`]([\w.]{1,100})['`] ([\s\S]*)$/.exec(rest) ??
    /^'([\w.]{1,100})' option ([\s\S]*)$/.exec(rest);
  if (path === '' && !option) return undefined;
  return {
    option: option ? `${path}${path === '' ? '' : '.'}${option[1]}` : path,
    place: places.join(', '),
    complaint: option ? option[2]! : rest,
    ...(client === undefined ? {} : { client }),
  };
}
