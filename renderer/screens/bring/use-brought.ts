import { useState } from 'react';
import type { Brought } from '../../../shared/host/bring.ts';
import type { HostFailure } from '../../../shared/host.ts';
import { announce } from '../../components/announcer.tsx';
import { useApp, useAppState, useSpeaker } from '../../store/react.tsx';
import type { SentFile } from './dropped-files.ts';

/** What is waited for: the files that are read, or the mend of one finding. */
export type Waiting =
  | { readonly for: 'files'; readonly names: readonly string[] }
  | {
      readonly for:
        | 'choice'
        | 'safe'
        | 'undo'
        | 'write'
        | 'restore'
        | 'save'
        | 'url'
        | 'take'
        | 'keep'
        | 'without';
    }
  | { readonly for: 'one'; readonly finding: number };

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: HostFailure };

/** Files that were brought, and all that can be done with them. The page keeps what the host says of them, never their text. */
export function useBrought() {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view!);
  const { handle } = view;
  const [brought, setBrought] = useState<Brought>();
  const [waiting, setWaiting] = useState<Waiting>();
  const [failure, setFailure] = useState<string>();
  /** Why the secrets of apps that were taken over are not kept. */
  const [unkept, setUnkept] = useState<string>();
  /** Counts what was brought, not what was mended in it. */
  const [turn, setTurn] = useState(0);

  const wait = async <T>(what: Waiting, asking: Promise<Answer<T>>): Promise<T | undefined> => {
    setFailure(undefined);
    setWaiting(what);
    const answer = await asking;
    setWaiting(undefined);
    if (answer.ok) return answer.value;
    if (answer.error.code !== 'cancelled')
      setFailure([answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
    return undefined;
  };
  /** What stands in other files than before. */
  const show = (answer: Brought | undefined): void => {
    if (answer === undefined) return;
    setBrought(answer);
    setTurn((now) => now + 1);
    announce(`${n('bring.read-to-you', answer.findings.length)} ${n('bring.apps', answer.apps.length)}`);
  };
  const to = () => (brought && !brought.example ? { to: brought.brought } : {});
  const at = () => ({ handle, brought: brought!.brought });

  return {
    view,
    brought,
    waiting,
    failure,
    unkept,
    turn,
    dismiss: () => setFailure(undefined),
    refuse: (text: string) => setFailure(text),
    reset: () => {
      setBrought(undefined);
      setFailure(undefined);
    },
    read: async (files: readonly SentFile[]) => {
      if (files.length === 0) return;
      const names = files.map(({ name }) => name);
      show(
        await wait(
          { for: 'files', names },
          client.call('bring.read', { handle, files: [...files], ...to() }),
        ),
      );
    },
    choose: async (what: 'files' | 'folder' | 'dropped') =>
      show(await wait({ for: 'choice' }, client.call('bring.choose', { handle, what, ...to() }))),
    example: async () =>
      show(await wait({ for: 'files', names: [] }, client.call('bring.example', { handle }))),
    without: async (index: number) =>
      show(await wait({ for: 'without' }, client.call('bring.without', { ...at(), index }))),
    locate: async (url: string) => {
      const answer = await wait({ for: 'url' }, client.call('bring.again', { ...at(), url }));
      if (answer === undefined) return;
      setBrought(answer);
      announce(n('bring.apps', answer.apps.length));
    },
    mend: async (
      which: { readonly how: 'safe' | 'undo' } | { readonly how: 'one'; readonly finding: number },
    ) => {
      const what: Waiting = which.how === 'one' ? { for: 'one', finding: which.finding } : { for: which.how };
      const answer = await wait(what, client.call('bring.mend', { ...at(), which }));
      if (answer === undefined) return;
      setBrought(answer);
      announce(which.how === 'undo' ? t('bring.undone') : n('bring.mended.announce', answer.findings.length));
    },
    save: async (index: number): Promise<boolean> => {
      const handed = await wait({ for: 'save' }, client.call('bring.mended', { ...at(), index }));
      if (handed === undefined) return false;
      if (handed.by === 'download') actions.download(handed.url, handed.name);
      actions.say('pass', t('bring.saved', { name: handed.by === 'download' ? handed.name : handed.path }));
      return true;
    },
    write: async () => {
      const answer = await wait({ for: 'write' }, client.call('bring.write', at()));
      if (answer === undefined) return;
      setBrought(answer);
      actions.say('pass', n('bring.written', answer.files.filter(({ backup }) => backup).length));
    },
    restore: async () => {
      const answer = await wait({ for: 'restore' }, client.call('bring.restore', at()));
      if (answer === undefined) return;
      setBrought(answer);
      actions.say('pass', t('bring.restored'));
    },
    take: async (apps: readonly string[]) => {
      setFailure(undefined);
      setWaiting({ for: 'take' });
      const answer = await client.call('bring.take', {
        ...at(),
        revision: view.revision,
        apps: [...apps],
      });
      setWaiting(undefined);
      if (!answer.ok && answer.error.code === 'secrets-not-kept') {
        await actions.reload();
        return setUnkept(answer.error.message);
      }
      if (!answer.ok) {
        if (answer.error.code === 'conflict') await actions.reload();
        return setFailure([answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
      }
      actions.accept(answer.value);
      actions.say('pass', n('bring.taken', apps.length));
      actions.go({ at: 'overview', handle });
    },
    keep: async () => {
      setWaiting({ for: 'keep' });
      const answer = await client.call('bring.keep', at());
      setWaiting(undefined);
      if (!answer.ok) return setUnkept(answer.error.message);
      actions.accept(answer.value);
      actions.say('pass', t('bring.unkept.kept'));
      actions.go({ at: 'overview', handle });
    },
  };
}

export type UseBrought = ReturnType<typeof useBrought>;
