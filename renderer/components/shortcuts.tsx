import type { ReactNode } from 'react';
import { MENU_COMMANDS, MENU_KEYS } from '../../shared/host/menu.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** The keys of an Electron accelerator, as the keyboard of this system names them. */
export const keysOf = (accelerator: string, mac: boolean): string =>
  mac
    ? accelerator.replace('CmdOrCtrl', '⌘').replace('Shift', '⇧').replaceAll('+', '')
    : accelerator.replace('CmdOrCtrl', 'Ctrl').replaceAll('+', ' + ');

const COMMANDS = MENU_COMMANDS.filter((command) => command !== 'practice');
const EVERYWHERE = ['tab', 'enter', 'escape', 'arrows'] as const;

/** The list of the keyboard shortcuts. The menu's ones exist in the desktop app only. */
export function ShortcutsDialog(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const open = useAppState((state) => state.shortcuts);
  const session = useAppState((state) => state.session);
  if (!open || !session) return null;
  const close = () => actions.showShortcuts(false);
  const mac = session.platform === 'darwin';
  return (
    <Dialog title={t('shortcuts.title')} onClose={close}>
      <dl className="shortcuts">
        {session.host === 'desktop' &&
          COMMANDS.map((command) => {
            const accelerator = MENU_KEYS[command];
            return (
              accelerator && (
                <div key={command}>
                  <dt>{t(`shortcuts.${command}`)}</dt>
                  <dd>
                    <kbd>{keysOf(accelerator, mac)}</kbd>
                  </dd>
                </div>
              )
            );
          })}
        {EVERYWHERE.map((what) => (
          <div key={what}>
            <dt>{t(`shortcuts.${what}`)}</dt>
            <dd>
              <kbd>{t(`shortcuts.${what}.key`)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <div className="row end">
        <Button onPress={close}>{t('action.close')}</Button>
      </div>
    </Dialog>
  );
}
