import { type ReactNode, useState } from 'react';
import '../wizard/wizard.css';
import { THEMES } from '../../shared/host/look.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { Shell } from '../components/shell.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { useFocusOn } from '../wizard/use-focus-on.ts';
import { Updates } from './updates.tsx';

/** The theme, and where secrets are stored. */
export default function SettingsScreen({ part }: { readonly part: 'secrets' | undefined }): ReactNode {
  const { t } = useSpeaker();
  const { actions, client } = useApp();
  const session = useAppState((state) => state.session!);
  const store = session.secret_store;
  const left = useAppState((state) => state.left);
  const route = useAppState((state) => state.route);
  useFocusOn(part, true, route);
  const [quitting, setQuitting] = useState(false);
  const quit = async () => {
    setQuitting(true);
    const answer = await client.call('session.quit', {});
    setQuitting(false);
    if (!answer.ok) return actions.say('error', answer.error.message);
    actions.stop();
    actions.say('pass', t('settings.quit.done'));
  };
  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('settings.title')}</h1>
        </div>
        {left && (
          <Button small icon="back" onPress={() => actions.go(left)}>
            {t(left.at === 'connect' ? 'settings.back' : 'action.back')}
          </Button>
        )}
      </div>
      <div className="form">
        <Choice
          label={t('settings.theme')}
          look="chips"
          value={session.settings.theme}
          onChange={(theme) => void actions.setSettings({ theme })}
          options={THEMES.map((value) => ({ value, title: t(`settings.theme.${value}`) }))}
        />
        <section className="stack tight" data-field="secrets" tabIndex={-1} aria-labelledby="secrets-title">
          <h2 id="secrets-title">{t('settings.secrets')}</h2>
          <div className={`kept ${store.kind}`}>
            <span className="mark big" aria-hidden="true">
              <Icon name={store.kind === 'keychain' ? 'lock' : 'warn'} size={24} />
            </span>
            <div>
              <h3>{t(`secrets.kept.${store.kind}`, { label: store.label })}</h3>
              <p className="quiet">{store.note ?? t(`secrets.kept.${store.kind}.about`)}</p>
            </div>
          </div>
        </section>
        <section className="stack tight">
          <h2>{t('settings.about')}</h2>
          <p className="quiet">
            {t('settings.version', { version: session.version })}. {t('start.promise')}
          </p>
          {session.releases && <Updates />}
          <div className="row">
            <Button onPress={() => actions.showShortcuts(true)}>{t('shortcuts.title')}</Button>
          </div>
          {session.host === 'browser' && (
            <div className="row">
              <Button busy={quitting} onPress={() => void quit()}>
                {t('settings.quit')}
              </Button>
              <span className="quiet small">{t('settings.quit.about')}</span>
            </div>
          )}
        </section>
      </div>
    </Shell>
  );
}
