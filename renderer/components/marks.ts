import actualbudget from 'simple-icons/icons/actualbudget.svg?raw';
import argo from 'simple-icons/icons/argo.svg?raw';
import audiobookshelf from 'simple-icons/icons/audiobookshelf.svg?raw';
import authelia from 'simple-icons/icons/authelia.svg?raw';
import authentik from 'simple-icons/icons/authentik.svg?raw';
import bookstack from 'simple-icons/icons/bookstack.svg?raw';
import forgejo from 'simple-icons/icons/forgejo.svg?raw';
import freshrss from 'simple-icons/icons/freshrss.svg?raw';
import gitea from 'simple-icons/icons/gitea.svg?raw';
import gitlab from 'simple-icons/icons/gitlab.svg?raw';
import grafana from 'simple-icons/icons/grafana.svg?raw';
import homarr from 'simple-icons/icons/homarr.svg?raw';
import homeassistant from 'simple-icons/icons/homeassistant.svg?raw';
import immich from 'simple-icons/icons/immich.svg?raw';
import jellyfin from 'simple-icons/icons/jellyfin.svg?raw';
import jupyter from 'simple-icons/icons/jupyter.svg?raw';
import karakeep from 'simple-icons/icons/karakeep.svg?raw';
import keycloak from 'simple-icons/icons/keycloak.svg?raw';
import mealie from 'simple-icons/icons/mealie.svg?raw';
import n8n from 'simple-icons/icons/n8n.svg?raw';
import nextcloud from 'simple-icons/icons/nextcloud.svg?raw';
import outline from 'simple-icons/icons/outline.svg?raw';
import pangolin from 'simple-icons/icons/pangolin.svg?raw';
import paperlessngx from 'simple-icons/icons/paperlessngx.svg?raw';
import portainer from 'simple-icons/icons/portainer.svg?raw';
import proxmox from 'simple-icons/icons/proxmox.svg?raw';
import seafile from 'simple-icons/icons/seafile.svg?raw';
import vaultwarden from 'simple-icons/icons/vaultwarden.svg?raw';
import vikunja from 'simple-icons/icons/vikunja.svg?raw';
import wikidotjs from 'simple-icons/icons/wikidotjs.svg?raw';

/** The path of a drawing of simple-icons: each is one path in a square of 24. */
const path = (svg: string): string => / d="([^"]+)"/.exec(svg)?.[1] ?? '';

/**
 * The marks of products that simple-icons has (CC0), by kind. Loaded after the screen, so nothing waits for them. A kind
 * that isn’t here has its initials.
 */
export const MARKS: Readonly<Record<string, string>> = {
  'actual-budget': path(actualbudget),
  'argo-cd': path(argo),
  audiobookshelf: path(audiobookshelf),
  authelia: path(authelia),
  authentik: path(authentik),
  bookstack: path(bookstack),
  forgejo: path(forgejo),
  freshrss: path(freshrss),
  gitea: path(gitea),
  gitlab: path(gitlab),
  grafana: path(grafana),
  homarr: path(homarr),
  'home-assistant': path(homeassistant),
  immich: path(immich),
  jellyfin: path(jellyfin),
  jupyterhub: path(jupyter),
  karakeep: path(karakeep),
  keycloak: path(keycloak),
  mealie: path(mealie),
  n8n: path(n8n),
  nextcloud: path(nextcloud),
  outline: path(outline),
  pangolin: path(pangolin),
  'paperless-ngx': path(paperlessngx),
  portainer: path(portainer),
  'proxmox-ve': path(proxmox),
  seafile: path(seafile),
  vaultwarden: path(vaultwarden),
  vikunja: path(vikunja),
  wikijs: path(wikidotjs),
};
