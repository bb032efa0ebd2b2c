import type { Rule } from '../rule.ts';
import { isEmpty, type Node } from '../tree.ts';
import { RESERVED_SLUGS } from './keys.ts';
import { type AuthentikFiles, labelOf, lookedUp } from './objects.ts';
import { S } from './sources.ts';
import { isPartial } from './walk.ts';

type Files = AuthentikFiles;

/** True if the file says what it is: no look-up whose answer only authentik knows. */
const isClear = (node: Node | undefined): boolean =>
  node === undefined || isEmpty(node) || node.tag === '!KeyOf' || lookedUp(node)?.value !== undefined;

/** Rules about applications and the providers that they belong to. */
export const APPLICATIONS: readonly Rule<Files>[] = [
  {
    id: 'authentik-slug',
    severity: 'error',
    says: 'The slug {slug} can’t be one: authentik keeps the name for itself, or a character in it is refused.',
    fix: 'Use letters, digits, - and _, and none of authorize, token, device, userinfo, introspect, revoke.',
    source: S.ui,
    *find(files) {
      for (const application of files.applications) {
        const slug = application.text('slug');
        if (slug !== undefined && (RESERVED_SLUGS.includes(slug) || !/^[-a-zA-Z0-9_]+$/.test(slug)))
          yield { at: application.entry('slug')!.at, with: { slug } };
      }
    },
  },
  {
    id: 'authentik-provider-alone',
    severity: 'warning',
    says: 'No application in the file uses the provider {provider}. Without one it has no issuer, and its discovery address doesn’t answer.',
    fix: 'Add an entry authentik_core.application with this provider.',
    source: S.applications,
    *find(files) {
      // A file of providers only is for applications that exist, and one look-up may be any provider.
      const { applications, applicationOf, providers } = files;
      if (applications.length === 0 || applications.some((one) => !isClear(one.get('provider')))) return;
      for (const provider of providers)
        if (provider.form === 'blueprint' && !applicationOf.has(provider))
          yield { at: provider.at, with: { provider: labelOf(provider) } };
    },
  },
  {
    id: 'authentik-application-alone',
    severity: 'warning',
    says: 'The application {application} has no provider, so nobody can sign in to it through OpenID Connect.',
    fix: 'Write provider: !KeyOf and the id of the provider’s entry.',
    source: S.applications,
    *find(files) {
      if (files.providers.length === 0) return;
      for (const application of files.applications)
        if (
          application.form === 'blueprint' &&
          application.entry('provider') === undefined &&
          !isPartial(application)
        )
          yield { at: application.at, with: { application: labelOf(application) } };
    },
  },
];
