import type { ReactNode } from 'react';
import type { Brought } from '../../../shared/host/bring.ts';
import { Button } from '../../components/button.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { useSpeaker } from '../../store/react.tsx';
import { ShownLines } from './shown-lines.tsx';

type BroughtFile = Brought['files'][number];

const ICONS: Record<BroughtFile['state'], IconName> = {
  read: 'pass',
  partly: 'warn',
  broken: 'fail',
  unknown: 'unseen',
};

/** True for a file that a person may want to mend or leave out. */
export const isTroubled = ({ state }: BroughtFile): boolean => state === 'broken' || state === 'partly';

/** Each file with what it is, or what keeps it from being read: where, the line itself, and what to write instead. */
export function Files(props: {
  readonly list: readonly BroughtFile[];
  readonly busy: boolean;
  readonly onLeave: (index: number) => void;
}): ReactNode {
  const { t } = useSpeaker();
  return (
    <ul className="card bring-files" aria-label={t('bring.files.list')}>
      {props.list.map((file, index) => (
        <li key={file.name} className={file.state}>
          <Icon name={ICONS[file.state]} size={18} />
          <p className="bring-file">
            <b>{file.name}</b> <About file={file} />
          </p>
          <Button
            small
            look="quiet"
            busy={props.busy}
            label={t('bring.file.leave.of', { name: file.name })}
            onPress={() => props.onLeave(index)}
          >
            {t('bring.file.leave')}
          </Button>
          {file.faults.length > 0 && file.state !== 'unknown' && (
            <ul className="bring-faults">
              {file.faults.map(({ line, message, fix, lines }) => (
                <li key={`${line} ${message}`}>
                  <p>
                    {line !== undefined && <b>{t('bring.file.line', { line })}: </b>}
                    {message}
                  </p>
                  {lines.length > 0 && <ShownLines file={file.name} lines={lines} />}
                  {fix !== '' && (
                    <p className="quiet">
                      <b>{t('bring.file.instead')}:</b> {fix}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function About({ file }: { readonly file: BroughtFile }): ReactNode {
  const { t } = useSpeaker();
  if (file.state === 'unknown') return <span className="quiet">{t('bring.file.unknown')}</span>;
  if (file.state === 'broken') return null;
  const what = file.products.length > 0 ? file.products.join(', ') : t('bring.file.variables');
  return <span className="quiet">{file.state === 'partly' ? t('bring.file.partly', { what }) : what}</span>;
}
