import type { ReactNode } from 'react';
import { TextInput, Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { splitList } from './forms.ts';
import { issueAt } from './issues.ts';
import { type UriPart, uriDifference } from './uri-difference.ts';
import type { Wiring } from './use-connection.ts';

/** A redirect address of the person's own in place of the computed one, with the difference explained. */
export function RedirectField({
  wiring,
  app,
  path,
}: {
  readonly wiring: Wiring;
  readonly app: string;
  readonly path: string;
}): ReactNode {
  const { t } = useSpeaker();
  const form = wiring.appForm;
  const other = form['redirect'] === 'other';
  const computed = wiring.connection?.computed_redirect_uris ?? [];
  const stated = splitList(form['redirect_uris'], /\n/);
  return (
    <div className="stack tight" data-field={`${path}.redirect_uris`}>
      <Tick
        label={t('addresses.redirect.other')}
        selected={other}
        onChange={(yes) =>
          wiring.setApp({
            redirect: yes ? 'other' : 'computed',
            ...(yes && !form['redirect_uris'] ? { redirect_uris: computed.join('\n') } : {}),
          })
        }
      />
      {other && (
        <>
          <TextInput
            label={t('addresses.redirect.uris')}
            help={t('addresses.redirect.uris.hint')}
            value={form['redirect_uris'] ?? ''}
            onChange={(redirect_uris) => wiring.setApp({ redirect_uris })}
            rows={3}
            code
            issue={issueAt(`${path}.redirect_uris`, wiring.problems, wiring.connection?.notices)}
          />
          {computed.length > 0 && stated.length > 0 && (
            <ul className="differences" aria-live="polite" aria-label={app}>
              {stated.map((uri) => (
                <Difference key={uri} uri={uri} computed={computed} />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

function Difference({
  uri,
  computed,
}: {
  readonly uri: string;
  readonly computed: readonly string[];
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  // Compare with the computed address that is most similar.
  const [closest, parts] = computed
    .map((one) => [one, uriDifference(uri, one)] as const)
    .sort((a, b) => a[1].length - b[1].length)[0]!;
  const say = (part: UriPart): string => {
    const values = { mine: part.mine || t('uri.none'), computed: part.computed || t('uri.none') };
    return speaker.maybe(`uri.${part.part}`, values) ?? part.part;
  };
  return (
    <li className={parts.length === 0 ? 'same' : 'differs'}>
      <Icon name={parts.length === 0 ? 'pass' : 'warn'} size={14} />
      <span>
        <code>{uri}</code>{' '}
        {parts.length === 0
          ? t('addresses.redirect.same')
          : t('addresses.redirect.differs', { computed: closest, parts: parts.map(say).join('; ') })}
      </span>
    </li>
  );
}
