import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type Changes, leftovers, writeSets } from '../../src/io/write.ts';
import { inFolder, readFiles, setOf, writeFiles } from '../support/folder.ts';
import { buildWorker, runWorker, startWorker } from '../support/worker.ts';

type Texts = Record<string, Record<string, string>>;

const first: Texts = {
  branch: {
    'coverage.md': 'first\n',
    'iptables/apply.sh': '#!/bin/sh\n# first\n',
    'pac/proxy.pac': 'first\n',
  },
  former: { 'coverage.md': 'former\n' },
};
const second: Texts = {
  branch: { 'coverage.md': 'second\n', 'iptables/apply.sh': '#!/bin/sh\n# second\n' },
  office: { 'coverage.md': 'second\n' },
};

const job = [JSON.stringify(second), JSON.stringify(['former'])];

function changes(sets: Texts, gone: readonly string[] = []): Changes {
  return { sets: new Map(Object.entries(sets).map(([name, files]) => [name, setOf(files)])), gone };
}

function write(out: string, sets: Texts, gone?: readonly string[]): void {
  writeSets(out, () => changes(sets, gone));
}

/** The sets below a folder, by folder name. */
function setsIn(out: string): Texts {
  const names = readdirSync(out).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, readFiles(join(out, name))]));
}

describe('sets of files come to the disk whole', () => {
  test('a first run makes the output folder and every set in it', () =>
    inFolder((folder) => {
      write(join(folder, 'deep/generated'), first);
      expect(setsIn(join(folder, 'deep/generated'))).toEqual(first);
    }));

  test('a set is replaced as a whole: a file that it has no more is gone', () =>
    inFolder((out) => {
      write(out, first);
      write(out, second, ['former']);
      expect(setsIn(out)).toEqual(second);
      expect(leftovers(out)).toEqual([]);
    }));

  test('files can be read by everybody and scripts be run, whatever the umask', () =>
    inFolder((out) => {
      const before = process.umask(0o077);
      try {
        write(out, first);
      } finally {
        process.umask(before);
      }
      const mode = (path: string) => (statSync(join(out, path)).mode & 0o777).toString(8);
      expect(
        ['branch', 'branch/iptables', 'branch/coverage.md', 'branch/iptables/apply.sh'].map(mode),
      ).toEqual(['755', '755', '644', '755']);
    }));

  test('a run with nothing to do writes nothing, not even the folder', () =>
    inFolder((folder) => {
      write(join(folder, 'generated'), {});
      expect(existsSync(join(folder, 'generated'))).toBe(false);
    }));

  test('what the plan throws goes through, and the disk is as before', () =>
    inFolder((out) => {
      write(out, first);
      const refusal = new UserError('holds a foreign file');
      const refuse = () => {
        throw refusal;
      };
      expect(() => writeSets(out, refuse)).toThrow(refusal);
      expect(setsIn(out)).toEqual(first);
    }));

  test('a path that leaves its set is a bug, and nothing is written', () =>
    inFolder((out) => {
      expect(() => write(out, { branch: { '../escape': 'x' } })).toThrow(
        'a set holds the path "../escape"',
      );
      expect(readFiles(out)).toEqual({});
    }));
});

describe('no link is followed', () => {
  test('an output folder that is a link is refused', () =>
    inFolder((folder) => {
      mkdirSync(join(folder, 'elsewhere'));
      symlinkSync('elsewhere', join(folder, 'generated'));
      expect(() => write(join(folder, 'generated'), first)).toThrow(
        `${join(folder, 'generated')} is a symbolic link, not a folder to write to`,
      );
      expect(readFiles(join(folder, 'elsewhere'))).toEqual({});
    }));

  test.each(['.portolan-stage-branch', '.portolan-old-branch', '.portolan-gone-branch'])(
    'a link planted as %s is removed, and what it leads to stays',
    (name) =>
      inFolder((folder) => {
        const out = join(folder, 'generated');
        writeFiles(folder, { 'victim/file': 'precious\n', 'generated/keep': '' });
        symlinkSync('../victim', join(out, name));
        write(out, first);
        expect(readFiles(join(folder, 'victim'))).toEqual({ file: 'precious\n' });
        expect(leftovers(out)).toEqual([]);
      }),
  );

  test.each([
    ['the output folder', 'generated', 'victim', 350],
    ['the folder of a new set', 'generated/.portolan-stage-branch', 'victim/branch', 50],
    ['the folder of an old set', 'generated/.portolan-gone-branch', 'victim/branch', 50],
    ['a folder in a new set', 'generated/.portolan-stage-branch/a', 'victim/branch/a', 50],
  ])(
    '%s is swapped with a link while it is written: nothing changes outside',
    async (_what, place, target, times) =>
      inFolder(async (folder) => {
        const worker = buildWorker(folder);
        const victim = join(folder, 'victim');
        const precious = Object.fromEntries(
          ['branch', 'former', 'office', '.portolan-gone-branch', '.portolan-stage-branch'].flatMap(
            (name) => [
              [`${name}/a/b`, 'precious\n'],
              [`${name}/precious`, 'precious\n'],
            ],
          ),
        );
        writeFiles(victim, precious);
        mkdirSync(join(folder, 'generated'));
        const { child, ended } = startWorker(worker, [
          'swap',
          join(folder, place),
          join(folder, target),
          join(folder, 'away'),
        ]);
        const { stdout } = runWorker(worker, ['often', join(folder, 'generated'), `${times}`]);
        child.kill('SIGKILL');
        await ended;
        const outcomes: Record<string, number> = JSON.parse(stdout);
        expect(
          Object.keys(outcomes).filter((kind) => kind !== 'written' && kind !== 'UserError'),
        ).toEqual([]);
        expect(readFiles(victim)).toEqual(precious);
      }),
  );

  test('where open folders have no names, a write does the same, and stops when another folder is there', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const [out, victim] = [join(folder, 'out'), join(folder, 'victim')];
      write(out, first);
      expect(runWorker(worker, ['write-by-paths', out, ...job]).stdout).toBe('written');
      expect([setsIn(out), leftovers(out)]).toEqual([second, []]);
      writeFiles(victim, { 'branch/a': 'precious', 'former/a': 'precious' });
      // Something to mend has the plan made under the lock alone.
      mkdirSync(join(out, '.portolan-stage-branch'));
      expect(runWorker(worker, ['move-by-paths', out, victim]).stdout).toBe(
        `UserError: ${out} was replaced while portolan worked in it`,
      );
      expect(readFiles(victim)).toEqual({ 'branch/a': 'precious', 'former/a': 'precious' });
    }));

  test('a file in the place of the lock is refused, and stays', () =>
    inFolder((out) => {
      writeFileSync(join(out, '.portolan-lock'), 'precious\n');
      expect(() => write(out, first)).toThrow(
        `${join(out, '.portolan-lock')} is not a lock of portolan's`,
      );
      expect(readFiles(out)).toEqual({ '.portolan-lock': 'precious\n' });
    }));
});

/** Is every set below the folder whole: the first, the second, or none? */
function expectWhole(out: string): void {
  const sets = setsIn(out);
  expect([undefined, first['branch'], second['branch']]).toContainEqual(sets['branch']);
  expect([undefined, first['former']]).toContainEqual(sets['former']);
  expect([undefined, second['office']]).toContainEqual(sets['office']);
}

describe('a killed run', () => {
  test('leaves whole sets at whichever call it dies, and the next run mends the rest', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      let call = 0;
      for (let alive = false; !alive; ) {
        call += 1;
        const out = join(folder, `out-${call}`);
        write(out, first);
        const ended = runWorker(worker, ['kill', out, ...job, String(call)]);
        alive = ended.signal !== 'SIGKILL';
        expectWhole(out);
        // Mending alone brings back a set that was away for the instant between two renames.
        write(out, {});
        expectWhole(out);
        expect(Object.keys(setsIn(out))).toContain('branch');
        expect(leftovers(out)).toEqual([]);
        write(out, second, ['former']);
        expect(setsIn(out)).toEqual(second);
      }
      expect(call).toBeGreaterThan(40);
    }));

  test('leaves whole sets at any moment', async () =>
    inFolder(async (folder) => {
      const worker = buildWorker(folder);
      const out = join(folder, 'out');
      write(out, first);
      for (let turn = 0; turn < 20; turn += 1) {
        const { child, ended } = startWorker(worker, ['forever', out, ...job]);
        await new Promise((resolve) => setTimeout(resolve, 50 + 3 * turn));
        child.kill('SIGKILL');
        await ended;
        expectWhole(out);
        write(out, first);
        expect(setsIn(out)['branch']).toEqual(first['branch']);
      }
    }));
});

describe('a disk that refuses', () => {
  test('any one call leaves all old sets or all new ones, no torn file, and one line that says so', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const most = 120;
      for (let at = 1; at <= most; at += 1) write(join(folder, `out-${at}`), first);
      const { stdout } = runWorker(worker, ['bad-disks', join(folder, 'out'), ...job]);
      const outcomes: string[] = JSON.parse(stdout);
      expect(outcomes.length).toBeGreaterThan(40);
      expect(outcomes.length).toBeLessThan(most);
      for (const [index, outcome] of outcomes.entries()) {
        const out = join(folder, `out-${index + 1}`);
        expect([first, second]).toContainEqual(setsIn(out));
        expect(outcome).toMatch(
          /^(written|UserError: (the new files are in place, but some old ones are left in .*: )?cannot (write|lock|remove) .*: no space is left on the disk \(ENOSPC\))$/,
        );
        if (outcome.includes('in place')) expect(setsIn(out)).toEqual(second);
      }
    }));

  test('an old set that cannot be deleted: the new ones are in place, and what is left is named', () =>
    inFolder((out) => {
      // Long enough that it can be put aside under one name, and not under the other.
      const long = 'f'.repeat(255 - '.portolan-old-'.length);
      write(out, first);
      writeFiles(out, { [`${long}/coverage.md`]: 'former\n' });
      const left = join(out, `.portolan-old-${long}`);
      const gone = join(out, `.portolan-gone-${long}`);
      expect(() => write(out, second, ['former', long])).toThrow(
        new UserError(
          `the new files are in place, but some old ones are left in ${left}: cannot remove ${gone}: its name is too long (ENAMETOOLONG)`,
        ),
      );
      expect([setsIn(out), leftovers(out)]).toEqual([second, [`.portolan-old-${long}`]]);
    }));

  test('the run after it writes as if nothing had been', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      for (let at = 1; at <= 120; at += 1) write(join(folder, `out-${at}`), first);
      const { stdout } = runWorker(worker, ['bad-disks', join(folder, 'out'), ...job]);
      const outcomes: string[] = JSON.parse(stdout);
      for (const index of outcomes.keys()) {
        const out = join(folder, `out-${index + 1}`);
        write(out, second, ['former']);
        expect([setsIn(out), leftovers(out)]).toEqual([second, []]);
      }
    }));
});
