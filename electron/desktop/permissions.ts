import type { Session } from 'electron';
import { isPageUrl } from '../page/origin.ts';

/**
 * Refuses every permission that a page can request, with one exception: our own page may write text to the
 * clipboard (values that are not secret; the host copies secrets and clears them again). Never offers devices
 * or screens. Turns off the spell checker, which would fetch dictionaries from a server. Blocks downloads.
 */
export function setupPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(
      permission === 'clipboard-sanitized-write' &&
        details.isMainFrame &&
        isPageUrl(details.requestingUrl) &&
        isPageUrl(contents.getURL()),
    ),
  );
  session.setPermissionCheckHandler(
    (contents, permission, _origin, details) =>
      permission === 'clipboard-sanitized-write' &&
      contents !== null &&
      details.isMainFrame &&
      isPageUrl(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  // An empty answer refuses the request.
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}
