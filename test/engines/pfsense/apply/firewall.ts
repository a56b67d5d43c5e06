import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { inFolder, writeFiles } from '../../../support/folder.ts';
import { needsProgram, type Run, run } from '../../../support/programs.ts';

/** The versions of pfSense whose functions have different shapes. */
export const versions = ['2.7.2', '2.8', 'master'] as const;
export type Version = (typeof versions)[number];

export const needsPhp = needsProgram('php');

/** A part of a configuration: a text, a list, or elements by name. */
export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree };
export type Fields = { readonly [name: string]: Tree };

/** What happens during a run, in the words of the stand-ins. */
type Trouble = Readonly<Partial<Record<'FAIL' | 'KILL_AT' | 'MEANWHILE', string>>>;

const standIns = join(import.meta.dirname, 'stand-ins');

// The files that the script loads; all functions are in one of them.
const loads = ['globals', 'functions', 'filter', 'shaper'];

/** A firewall of the test: a configuration in a directory, stand-ins for the functions of a version, and pfctl. */
export class Firewall {
  readonly folder: string;
  readonly version: Version;
  #env: Trouble = {};

  constructor(folder: string, version: Version, tree: Fields) {
    this.folder = folder;
    this.version = version;
    writeFiles(folder, {
      ...Object.fromEntries(loads.map((name) => [`inc/${name}.inc`, '<?php\n'])),
      'inc/config.inc': `<?php\nrequire_once '${standIns}/${version}.php';\n`,
      loaded: '',
    });
    cpSync(join(standIns, 'pfctl'), join(folder, 'bin/pfctl'));
    chmodSync(join(folder, 'bin/pfctl'), 0o755);
    this.tree = tree;
  }

  /** The configuration, as a file with one line for each text. */
  get text(): string {
    return readFileSync(join(this.folder, 'conf/config.json'), 'utf8');
  }

  get tree(): Fields {
    return JSON.parse(this.text) as Fields;
  }

  set tree(tree: Fields) {
    const text = `${JSON.stringify(tree, null, 4)}\n`;
    writeFiles(this.folder, { 'conf/config.json': text, 'conf/config.xml': text });
  }

  get rules(): readonly Fields[] {
    return listAt(this.tree, 'filter', 'rule');
  }

  get aliases(): readonly Fields[] {
    return listAt(this.tree, 'aliases', 'alias');
  }

  /** The lines of a file of the stand-ins, such as `calls`, and removes it. */
  taken(name: string): string[] {
    const path = join(this.folder, name);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    rmSync(path);
    return lines;
  }

  /** What pf has loaded. */
  get loaded(): string {
    return readFileSync(join(this.folder, 'loaded'), 'utf8');
  }

  touch(name: string, text = ''): void {
    writeFileSync(join(this.folder, name), text);
  }

  remove(name: string): void {
    rmSync(join(this.folder, name));
  }

  /** The same firewall, where something fails, happens or ends the script at a call. */
  during(env: Trouble): this {
    this.#env = env;
    return this;
  }

  /** Runs the script of these files with words such as `apply` and `--yes`. */
  run(files: TargetFiles, verb: string, ...options: readonly string[]): Run {
    for (const [file, text] of files) writeFiles(this.folder, { [file]: text });
    const env = {
      ...process.env,
      FAIL: '',
      KILL_AT: '',
      MEANWHILE: '',
      ...this.#env,
      FIREWALL: this.folder,
      PATH: `${this.folder}/bin:${process.env['PATH'] ?? ''}`,
    };
    this.#env = {};
    const script = join(this.folder, 'pfsense/apply.php');
    const include = `include_path=${this.folder}/inc`;
    const words = [verb, join(this.folder, 'pfsense/config.xml'), ...options];
    const shown = ['-d', 'display_errors=stderr', '-d', 'error_reporting=-1'];
    return run('php', ['-q', '-d', include, ...shown, script, ...words], '', env);
  }

  /** Applies, and expects that it succeeds without a warning of PHP. */
  apply(files: TargetFiles, ...options: readonly string[]): string {
    return succeeded(this.run(files, 'apply', '--yes', ...options));
  }
}

/** The output of a run that exits with 0. */
export function succeeded({ status, stdout, stderr }: Run): string {
  if (status !== 0 || /Warning|Notice|Deprecated|Fatal/.test(stderr))
    throw new Error(`apply.php exits with ${status}: ${stdout}${stderr}`);
  return stdout;
}

function listAt(tree: Fields, area: string, name: string): readonly Fields[] {
  const found = (tree[area] as Fields)[name];
  return Array.isArray(found) ? (found as readonly Fields[]) : [];
}

/** Runs a test with a firewall whose directory is removed afterwards. */
export function withFirewall<Value>(
  version: Version,
  tree: Fields,
  work: (firewall: Firewall) => Value,
): Value {
  return inFolder((folder) => {
    const firewall = new Firewall(folder, version, tree);
    try {
      return work(firewall);
    } finally {
      for (const pid of firewall.taken('started')) process.kill(Number(pid));
    }
  });
}
