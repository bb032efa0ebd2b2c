import type { Source } from '../../catalog/fact.ts';
import type { Unread } from './reading.ts';
import type { Hit, Rule } from './rule.ts';

const YAML: Source = { title: 'YAML 1.2', ref: 'https://yaml.org/spec/1.2.2/', certainty: 'docs' };
const GO_YAML: Source = {
  title: 'Go’s yaml: only the first document is read',
  ref: 'gopkg.in/yaml.v3 Unmarshal',
  certainty: 'code',
};
const OURS: Source = { title: 'What Latchkey reads', ref: 'shared/existing/doctor', certainty: 'code' };

const SECONDS: ReadonlySet<string> = new Set(['yaml-too-deep', 'yaml-too-many']);

const unreadBy = (how: Unread['how'], also: (unread: Unread) => boolean = () => true) =>
  function* (all: readonly Unread[]): Generator<Hit> {
    for (const one of all)
      if (one.how === how && also(one))
        yield {
          at: one,
          with: { file: one.file.name, message: one.flaw?.message, suggestion: one.flaw?.suggestion },
        };
  };

/** Rules about files that can't be examined, as a whole or in a part. */
export const FILES: readonly Rule<readonly Unread[]>[] = [
  {
    id: 'file-too-big',
    severity: 'error',
    says: 'The file {file} is far larger than a configuration, and isn’t read.',
    fix: 'Check that it is the right file.',
    source: OURS,
    find: unreadBy('too-big'),
  },
  {
    id: 'file-too-much',
    severity: 'error',
    says: 'The file {file} nests far deeper or has far more entries than a configuration, and isn’t read.',
    fix: 'Check that it is the right file, or give a part of it.',
    source: OURS,
    find: unreadBy('flaw', ({ flaw }) => SECONDS.has(flaw?.code ?? '')),
  },
  {
    id: 'file-not-yaml',
    severity: 'error',
    says: 'The file can’t be read from here on: {message} The program that loads it stops here, too.',
    fix: '{suggestion}',
    source: YAML,
    find: unreadBy('flaw', ({ flaw }) => !SECONDS.has(flaw?.code ?? '')),
  },
  {
    id: 'file-template',
    severity: 'info',
    says: 'The file {file} is a template with statements, and no YAML before it is filled in. It isn’t examined.',
    fix: 'Give the file that the program makes of it; for Authelia, “authelia config template --config FILE --config.experimental.filters template” shows it.',
    source: OURS,
    find: unreadBy('template'),
  },
  {
    id: 'file-second-document',
    severity: 'warning',
    says: 'A second YAML document begins here. Authelia reads only the first one.',
    fix: 'Take out the line with ---, or put what follows into a file of its own.',
    source: GO_YAML,
    find: unreadBy('second-document'),
  },
  {
    id: 'file-empty',
    severity: 'warning',
    says: 'The file {file} is empty.',
    fix: 'Check that it is the right file.',
    source: OURS,
    find: unreadBy('empty'),
  },
  {
    id: 'file-not-recognised',
    severity: 'info',
    says: 'Nothing in {file} is known: it is neither a configuration of a provider nor settings of an app, an environment or a Compose file.',
    fix: 'Give the file that holds the clients, or the app’s settings for the login.',
    source: OURS,
    find: unreadBy('unknown'),
  },
];
