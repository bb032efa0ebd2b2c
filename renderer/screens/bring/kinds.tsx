import type { ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { More } from '../../components/more.tsx';
import { ProductMark } from '../../components/product-mark.tsx';
import { useAsked, useSpeaker } from '../../store/react.tsx';

/** What can be read, by the names of the products. */
export function Kinds(): ReactNode {
  const { t } = useSpeaker();
  const { value } = useAsked('bring.readable', {});
  const cards = [
    ['authelia', 'Authelia', t('bring.kind.authelia')],
    ['authentik', 'authentik', t('bring.kind.authentik')],
    ['keycloak', 'Keycloak', t('bring.kind.keycloak')],
    ['compose', t('bring.kind.compose'), t('bring.kind.compose.what')],
    [
      'apps',
      value ? t('bring.kind.apps.counted', { count: value.apps.length }) : t('bring.kind.apps'),
      t('bring.kind.apps.what'),
    ],
  ] as const;
  return (
    <section className="stack" aria-label={t('bring.kinds')}>
      <ul className="bring-kinds">
        {cards.map(([kind, name, what]) => (
          <li key={kind}>
            {kind === 'compose' || kind === 'apps' ? (
              <span className="mark" aria-hidden="true">
                <Icon name={kind === 'apps' ? 'grid' : 'file'} size={17} />
              </span>
            ) : (
              <ProductMark kind={kind} name={name} />
            )}
            <div>
              <b>{name}</b>
              <span className="quiet small">{what}</span>
            </div>
          </li>
        ))}
      </ul>
      {value && (
        <More title={t('bring.kind.by-name')}>
          <p className="quiet bring-names">{[...value.providers, ...value.apps].join(', ')}</p>
        </More>
      )}
    </section>
  );
}
