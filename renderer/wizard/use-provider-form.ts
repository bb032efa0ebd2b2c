import { useRef, useState } from 'react';
import { repairAddress } from '../../shared/addresses/repair.ts';
import { adoptAnnounced, type EndpointDifference } from '../../shared/client/announced.ts';
import { chosenSetup } from '../../shared/client/setup.ts';
import type { Problem } from '../../shared/host/common.ts';
import type { ProviderKindView } from '../../shared/host/connection.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { announce } from '../components/announcer.tsx';
import type { FieldIssue, Tidied } from '../components/fields.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import type { Form } from './forms.ts';
import { addressIssue, issueAt, shownIssue, tidyAddress } from './issues.ts';
import { announcedBy, type Discovering, useDiscovery } from './use-discovery.ts';
import { isVersionMissing, versionOf } from './version-answer.ts';

/** A provider's entry while it is typed, wherever that is. */
interface Typed {
  readonly id: string;
  /** As it is in the workspace. */
  readonly saved: ProviderEntry | undefined;
  readonly form: Form;
  /** What the form says; undefined without a kind. */
  readonly entry: ProviderEntry | undefined;
  readonly kind: ProviderKindView | undefined;
  readonly problems: readonly Problem[];
  readonly onChange: (change: Form) => void;
}

/** What became of it: nothing was saved because something is missing, or the rules refused it. */
type Outcome = 'saved' | 'incomplete' | 'refused';

export interface ProviderForm extends Typed {
  /** Where its fields are in the workspace file. */
  readonly path: string;
  readonly example: string;
  /** The address that is asked: what was typed, or its root if that is a page. */
  readonly asked: string;
  readonly discovering: Discovering;
  readonly differs: readonly EndpointDifference[];
  readonly urlIssue: FieldIssue | undefined;
  readonly onLeaveUrl: () => void;
  /** The address with the beginning that it lacks. */
  readonly tidyUrl: Tidied | undefined;
  /** What keeps the version from being taken, once that was tried. */
  readonly versionIssue: FieldIssue | undefined;
  /** True if the person has to say whether it has clients. */
  readonly mustChoose: boolean;
  readonly setup: string;
  readonly setupIssue: FieldIssue | undefined;
  /** True if it is seen that it has clients. */
  readonly answers: boolean;
  readonly tried: boolean;
  readonly saving: boolean;
  /** Saves it, unless it is as it was. */
  readonly save: () => Promise<Outcome>;
  /** Ends what is asked before it is saved. */
  readonly stop: () => void;
}

/** Discovers the provider while its address is typed, says what is wrong, and saves it. */
export function useProviderForm(given: Typed): ProviderForm {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const { id, saved, form, kind, problems } = given;
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string>();
  const asking = useRef<AbortController>(undefined);
  // A pasted page is offered to be replaced; what is asked is its root already.
  const typed = form['url'] ?? '';
  const asked = repairAddress(typed, { side: 'provider', kind: kind?.kind })?.value ?? typed;
  const discovering = useDiscovery(kind?.kind, asked, form['ca_file'] ?? '', id);

  const path = `providers.${id}`;
  const example = kind?.described?.example ?? (kind ? 'https://id.example.com' : 'https://auth.example.com');
  const empty = typed.trim() === '';
  const own = addressIssue(typed, speaker, { side: 'provider', kind: kind?.kind, example });
  const tidyUrl = tidyAddress(typed, speaker, { side: 'provider', kind: kind?.kind });
  const unsaid = kind?.version_matters === true && isVersionMissing(versionOf(form));
  const urlIssue =
    (tried && empty ? ({ severity: 'error', message: t('field.required') } as const) : undefined) ??
    shownIssue(own, left || tried) ??
    (refused ? ({ severity: 'error', message: refused } as const) : undefined) ??
    issueAt(`${path}.url`, problems);

  const openEndpoints = kind?.open_endpoints ?? [];
  // What is stated stays; where the provider announces something else, the panel says so.
  const differs = given.entry
    ? adoptAnnounced(given.entry, openEndpoints, announcedBy(discovering.found, given.entry.url)).differs
    : [];
  // Nothing is chosen for the person unless it is seen that the provider has clients.
  const answers = discovering.found?.status === 'found' && discovering.found.issuer !== undefined;
  const mustChoose = kind?.one_list === true;
  const typedSetup = form['setup'] === 'new' || form['setup'] === 'existing' ? form['setup'] : undefined;
  const setup = chosenSetup(mustChoose, typedSetup, answers) ?? '';
  // What the workspace leaves open already, nobody has to decide to change something else.
  const missing = mustChoose && setup === '' && (saved === undefined || saved.setup !== undefined);
  const setupIssue: FieldIssue | undefined =
    missing || setup === ''
      ? tried && missing
        ? { severity: 'error', message: t('field.choose') }
        : undefined
      : setup === 'new' && answers && !saved
        ? { severity: 'warning', message: t('provider.setup.answers') }
        : undefined;

  const save = async (): Promise<Outcome> => {
    setTried(true);
    const { entry } = given;
    // What the workspace leaves open stays open until a person says it: all tests depend on what is stated.
    const says = mustChoose && setup !== '' && (saved === undefined || typedSetup !== undefined);
    const stated = entry && says ? { ...entry, setup } : entry;
    if (!stated || empty || own?.severity === 'error' || missing || unsaid) {
      announce(t('addresses.blocked'), true);
      return 'incomplete';
    }
    setSaving(true);
    // What only its document tells is asked before anything is saved.
    const ending = new AbortController();
    asking.current = ending;
    const found =
      discovering.found ?? (openEndpoints.length > 0 ? await discovering.ask(ending.signal) : undefined);
    const { entry: whole } = adoptAnnounced(stated, openEndpoints, announcedBy(found, stated.url));
    const answer =
      JSON.stringify(saved) === JSON.stringify(whole)
        ? undefined
        : await actions.update({ op: 'put-provider', id, entry: whole });
    setSaving(false);
    if (!answer || answer.ok) return 'saved';
    if (answer.error.code === 'invalid') setRefused(answer.error.message);
    else if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
    return 'refused';
  };

  return {
    ...given,
    path,
    example,
    asked,
    discovering,
    differs,
    urlIssue,
    onLeaveUrl: () => setLeft(true),
    tidyUrl,
    versionIssue:
      tried && unsaid
        ? { severity: 'error', message: t('field.required') }
        : issueAt(`${path}.version`, problems),
    mustChoose,
    setup,
    setupIssue,
    answers,
    tried,
    saving,
    save,
    stop: () => asking.current?.abort(),
    onChange: (change) => {
      setRefused(undefined);
      given.onChange(change);
    },
  };
}
