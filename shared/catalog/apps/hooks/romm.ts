import { atLeast, type Version } from '../../../version.ts';
import { textSetting } from '../../../workspace/setting.ts';
import type { AppEntry } from '../../../workspace/types.ts';
import type { AppHook } from '../profiled.ts';

/** The first version with a variable of its own for the CA. */
const TLS_CA_FILE: Version = '3.7.1';

/** What a profile can't say of RomM: an old version has no variable for the CA. */
export const rommHook: AppHook = {
  trust(said, entry, version) {
    const value = textSetting(entry, 'tls_ca_certfile') ?? said.value;
    const own = atLeast(version, TLS_CA_FILE);
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
