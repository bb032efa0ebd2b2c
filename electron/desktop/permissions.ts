import type { Session } from 'electron';
import { isPageUrl } from '../page/origin.ts';

/**
 * Refuses every permission a page can ask for, with one exception: our own page may write text to the clipboard
 * (values that are no secret; secrets are copied by the host and cleared again). Devices and screens are never
 * offered, the spell checker, which would fetch dictionaries from a server, is off, and nothing is downloaded.
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
