import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import { leftovers } from '../../../src/io/swap.ts';
import { writeSets } from '../../../src/io/write.ts';
import { type Planned, workOf } from '../../support/changes.ts';
import { inFolder, readFiles, setOf, writeFiles } from '../../support/folder.ts';
import { buildWorker, runWorker, startWorker } from '../../support/worker.ts';

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

function changes(sets: Texts, gone: readonly string[] = []): Planned {
  return { sets: new Map(Object.entries(sets).map(([name, files]) => [name, setOf(files)])), gone };
}

function write(out: string, sets: Texts, gone?: readonly string[]): void {
  writeSets(
    out,
    workOf(() => changes(sets, gone)),
  );
}

/** The sets below a directory, by directory name. */
function setsIn(out: string): Texts {
  const names = readdirSync(out).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, readFiles(join(out, name))]));
}

describe('writeSets', () => {
  test('creates the output directory and every set in it', () =>
    inFolder((folder) => {
      write(join(folder, 'deep/generated'), first);
      expect(setsIn(join(folder, 'deep/generated'))).toEqual(first);
    }));

  test('replaces a set as a whole, and removes files that are no longer in it', () =>
    inFolder((out) => {
      write(out, first);
      write(out, second, ['former']);
      expect(setsIn(out)).toEqual(second);
      expect(leftovers(out)).toEqual([]);
    }));

  test('writes readable files and executable scripts under any umask', () =>
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

  test('writes nothing without changes, not even the directory', () =>
    inFolder((folder) => {
      write(join(folder, 'generated'), {});
      expect(existsSync(join(folder, 'generated'))).toBe(false);
    }));

  test('passes an error of the plan through, and changes nothing', () =>
    inFolder((out) => {
      write(out, first);
      const refusal = new UserError('holds a foreign file');
      const refuse = () => {
        throw refusal;
      };
      expect(() => writeSets(out, workOf(refuse))).toThrow(refusal);
      expect(setsIn(out)).toEqual(first);
    }));

  test('rejects a path that leaves its set, and writes nothing', () =>
    inFolder((out) => {
      expect(() => write(out, { branch: { '../escape': 'x' } })).toThrow(
        'invalid path "../escape"',
      );
      expect(readFiles(out)).toEqual({});
    }));
});

describe('writeSets and links', () => {
  test('rejects an output directory that is a link', () =>
    inFolder((folder) => {
      mkdirSync(join(folder, 'elsewhere'));
      symlinkSync('elsewhere', join(folder, 'generated'));
      expect(() => write(join(folder, 'generated'), first)).toThrow(
        `${join(folder, 'generated')} is a symbolic link, expected a directory`,
      );
      expect(readFiles(join(folder, 'elsewhere'))).toEqual({});
    }));

  test.each(['.portolan-stage-branch', '.portolan-old-branch', '.portolan-gone-branch'])(
    'removes a link planted as %s, and keeps its target',
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
    ['the output directory', 'generated', 'victim', 350],
    ['the directory of a new set', 'generated/.portolan-stage-branch', 'victim/branch', 50],
    ['the directory of an old set', 'generated/.portolan-gone-branch', 'victim/branch', 50],
    ['a directory in a new set', 'generated/.portolan-stage-branch/a', 'victim/branch/a', 50],
  ])(
    'changes nothing outside when %s is swapped with a link',
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

  test('works without /proc, and stops when the directory is replaced', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const [out, victim] = [join(folder, 'out'), join(folder, 'victim')];
      write(out, first);
      expect(runWorker(worker, ['write-by-paths', out, ...job]).stdout).toBe('written');
      expect([setsIn(out), leftovers(out)]).toEqual([second, []]);
      writeFiles(victim, { 'branch/a': 'precious', 'former/a': 'precious' });
      // With something to repair, the plan is made only under the lock.
      mkdirSync(join(out, '.portolan-stage-branch'));
      expect(runWorker(worker, ['move-by-paths', out, victim]).stdout).toBe(
        `UserError: ${out} was replaced while Portolan worked in it`,
      );
      expect(readFiles(victim)).toEqual({ 'branch/a': 'precious', 'former/a': 'precious' });
    }));

  test('rejects a file in place of the lock, and keeps it', () =>
    inFolder((out) => {
      writeFileSync(join(out, '.portolan-lock'), 'precious\n');
      expect(() => write(out, first)).toThrow(
        `${join(out, '.portolan-lock')} is not a lock of Portolan`,
      );
      expect(readFiles(out)).toEqual({ '.portolan-lock': 'precious\n' });
    }));
});

/** Is every set below the directory complete: the first one, the second one, or none? */
function expectWhole(out: string): void {
  const sets = setsIn(out);
  expect([undefined, first['branch'], second['branch']]).toContainEqual(sets['branch']);
  expect([undefined, first['former']]).toContainEqual(sets['former']);
  expect([undefined, second['office']]).toContainEqual(sets['office']);
}

describe('a killed run of writeSets', () => {
  test('leaves complete sets at any call, and the next run repairs the rest', () =>
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
        // A kill between two renames leaves no set; only the repair restores it.
        write(out, {});
        expectWhole(out);
        expect(Object.keys(setsIn(out))).toContain('branch');
        expect(leftovers(out)).toEqual([]);
        write(out, second, ['former']);
        expect(setsIn(out)).toEqual(second);
      }
      expect(call).toBeGreaterThan(40);
    }));

  test('leaves complete sets at any moment', async () =>
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

describe('writeSets with many sets', () => {
  const names = Array.from({ length: 60 }, (_, index) => `site-${String(index).padStart(3, '0')}`);
  const manySets = (text: string): Texts =>
    Object.fromEntries(names.map((name) => [name, { 'coverage.md': text, 'pac/proxy.pac': text }]));

  test('waits for each file and directory once, and for the output directory once for all', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const out = join(folder, 'out');
      write(out, manySets('first\n'));
      const sets = JSON.stringify(manySets('second\n'));
      const { stdout } = runWorker(worker, ['count-syncs', out, sets, '[]']);
      // Two files and two directories of each set.
      expect(stdout).toBe(String(4 * names.length + 1));
    }));

  test('stages all of them before the first one is swapped', () =>
    inFolder((out) => {
      write(out, manySets('first\n'));
      const full = new UserError('no space left on the disk');
      const work = workOf(() => changes(manySets('second\n')));
      const failing: typeof work = {
        ...work,
        change: (given) => {
          work.change(given);
          expect(leftovers(out)).toHaveLength(names.length + 1);
          throw full;
        },
      };
      expect(() => writeSets(out, failing)).toThrow(full);
      expect([setsIn(out), leftovers(out)]).toEqual([manySets('first\n'), []]);
    }));

  test('deletes the many directories that a killed run has left', () =>
    inFolder((out) => {
      write(out, manySets('first\n'));
      for (const name of names)
        mkdirSync(join(out, `.portolan-stage-${name}`, 'pac'), { recursive: true });
      for (const name of names.slice(20)) mkdirSync(join(out, `.portolan-old-${name}`));
      for (const name of names.slice(40))
        renameSync(join(out, name), join(out, `.portolan-gone-${name}`));
      for (const name of names.slice(40))
        writeFiles(out, {
          [`.portolan-old-${name}/coverage.md`]: 'first\n',
          [`.portolan-old-${name}/pac/proxy.pac`]: 'first\n',
        });
      write(out, {});
      expect([setsIn(out), leftovers(out)]).toEqual([manySets('first\n'), []]);
    }));

  test('removes an output directory that it created, if nothing is written', () =>
    inFolder((folder) => {
      const refusal = new UserError('an invalid spec');
      const change = () => {
        throw refusal;
      };
      expect(() => writeSets(join(folder, 'a/b'), { look: () => undefined, change })).toThrow(
        refusal,
      );
      expect(readdirSync(folder)).toEqual([]);
    }));
});

describe('a disk error in writeSets', () => {
  test('that also prevents the way back is reported with the directories that could not be restored', () =>
    inFolder((folder) => {
      const worker = buildWorker(folder);
      const out = (at: number) => join(folder, `out-${at}`);
      const most = 20;
      for (let at = 1; at <= most; at += 1) write(out(at), first);
      const { stdout } = runWorker(worker, ['dying-disks', join(folder, 'out'), ...job]);
      const outcomes: string[] = JSON.parse(stdout);
      expect(outcomes.length).toBeGreaterThan(3);
      expect(outcomes.length).toBeLessThan(most);
      expect(outcomes[0]).not.toContain('could not be restored');
      for (const [index, outcome] of outcomes.entries()) {
        const [at, sets] = [out(index + 1), setsIn(out(index + 1))];
        const [, text = ''] = /could not be restored: (.*)\. All others/.exec(outcome) ?? [];
        const named = text.split(', ').map((path) => path.slice(at.length + 1));
        const other = ['branch', 'former', 'office'].filter(
          (name) => JSON.stringify(sets[name]) !== JSON.stringify(first[name]),
        );
        if (!outcome.includes('the new files are complete') && outcome !== 'written')
          expect(named.filter((name) => name !== '')).toEqual(other);
        write(at, second, ['former']);
        expect([setsIn(at), leftovers(at)]).toEqual([second, []]);
      }
    }));

  test('at any call leaves all old sets or all new ones, and a one-line message', () =>
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
          /^(written|UserError: (the new files are complete, but old files are left in .*: )?cannot (write|lock|remove) .*: no space left on the disk \(ENOSPC\))$/,
        );
        if (outcome.includes('in place')) expect(setsIn(out)).toEqual(second);
      }
    }));

  test('in deleting an old set keeps the new sets, and names what is left', () =>
    inFolder((out) => {
      // So long that one temporary prefix still fits before the name, and the other one does not.
      const long = 'f'.repeat(255 - '.portolan-old-'.length);
      write(out, first);
      writeFiles(out, { [`${long}/coverage.md`]: 'former\n' });
      const left = join(out, `.portolan-old-${long}`);
      const gone = join(out, `.portolan-gone-${long}`);
      expect(() => write(out, second, ['former', long])).toThrow(
        new UserError(
          `the new files are complete, but old files are left in ${left}: cannot remove ${gone}: its name is too long (ENAMETOOLONG)`,
        ),
      );
      expect([setsIn(out), leftovers(out)]).toEqual([second, [`.portolan-old-${long}`]]);
    }));

  test('does not affect the next run', () =>
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
