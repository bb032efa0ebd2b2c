import type { Connection } from '../../client/types.ts';
import type { GuideStep } from '../types.ts';
import { field, why } from './base.ts';

/**
 * For a provider whose certificate an own authority signed: how the app is told to trust it. Nothing if the
 * workspace names no CA file, or says that the app trusts it already.
 */
export function trustStep(connection: Connection): GuideStep[] {
  const { app, provider } = connection;
  const file = provider.entry.ca_file;
  if (file === undefined || app.entry.trusts_ca === true) return [];
  const {
    name,
    value,
    mount,
    make = [],
    note,
    source,
  } = app.definition.trust(app.entry, app.version.effective);
  return [
    {
      id: `${app.entry.kind}-trust`,
      title: 'Let the app trust your own certificate authority',
      where: 'The host that runs the app, beside its compose file',
      fields: [
        field('CA file on the machine that runs Latchkey', file),
        field('Copy it to', 'provider-ca.pem'),
        ...make.map((command) => field('Command', command)),
        field('Volume in the compose file', mount),
        field(name, value),
      ],
      note: `The file is PEM text (“-----BEGIN CERTIFICATE-----”): the root certificate, and after it the intermediate ones if the provider’s server doesn’t send them. It has to be readable for the user that the app runs as. ${note} Then create the container anew. Once it is done, say so with trusts_ca: true beside the app, or run the container command of the test.`,
      why: why('This machine knows the CA from the workspace; the app’s container does not.', source),
    },
  ];
}
