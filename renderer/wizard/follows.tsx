import type { ReactNode } from 'react';
import { Address } from '../components/address.tsx';
import { Rich } from '../components/rich.tsx';
import { useSpeaker } from '../store/react.tsx';
import { splitList } from './forms.ts';
import type { Wiring } from './use-connection.ts';

/** What follows from the address of an app: where people open it, and where they are sent back to. */
export function Follows({
  wiring,
  app,
  wrong,
}: {
  readonly wiring: Wiring;
  readonly app: string;
  /** The address can’t be right, so nothing follows from it. */
  readonly wrong: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const form = wiring.appForm;
  const connection = wrong ? undefined : wiring.connection;
  const back =
    form['redirect'] === 'other'
      ? splitList(form['redirect_uris'], /\n/)
      : (connection?.computed_redirect_uris ?? []);
  const test = form['test_redirect_uri'] || connection?.suggested_test_redirect_uri;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [t('addresses.follows.open'), connection ? [connection.app.url] : []],
    [t('addresses.follows.back', { app }), back],
    ...(form['test'] === 'yes'
      ? [[t('addresses.follows.test'), test === undefined ? [] : [test]] as const]
      : []),
    ...(connection?.further_clients ?? []).map(
      ({ used_by, client }) =>
        [
          t('addresses.follows.further', { used: used_by, id: client.client_id }),
          client.redirect_uris,
        ] as const,
    ),
  ];
  return (
    <aside className="card follows" aria-label={t('addresses.follows')} aria-live="polite">
      <div>
        <h2>{t('addresses.follows')}</h2>
        <p className="quiet small">
          <Rich text={t('addresses.follows.about')} />
        </p>
      </div>
      {rows.map(([what, uris]) => (
        <div key={what}>
          <p className="quiet small">{what}</p>
          <div className="follows-to">
            {uris.length === 0 ? (
              <p className="quiet small">{t('addresses.redirect.pending')}</p>
            ) : (
              uris.map((uri) => <Address key={uri} text={uri} />)
            )}
          </div>
        </div>
      ))}
    </aside>
  );
}
