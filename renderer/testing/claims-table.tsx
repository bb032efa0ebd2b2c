import type { ReactNode } from 'react';
import type { ClaimRow } from '../../shared/host/testing.ts';
import { Rich } from '../components/rich.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useSpeaker } from '../store/react.tsx';

/** Which claims came with the login, where, and what that means for this app. */
export function ClaimsTable({
  rows,
  app,
}: {
  readonly rows: readonly ClaimRow[];
  readonly app: string;
}): ReactNode {
  const { t } = useSpeaker();
  const cell = (row: ClaimRow, place: 'id_token' | 'userinfo') => (
    <td className={row.need !== 'unused' && row.read_from === place ? 'read-here' : ''}>
      {row[place] === null ? <span className="quiet">{t('test.claims.absent')}</span> : row[place]}
      {row.need !== 'unused' && row.read_from === place && (
        <small className="quiet">{t('test.claims.reads')}</small>
      )}
    </td>
  );
  return (
    <div className="card table-card">
      <header>
        <h2 id="claims-title">{t('test.claims', { app })}</h2>
        <p className="quiet small">
          <Rich text={t('test.claims.lead')} />
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll-x" aria-labelledby="claims-title" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('test.claims.claim')}</th>
              <th scope="col">{t('test.claims.id_token')}</th>
              <th scope="col">{t('test.claims.userinfo')}</th>
              <th scope="col">{t('test.claims.verdict', { app })}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.claim}>
                <th scope="row">
                  <code>{row.claim}</code>
                </th>
                {cell(row, 'id_token')}
                {cell(row, 'userinfo')}
                <td>
                  {row.need === 'unused' ? (
                    <span className="quiet">{t('test.claims.unused')}</span>
                  ) : (
                    <>
                      <StateMark state={row.verdict} text={row.verdict_text} />
                      {row.why && <small className="quiet">{row.why}</small>}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
