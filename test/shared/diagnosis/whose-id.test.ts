import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';

const parsed = parseWorkspace(`latchkey: 1
id: home
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
apps:
  romm: { kind: romm, url: https://games.example.com, provider: home }
  memos: { kind: memos, url: https://notes.example.com, provider: home }
`);
if (!parsed.ok) throw new Error(JSON.stringify(parsed));
const IDS = { romm: 'Kq7vTz2mWb9xLr4pYc6n', memos: 'Hd3sFg8jQw5eRt1yUi0o' };
const all = deriveConnections(parsed.workspace, IDS);
/** As Authelia says it. */
const said = (id: string) =>
  `level=error msg="Authorization Request failed with error: Client authentication failed. Client with id '${id}' does not appear to be a registered client" method=GET path=/api/oidc/authorization`;

describe('a client that the provider does not know', () => {
  const told = (id: string, connections = all) => {
    const found = explain(said(id), { connections }).find((one) => one.id === 'client-unknown');
    if (found === undefined) throw new Error(`no client-unknown for ${id}`);
    return found;
  };

  it('is the one of an app: then the provider’s side is not applied', () => {
    const found = told(IDS.memos);
    expect(found.side).toBe('provider');
    expect(found.cause).toContain('It is the ID of Memos in the workspace');
    expect(found.fix.value).toBe(IDS.memos);
  });

  it('is one with a slip: then the app is to be corrected, with the right value', () => {
    for (const slip of [
      'Kq7vTz2mWb9xLr4pYc6',
      'Kq7vTz2mWb9xLr4pYC6n',
      'xKq7vTz2mWb9xLr4pYc6n',
      'Kq7vTz2mbW9xLr4pYc6n',
    ]) {
      const found = told(slip);
      expect(found.side, slip).toBe('app');
      expect(found.cause, slip).toContain(`“${slip}”`);
      expect(found.cause, slip).toContain('of RomM');
      expect(found.fix.value, slip).toBe(IDS.romm);
      expect(found.fix.current, slip).toBe(slip);
    }
  });

  it('is nobody’s', () => {
    const found = told('somebody-else');
    expect(found.cause).toContain('the ID of no client of the workspace');
    expect(found.fix.value).toBe('somebody-else');
  });

  it('is not said to be nobody’s while the ids are not known, and no app’s id stands for a client’s', () => {
    const unread = deriveConnections(parsed.workspace, {});
    for (const id of ['somebody-else', 'romm', 'memos2']) {
      const found = told(id, unread);
      expect(found.cause, id).not.toMatch(/workspace/);
      expect(found.fix.value, id).toBe(id);
    }
    const half = deriveConnections(parsed.workspace, { romm: IDS.romm });
    expect(told('somebody-else', half).cause).not.toContain('no client of the workspace');
    expect(told(IDS.romm, half).cause).toContain('It is the ID of RomM');
  });

  it('is looked for among all clients, also if the text is asked about one app', () => {
    const [found] = explain(said(IDS.memos), { connections: [all[0]!], clients: all });
    expect(found?.cause).toContain('It is the ID of Memos');
  });

  it('is no reason to doubt an address while the id of the app is not known', () => {
    const address = `https://auth.example.com/api/oidc/authorization?client_id=${IDS.romm}&redirect_uri=https%3A%2F%2Fgames.example.com%2Fapi%2Foauth%2Fopenid&response_type=code&scope=openid+profile+email&state=abcdefghijkl`;
    const ids = (connections: typeof all) => explain(address, { connections }).map(({ id }) => id);
    expect(ids(deriveConnections(parsed.workspace, {}))).not.toContain('client-unknown');
    expect(ids(all)).not.toContain('client-unknown');
    expect(ids(deriveConnections(parsed.workspace, { ...IDS, romm: 'another' }))).toContain('client-unknown');
  });
});
