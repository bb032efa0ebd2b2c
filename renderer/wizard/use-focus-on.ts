import { useEffect } from 'react';
import { reveal } from '../components/reveal.ts';

/**
 * Scrolls to a field and focuses it: the element whose `data-field` is the name, or the end of it. The field
 * may be in a closed section or not rendered yet, so the search is repeated for about 3 seconds. With another
 * `turn` it is done again.
 */
export function useFocusOn(name: string | undefined, ready: boolean, turn?: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn looks again
  useEffect(() => {
    if (!name || !ready) return;
    let tries = 0;
    let opened: HTMLDetailsElement[] = [];
    const look = setInterval(() => {
      tries++;
      const fields = [...document.querySelectorAll<HTMLElement>('[data-field]')];
      const field =
        fields.find((one) => one.dataset['field'] === name) ??
        fields.find((one) => one.dataset['field'] && name.endsWith(`.${one.dataset['field']}`));
      if (!field) {
        // Closed sections have no content yet. All are opened, because nothing says which one holds the field.
        if (tries === 5) {
          opened = [
            ...document.querySelectorAll<HTMLDetailsElement>(':is(details.more, details.rule):not([open])'),
          ];
          for (const section of opened) section.open = true;
        }
        if (tries > 30) clearInterval(look);
        return;
      }
      clearInterval(look);
      for (const section of opened) if (!section.contains(field)) section.open = false;
      field.classList.add('led-to');
      reveal(field);
      const target = field.matches('input, textarea, button, [tabindex]')
        ? field
        : field.querySelector<HTMLElement>('input, textarea, button, [tabindex]');
      target?.focus({ preventScroll: true });
      setTimeout(() => field.classList.remove('led-to'), 4000);
    }, 100);
    return () => clearInterval(look);
  }, [name, ready, turn]);
}
