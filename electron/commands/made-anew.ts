import type { SecretName } from '../../shared/secrets.ts';
import type { SecretStore } from '../services/secrets/store.ts';

/**
 * Says how many values were made anew. Where a login works already, that is no detail: its values are others
 * now, e.g. because the keychain entries are gone or the workspace has another id.
 */
export function tellOfNew(made: readonly SecretName[], store: SecretStore): void {
  if (made.length === 0) return;
  const ids = made.filter(({ purpose }) => purpose === 'client_id').length;
  const counts = [
    ...(made.length > ids ? [counted(made.length - ids, 'secret')] : []),
    ...(ids > 0 ? [counted(ids, 'client id')] : []),
  ];
  const owners = [...new Set(made.map(({ owner }) => owner))].sort();
  const shown = owners.length > 6 ? [...owners.slice(0, 5), `${owners.length - 5} more`] : owners;
  const kept =
    store.kind === 'memory'
      ? 'They are in the files only; the next run makes others.'
      : `They are kept in the ${store.label}.`;
  process.stderr.write(
    `latchkey: MADE ANEW: ${counts.join(' and ')}, for ${shown.join(', ')}. ${kept} Until provider and app both have the new files, people can’t sign in.\n`,
  );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
