import type { ReactNode } from 'react';
import type { Brought } from '../../shared/host/bring.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { UseBrought } from './bring/use-brought.ts';

/** The mended files: to save, to copy, or written where they are, with the way back. */
export function Mended(props: {
  readonly brought: Brought;
  readonly files: UseBrought;
  /** The file whose “Save” stands at the head of the screen already. */
  readonly first: number | undefined;
  readonly onSave: (index: number) => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { brought, files } = props;
  const list = brought.files.flatMap((file, index) =>
    file.mended > 0 || file.backup !== undefined ? [{ file, index }] : [],
  );
  if (list.length === 0) return null;
  const open = list.some(({ file }) => file.mended > 0);
  const busy = files.waiting?.for;
  return (
    <section className="card bring-mended" aria-labelledby="bring-mended">
      <header>
        <h2 id="bring-mended">{t(open ? 'bring.mended' : 'bring.mended.done')}</h2>
        {brought.can_undo && (
          <Button small busy={busy === 'undo'} onPress={() => void files.mend({ how: 'undo' })}>
            {t('bring.undo')}
          </Button>
        )}
        {!open && (
          <Button small busy={busy === 'restore'} onPress={() => void files.restore()}>
            {t('bring.restore')}
          </Button>
        )}
      </header>
      <ul>
        {list.map(({ file, index }) => (
          <li key={file.name}>
            <Icon name="file" size={16} />
            <p>
              <b>{file.name}</b>{' '}
              <span className="quiet">
                {file.mended > 0
                  ? n('bring.mended.count', file.mended)
                  : t('bring.mended.as-before', { backup: file.backup ?? '' })}
              </span>
            </p>
            {file.mended > 0 && (
              <span className="row">
                <CopyButton
                  what={file.name}
                  from={{ target: { kind: 'mended', brought: brought.brought, index } }}
                >
                  {t('bring.copy')}
                </CopyButton>
                {index !== props.first && (
                  <Button small busy={busy === 'save'} onPress={() => props.onSave(index)}>
                    {t('bring.save', { name: file.name })}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
