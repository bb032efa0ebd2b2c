import { describe, expect, it } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { isProduct } from '../../../shared/client/resolve.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connect } from '../../helpers/app-connection.ts';

const KINDS = allApps()
  .filter(isProduct)
  .map(({ kind }) => kind);

const told = (kind: string, expected: string, actual: string) => {
  const connection = connect({ kind, ...(kind === 'kestra' ? { edition: 'enterprise' } : {}) });
  const issuer = connection.provider_metadata.issuer;
  const of = (text: string) => text.replaceAll('ISSUER', issuer);
  const text = `oidc: issuer did not match the issuer returned by provider, expected "${of(expected)}" got "${of(actual)}"`;
  const first = explain(text, { connections: [connection] }).find(({ id }) => id === 'issuer-mismatch');
  return { issuer, connection, first: first! };
};

describe.each(KINDS)('two issuers in a text, and the one of the workspace, for %s', (kind) => {
  it('are told apart where the workspace has what the provider says', () => {
    const { issuer, first } = told(kind, 'ISSUER/', 'ISSUER');
    expect(first.cause).toContain(`${issuer}, as the workspace has it`);
    expect(first.cause).not.toContain('the workspace, and so');
    // Nothing is to be changed in it.
    expect(first.fix.workspace_path).toBeUndefined();
  });

  it('are told apart where the workspace has what the app expects', () => {
    const { issuer, first } = told(kind, 'ISSUER', 'ISSUER/');
    expect(first.cause).toContain(`the workspace, and so`);
    expect(first.cause).toContain(`expects ${issuer}.`);
    expect(first.fix.workspace_path).toBe('providers.home.url');
  });

  it('are told apart where it has neither', () => {
    const { issuer, first } = told(kind, 'https://one.example.net', 'https://two.example.net');
    expect(first.cause).toContain(`and the workspace has ${issuer}`);
    expect(first.cause).not.toContain('the workspace, and so');
  });

  it('never lead to the address of an endpoint', () => {
    for (const [expected, actual] of [
      ['ISSUER/', 'ISSUER'],
      ['ISSUER', 'ISSUER/'],
    ] as const) {
      const { first, connection } = told(kind, expected, actual);
      const { app, client, provider } = connection;
      const isPublic = client.token_endpoint_auth_method === 'none';
      const endpoints = app.definition
        .setAt('token_endpoint', app.entry, app.version.effective, isPublic, provider.entry.kind)
        .map(({ name }) => name);
      const named = (first.fix.setting ?? '').split(', ').filter((name) => endpoints.includes(name));
      expect(named).toEqual([]);
    }
  });
});
