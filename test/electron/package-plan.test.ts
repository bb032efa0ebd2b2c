import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  ANY_ELECTRON,
  ARCHES,
  builderConfig,
  checkElectron,
  keyringPackage,
  processorOf,
  readOptions,
  SYSTEMS,
} from '../../build/package-plan.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const base = parse(readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8'));
const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const homepage = 'https://code.example.org/latchkey';
type System = 'linux' | 'mac' | 'win';
const EVERY = (Object.keys(SYSTEMS) as System[]).flatMap((system) =>
  ARCHES.map((arch: string) => ({ system, arch })),
);

describe('what is packaged', () => {
  it.each([
    ['linux', 'x64', [], ['linux x64']],
    ['linux', 'arm64', [], ['linux arm64']],
    ['win32', 'x64', [], ['win x64']],
    ['darwin', 'arm64', [], ['mac arm64']],
    ['linux', 'x64', ['--linux', '--x64'], ['linux x64']],
    ['linux', 'x64', ['--linux', '--arm64'], ['linux arm64']],
    ['linux', 'x64', ['--arm64', '--x64'], ['linux x64', 'linux arm64']],
    ['linux', 'arm64', ['--win'], ['win arm64']],
    ['darwin', 'arm64', ['--mac', '--linux', '--x64'], ['linux x64', 'mac x64']],
    // Electron's own names for other systems and processors are no reason to refuse a named one.
    ['freebsd', 'riscv64', ['--linux', '--x64'], ['linux x64']],
  ])('on %s %s with %j is %j', (platform, arch, args, expected) => {
    const read = readOptions(args, { platform, arch });
    expect(read.runs?.map((run: { system: string; arch: string }) => `${run.system} ${run.arch}`)).toEqual(
      expected,
    );
  });

  it.each([
    ['linux', 'x64', ['--mac'], 'only be made on macOS'],
    ['win32', 'x64', ['--mac'], 'only be made on macOS'],
    ['linux', 'x64', ['--x46'], 'Unknown option --x46'],
    ['freebsd', 'x64', [], 'Name a system'],
    ['linux', 'riscv64', [], 'Name a processor'],
  ])('on %s %s with %j is nothing, and says why', (platform, arch, args, sentence) => {
    const read = readOptions(args, { platform, arch });
    expect([read.error, read.runs]).toEqual([expect.stringContaining(sentence), undefined]);
  });
});

describe('one run', () => {
  it.each(EVERY)('makes every installer of $system for $arch and for nothing else', ({ system, arch }) => {
    const config = builderConfig(base, { system, arch, certificate: true, homepage });
    expect(config[system].target).toEqual(
      base[system].target.map((target: string) => ({ target, arch: [arch] })),
    );
    for (const { arch: other } of EVERY.filter((one) => one.arch !== arch))
      expect(JSON.stringify(config[system].target)).not.toContain(other);
  });

  it.each(EVERY)('takes the keychain library of $system $arch, which npm knows', ({ system, arch }) => {
    const name = keyringPackage(system, arch);
    const { os, cpu, libc, integrity } = lock.packages[`node_modules/${name}`];
    expect([os, cpu, integrity]).toEqual([[SYSTEMS[system].node], [arch], expect.stringMatching(/^sha512-/)]);
    if (system === 'linux') expect(libc).toEqual(['glibc']);
    const { files } = builderConfig(base, { system, arch, keyring: '/kept', certificate: true, homepage });
    expect(files.slice(-2)).toEqual([
      `!**/node_modules/@napi-rs/keyring-!(${name.replace('@napi-rs/keyring-', '')})/**`,
      { from: '/kept', to: `node_modules/${name}`, filter: ['*.node', 'package.json'] },
    ]);
  });

  it('on Apple Silicon makes the signature again after the fuses, and elsewhere needs no tool for it', () => {
    for (const { system, arch } of EVERY)
      expect([
        system,
        arch,
        builderConfig(base, { system, arch, certificate: true, homepage }).electronFuses
          .resetAdHocDarwinSignature,
      ]).toEqual([system, arch, system === 'mac' && arch === 'arm64' ? true : undefined]);
  });

  it('without a certificate signs macOS ad hoc, and lets that load its own framework', () => {
    for (const arch of ARCHES) {
      const signed = builderConfig(base, { system: 'mac', arch, certificate: true, homepage }).mac;
      const adHoc = builderConfig(base, { system: 'mac', arch, certificate: false, homepage }).mac;
      expect([signed.identity, signed.notarize]).toEqual([undefined, undefined]);
      expect([adHoc.identity, adHoc.notarize, adHoc.hardenedRuntime]).toEqual(['-', false, true]);
      const keys = (file: string) =>
        [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/<key>([^<]+)<\/key>\s*<true\/>/g)].map(
          (match) => match[1],
        );
      for (const file of ['entitlements', 'entitlementsInherit']) {
        expect(keys(signed[file])).toEqual(['com.apple.security.cs.allow-jit']);
        expect(keys(adHoc[file])).toEqual([
          'com.apple.security.cs.allow-jit',
          'com.apple.security.cs.disable-library-validation',
        ]);
      }
    }
  });
});

describe('a given Electron', () => {
  const wanted = { version: '45.4.1', arch: 'x64', system: 'linux', anyElectron: false };

  it.each([
    ['the same', { version: '45.4.1', arch: 'x64' }, { version: '45.4.1' }],
    ['the same, written as a tag', { version: 'v45.4.1\n', arch: 'x64' }, { version: '45.4.1' }],
  ])('is taken: %s', (_, given, expected) => expect(checkElectron(given, wanted)).toEqual(expected));

  it.each([
    [
      'an older one',
      { version: '33.2.1', arch: 'x64' },
      /is 33\.2\.1, but package\.json's is 45\.4\.1.*--any-electron/,
    ],
    ['a patch apart', { version: '45.4.0', arch: 'x64' }, /45\.4\.0/],
    ['one without a version', { version: undefined, arch: 'x64' }, /does not say its version/],
    ['an empty version', { version: ' \n', arch: 'x64' }, /does not say its version/],
    ['the other processor', { version: '45.4.1', arch: 'arm64' }, /is for arm64, but the package is for x64/],
    ['another system', { version: '45.4.1', arch: undefined }, /no Electron program for linux/],
  ])('is refused: %s', (_, given, sentence) =>
    expect(checkElectron(given, wanted)).toEqual({ error: expect.stringMatching(sentence) }),
  );

  it('of another version is taken for tests, and said; of another processor never', () => {
    const any = { ...wanted, anyElectron: true };
    expect(checkElectron({ version: '33.2.1', arch: 'x64' }, any)).toEqual({
      version: '33.2.1',
      remark: expect.stringContaining('for tests only'),
    });
    expect(checkElectron({ version: '33.2.1', arch: 'arm64' }, any).error).toMatch(/arm64/);
    expect(readOptions([ANY_ELECTRON], { platform: 'linux', arch: 'x64' }).anyElectron).toBe(true);
  });

  it('tells its processor by its first bytes', () => {
    const elf = (machine: number) => {
      const bytes = Buffer.alloc(64);
      bytes.writeUInt32BE(0x7f454c46, 0);
      bytes.writeUInt16LE(machine, 18);
      return bytes;
    };
    const macho = (cpu: number) => {
      const bytes = Buffer.alloc(64);
      bytes.writeUInt32LE(0xfeedfacf, 0);
      bytes.writeUInt32LE(cpu, 4);
      return bytes;
    };
    const pe = (machine: number, at = 0x80) => {
      const bytes = Buffer.alloc(0x100);
      bytes.write('MZ', 0);
      bytes.writeUInt32LE(at, 0x3c);
      if (at < 0xf0) {
        bytes.write('PE\0\0', at);
        bytes.writeUInt16LE(machine, at + 4);
      }
      return bytes;
    };
    expect(
      [elf(0x3e), elf(0xb7), macho(0x01000007), macho(0x0100000c), pe(0x8664), pe(0xaa64)].map(processorOf),
    ).toEqual(['x64', 'arm64', 'x64', 'arm64', 'x64', 'arm64']);
    expect(
      [elf(3), macho(7), pe(0x14c), pe(0x8664, 0x1000), Buffer.alloc(64), Buffer.alloc(3)].map(processorOf),
    ).toEqual(Array(6).fill(undefined));
    // This very program, whichever system runs the tests.
    expect(processorOf(readFileSync(process.execPath))).toBe(process.arch);
  });
});
