export const GENERAL_HELP = `latchkey connects self-hosted apps to an identity provider: it writes the configuration of both
sides from one workspace file, keeps the secrets, and proves the login.

Usage: latchkey COMMAND …

  render WORKSPACE --out DIR    write every file and guide, for both sides
  check WORKSPACE               check the set-up without logging in
  login WORKSPACE --app ID      log in once, in your browser, and judge what the app would see
  explain                       read a pasted error, address or log; say cause, side and fix
  secrets list|rotate|forget    the entries in the keychain; never prints a value
  serve                         the screens, in your browser
  demo                          all of it against a practice provider on this machine

latchkey COMMAND --help says more. A workspace file looks like this:

  latchkey: 1
  providers:
    home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
  apps:
    memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }

Exit status: 0 well; 1 a check failed; 2 wrong use or an unreadable file; 3 inconclusive only; 70 a mistake of
Latchkey itself; 130 stopped by Ctrl-C.
`;

const SECRETS_OPTION = `  --secrets WHERE   keychain (default), memory (generate all and forget), or stdin: JSON of the form
                    {"<app id>": {"client_id": "…", "client_secret": "…"},
                     "<provider id>": {"hmac_secret": "…", "jwks_key": "…"}}
                    What is missing is generated. A secret is never an argument and never printed.
`;

export const COMMAND_HELP: Readonly<Record<string, string>> = {
  render: `Usage: latchkey render WORKSPACE --out DIR [--app ID]… [--secrets WHERE] [--discover] [--force]

Writes every file and guide for the apps of the workspace, and DIR/manifest.json that names them.
Files that hold a secret get mode 0600. What was there before is backed up; running twice changes nothing.

  --out DIR         where to write; made when missing
  --app ID          only what this app needs (repeat it for more); a provider's own file still holds all
                    clients, because a list has to stand whole in one file
${SECRETS_OPTION}  --discover        read each provider's discovery document first, so that no endpoint has to be assumed; what
                    the workspace states stays, and is named if the provider announces something else
  --ca FILE         with --discover: a PEM file with the authority that signed the provider's certificate
  --force           overwrite files in DIR that Latchkey did not write (a backup is kept)
`,
  check: `Usage: latchkey check WORKSPACE [--app ID]… [--secrets WHERE] [--ca FILE]
                      [--trust-host HOST]… [--json]

Asks provider and client what can be asked without a person: discovery, certificate, issuer, keys, whether the
client and the app's own redirect URI are known, whether the secret is right. At most 25 requests an app;
they show in the provider's log.

  --app ID          only this app (repeat it for more)
${SECRETS_OPTION}  --ca FILE         a PEM file with the authority that signed the provider's certificate
  --trust-host HOST send secrets to this host too; needed if only the discovery document names it for the
                    token or userinfo endpoint (repeat it for more; with the port if it is not the usual one)
  --json            one JSON object on stdout
  --container-command
                    only print the read-only command that shows the network as the app's container sees
                    it; latchkey explain reads what it prints
`,
  login: `Usage: latchkey login WORKSPACE --app ID [--secrets WHERE] [--port N] [--mode MODE] [--no-browser]
                      [--timeout S] [--ca FILE] [--trust-host HOST]… [--json]

The test login: opens the provider in your browser, waits on 127.0.0.1 for the answer, verifies everything and
judges the claims as the app would.

  --app ID          the app to test
  --mode MODE       loopback (default): http://127.0.0.1:PORT/callback is registered beside the app's own;
                    test-client: a copy of the client that has only the test address, its id and
                    secret given by --secrets stdin in the app's place;
                    paste-back: the app's own redirect URI, you paste the address you land on; with
                    --secrets stdin the JSON comes first, the address on a line after it
  --port N          port of the test address; default: that of test_redirect_uri, else 8911. 0 takes any
                    free one, for providers that allow any port
  --no-browser      print the one address to open as the first line (on stderr with --json)
  --timeout S       how long to wait for you, in seconds (180)
${SECRETS_OPTION}  --ca FILE         a PEM file with the authority that signed the provider's certificate
  --trust-host HOST send secrets to this host too; needed if only the discovery document names it for the
                    token or userinfo endpoint (repeat it for more; with the port if it is not the usual one)
  --json            one JSON object on stdout
`,
  explain: `Usage: latchkey explain [WORKSPACE] [--json] < TEXT

Reads an error, an address from the address bar, or a log from standard input and says what causes it, on which
side, and what to change. Nothing is sent anywhere.

  WORKSPACE         lets the answer name your own addresses and values
  --json            one JSON object on stdout
`,
  secrets: `Usage: latchkey secrets list WORKSPACE [--app ID]…
       latchkey secrets rotate WORKSPACE --app ID [--undo | --finish]
       latchkey secrets forget WORKSPACE [--app ID]…
       latchkey secrets new-id WORKSPACE

list says which entries there are; never a value. rotate makes a new client secret and keeps the one before: render
again and apply both sides, then --finish lets the old one go, or --undo brings it back. forget removes the entries.

The entries belong to the id in the workspace file. A copy of the file has the same id and shares them: rotate and
forget then refuse unless you add --force, and new-id gives the copy an id of its own, whose secrets are made anew.
`,
  serve: `Usage: latchkey serve [--port N] [--open] [--numeric]

Serves the screens to this machine alone and prints the address with a one-time token. Ctrl-C ends it. The address
has a new name at each start, http://latchkey-….localhost, so that nothing an earlier program on the same port left
in the browser acts in it. Chromium and Firefox find every such name themselves.

  --port N          a fixed port instead of a free one
  --open            open the browser
  --numeric         an address without a name, for a browser that finds no such name (Safari)
`,
  demo: `Usage: latchkey demo [--json]

Starts a practice provider on this machine, writes the files for a sample app, logs in by itself and reports.
Asks nothing, changes nothing outside a temporary folder, and ends by itself.
`,
};
