import type { SessionInfo } from '../../../shared/host/session.ts';
import { ok } from '../../../shared/result.ts';
import { compareVersions } from '../../../shared/version.ts';
import { externalUrl } from '../../page/external-urls.ts';
import { suggestedFolder } from '../../services/files/suggested-folder.ts';
import { refuse, translate } from '../failures.ts';
import type { CallHandlers, StreamHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { VERSION } from '../version.ts';
import { nameOf } from '../workspaces.ts';

type Names = 'session.info' | 'settings.set' | 'updates.check' | 'session.quit' | 'external.open';

export const sessionHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'session.info': async () => {
    const [secret_store, settings, recent] = await Promise.all([
      parts.secrets.status(),
      parts.app.settings(),
      parts.app.recent(),
    ]);
    const open = parts.workspaces
      .all()
      .map((one) => ({ handle: one.handle, name: nameOf(one), file: one.file }));
    return ok({
      host: parts.platform.host,
      version: VERSION,
      platform: platformName(process.platform),
      secret_store,
      settings,
      recent,
      open,
      paths: parts.platform.paths,
      suggested_folder: suggestedFolder(),
      releases: parts.releases !== undefined,
    });
  },

  'settings.set': async (input) => {
    const changed = await parts.app.changeSettings({
      ...(input.theme === undefined ? {} : { theme: input.theme }),
      ...(input.updates === undefined ? {} : { updates: input.updates }),
    });
    if (!changed.ok) return changed;
    parts.platform.applySettings(changed.value);
    parts.session.send({ type: 'settings', settings: changed.value });
    return changed;
  },

  'updates.check': async () => {
    if (parts.releases === undefined)
      return refuse('no-releases', 'This build of Latchkey names no page of releases.');
    const { newestRelease } = await import('../../services/network/updates.ts');
    const release = await newestRelease(parts.releases);
    if (!release.ok)
      return translate(release.error, ['updates-unreachable', 'updates-unexpected'], 'updates-unexpected');
    const { version: latest, notes, url } = release.value;
    return ok({ current: VERSION, latest, newer: compareVersions(latest, VERSION) > 0, notes, url });
  },

  'session.quit': async () => {
    parts.platform.quit();
    return ok({});
  },

  'external.open': async ({ url }) => {
    const allowed = externalUrl(url);
    if (!allowed.ok) return translate(allowed.error, [], 'url-refused');
    const opened = await parts.platform.openOutside(allowed.value);
    return opened.ok ? ok({ by: opened.value }) : translate(opened.error, [], 'open-failed');
  },
});

export const sessionStreams = (parts: HostParts): Pick<StreamHandlers, 'session.watch'> => ({
  'session.watch': async (_input, emit, { signal }) => {
    parts.session.listen(emit, signal);
    await parts.session.ended(signal);
    return ok(undefined);
  },
});

const platformName = (platform: NodeJS.Platform): SessionInfo['platform'] =>
  platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
