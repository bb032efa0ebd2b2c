import { atLeast, type Version } from '../../../version.ts';
import { textSetting } from '../../../workspace/setting.ts';
import type { AppEntry } from '../../../workspace/types.ts';
import type { AppHook } from '../profiled.ts';

/** The first version that has each of these, where it decides more than a line of the environment. */
export const ROMM_SINCE = {
  tlsCaFile: '3.7.1',
  roleClaimIsScope: '4.3.2',
  laxCookie: '4.3.2',
  metadataUrl: '4.8.0',
} as const satisfies Record<string, Version>;

/**
 * The role claim in use, from 4.3.2 on, where RomM also requests it as a scope. 4.3.1 has the variable but
 * never requests the scope, so roles are left out there.
 */
export const rommRoleClaim = (entry: AppEntry, version: Version): string | undefined =>
  atLeast(version, ROMM_SINCE.roleClaimIsScope) ? textSetting(entry, 'role_claim') : undefined;

/** What a profile can't say of RomM: an old version has no variable for the CA. */
export const rommHook: AppHook = {
  trust(said, entry, version) {
    const value = textSetting(entry, 'tls_ca_certfile') ?? said.value;
    const own = atLeast(version, ROMM_SINCE.tlsCaFile);
    const name = own ? said.name : 'SSL_CERT_FILE';
    return {
      ...said,
      name,
      value,
      mount: `./provider-ca.pem:${value}:ro`,
      note: own
        ? `${said.note} Putting the CA into the system’s list does nothing: httpx brings a list of its own. With “tls_ca_certfile” in the workspace the variable is written into romm.env and compose.yaml as well.`
        : 'This version has no variable of its own; httpx takes this one, and then trusts the certificates in this file alone, for every address that RomM asks over https. Updating RomM to 3.7.1 is better: it has OIDC_TLS_CACERTFILE. Putting the CA into the system’s list does nothing.',
      in_short: `mount the CA file into the container and set ${name} to its path there (it then is the only trust source)`,
    };
  },
};
