/**
 * What `npm run package` makes, as pure functions: which systems and processors, with which Electron, and the
 * configuration for electron-builder. `package.mjs` carries it out.
 */

/** Our names of the systems, as electron-builder and Node call them. */
export const SYSTEMS = {
  linux: { option: '--linux', node: 'linux', program: 'electron', library: 'gnu' },
  mac: {
    option: '--mac',
    node: 'darwin',
    program: 'Electron.app/Contents/MacOS/Electron',
    library: undefined,
  },
  win: { option: '--win', node: 'win32', program: 'electron.exe', library: 'msvc' },
};
export const ARCHES = ['x64', 'arm64'];

/** The home of a build that has none (RFC 2606). */
export const NOWHERE = 'https://latchkey.invalid/';

/** Packages with a version of Electron other than the one in package.json. For tests only. */
export const ANY_ELECTRON = '--any-electron';
const KNOWN = [
  ...Object.values(SYSTEMS).map(({ option }) => option),
  ...ARCHES.map((arch) => `--${arch}`),
  '--dir',
  ANY_ELECTRON,
];

/**
 * Reads the options of `npm run package`. Without any: this machine's system and processor only.
 *
 * @param {readonly string[]} args
 * @param {{ platform: string, arch: string }} machine as Node names them
 * @returns `{ runs: [{ system, arch }], dir, anyElectron }`, or `{ error }`
 */
export function readOptions(args, machine) {
  const strange = args.find((arg) => !KNOWN.includes(arg));
  if (strange !== undefined) return { error: `Unknown option ${strange}. Known are ${KNOWN.join(' ')}.` };
  const here = Object.keys(SYSTEMS).find((name) => SYSTEMS[name].node === machine.platform);
  const asked = Object.keys(SYSTEMS).filter((name) => args.includes(SYSTEMS[name].option));
  const systems = asked.length > 0 ? asked : here === undefined ? [] : [here];
  if (systems.length === 0)
    return {
      error: `Latchkey has no installer for ${machine.platform}. Name a system: --linux, --mac or --win.`,
    };
  if (systems.includes('mac') && here !== 'mac')
    return {
      error: 'Installers for macOS can only be made on macOS: signing and the disk image need its tools.',
    };
  const arches = ARCHES.filter((arch) => args.includes(`--${arch}`));
  if (arches.length === 0 && !ARCHES.includes(machine.arch))
    return { error: `Latchkey has no installer for ${machine.arch}. Name a processor: --x64 or --arm64.` };
  return {
    runs: systems.flatMap((system) =>
      (arches.length > 0 ? arches : [machine.arch]).map((arch) => ({ system, arch })),
    ),
    dir: args.includes('--dir'),
    anyElectron: args.includes(ANY_ELECTRON),
  };
}

/** The npm package with the keychain's native library for a system and processor. */
export const keyringPackage = (system, arch) =>
  ['@napi-rs/keyring', SYSTEMS[system].node, arch, SYSTEMS[system].library].filter(Boolean).join('-');

/** The processor that a program was made for, read from its first bytes (ELF, PE, Mach-O), or undefined. */
export function processorOf(program) {
  if (program.length < 64) return undefined;
  if (program.readUInt32BE(0) === 0x7f454c46) return { 62: 'x64', 183: 'arm64' }[program.readUInt16LE(18)];
  if (program.readUInt32LE(0) === 0xfeedfacf)
    return { 16777223: 'x64', 16777228: 'arm64' }[program.readUInt32LE(4)];
  if (program.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const header = program.readUInt32LE(0x3c);
  return header + 6 > program.length || program.toString('latin1', header, header + 2) !== 'PE'
    ? undefined
    : { 34404: 'x64', 43620: 'arm64' }[program.readUInt16LE(header + 4)];
}

/**
 * Says whether a given Electron is the one to ship.
 *
 * @param given `version` (text of its version file, or undefined) and `arch` (of its program, or undefined)
 * @param wanted `version` from package.json's Electron, `arch`, and whether any version will do
 * @returns `{ version, remark? }` or `{ error }`
 */
export function checkElectron(given, wanted) {
  if (given.arch !== wanted.arch)
    return {
      error:
        given.arch === undefined
          ? `That folder has no Electron program for ${wanted.system}.`
          : `That Electron is for ${given.arch}, but the package is for ${wanted.arch}.`,
    };
  const version = given.version?.trim().replace(/^v/, '');
  if (version === wanted.version) return { version };
  const is = version ? `That Electron is ${version}` : 'That Electron does not say its version';
  if (!wanted.anyElectron)
    return {
      error: `${is}, but package.json's is ${wanted.version}. For tests, ${ANY_ELECTRON} packages it all the same.`,
    };
  return {
    version: version || wanted.version,
    remark: `${is}, package.json's is ${wanted.version}. Use this package for tests only.`,
  };
}

/**
 * The configuration for one run of electron-builder.
 *
 * @param {any} base electron-builder.yml
 * @param {{ system: string, arch: string, electron?: { folder: string, version: string } | undefined,
 *   keyring?: string | undefined, certificate: boolean, homepage: string }} run the Electron that was given, if any; the folder of
 *   a keychain library that npm has not installed, if any; whether macOS can sign with a certificate;
 *   where the project is at home
 * @returns {any}
 */
export function builderConfig(base, { system, arch, electron, keyring, certificate, homepage }) {
  const library = keyringPackage(system, arch);
  return {
    ...base,
    ...(electron ? { electronDist: electron.folder, electronVersion: electron.version } : {}),
    extraMetadata: { ...base.extraMetadata, homepage },
    files: [
      ...base.files,
      // npm installs the libraries of this machine; a package takes those of its own.
      `!**/node_modules/@napi-rs/keyring-!(${library.slice('@napi-rs/keyring-'.length)})/**`,
      ...(keyring
        ? [{ from: keyring, to: `node_modules/${library}`, filter: ['*.node', 'package.json'] }]
        : []),
    ],
    [system]: {
      ...base[system],
      target: base[system].target.map((target) => ({ target, arch: [arch] })),
      ...(system === 'mac' && !certificate ? AD_HOC : {}),
    },
    electronFuses: {
      ...base.electronFuses,
      // Apple Silicon starts no program whose signature does not fit, and the fuses are part of the program.
      // https://github.com/electron/fuses#apple-silicon
      ...(system === 'mac' && arch === 'arm64' ? { resetAdHocDarwinSignature: true } : {}),
    },
  };
}

/**
 * Without a certificate the app is signed ad hoc. Such a signature has no team, so that library validation
 * would refuse Electron's own framework; its entitlements therefore switch that off.
 * https://www.electron.build/code-signing
 */
const AD_HOC = {
  identity: '-',
  entitlements: 'build/entitlements.mac.ad-hoc.plist',
  entitlementsInherit: 'build/entitlements.mac.ad-hoc.plist',
  notarize: false,
};
