import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { bothTargets, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';

const demoFiles = [
  'coverage.md',
  'iptables/apply.sh',
  'iptables/dnsmasq.conf',
  'iptables/rules.v4',
  'iptables/rules.v6',
  'iptables/sets.ipset',
  'manifest.json',
  'pac/proxy.pac',
];

/** A folder that holds the demo spec, generated already. */
function inGenerated<Value>(work: (folder: string) => Value, spec = demoSpec()): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

const modified = (folder: string, path: string) =>
  statSync(join(folder, path), { bigint: true }).mtimeNs;

describe('generate writes what the spec gives', () => {
  test('into generated/ beside the spec, saying what is new', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'product/spec.yaml': demoSpec() });
      const run = portolan(folder, ['generate', 'product/spec.yaml']);
      const lines = demoFiles.map((path) => `new     product/generated/branch/${path}\n`);
      expect(run).toEqual({
        code: 0,
        stdout: `${lines.join('')}product/generated/branch: written\n`,
        stderr: '',
      });
      expect(Object.keys(readFiles(join(folder, 'product/generated')))).toEqual(
        demoFiles.map((path) => `branch/${path}`),
      );
    }));

  test('into another folder with --out', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate', '--out', 'rules/fw']).code).toBe(0);
      expect(Object.keys(readFiles(join(folder, 'rules/fw')))).toHaveLength(demoFiles.length);
    }));

  test('as plain files, and scripts that can be run', () =>
    inGenerated((folder) => {
      const mode = (path: string) =>
        (statSync(join(folder, 'generated/branch', path)).mode & 0o777).toString(8);
      expect(['coverage.md', 'iptables/rules.v4', 'iptables/apply.sh'].map(mode)).toEqual([
        '644',
        '644',
        '755',
      ]);
    }));

  test('and leaves an unchanged set alone, down to the time of its files', () =>
    inGenerated((folder) => {
      const paths = ['generated', 'generated/branch', 'generated/branch/iptables/rules.v4'];
      const before = paths.map((path) => modified(folder, path));
      expect(portolan(folder, ['generate'])).toEqual({
        code: 0,
        stdout: 'generated/branch: unchanged\n',
        stderr: '',
      });
      expect(paths.map((path) => modified(folder, path))).toEqual(before);
    }));

  test('and puts back what somebody edited, removed or made unusable', () =>
    inGenerated((folder) => {
      const before = readFiles(join(folder, 'generated'));
      writeFileSync(join(folder, 'generated/branch/iptables/rules.v4'), 'edited\n');
      rmSync(join(folder, 'generated/branch/pac'), { recursive: true });
      chmodSync(join(folder, 'generated/branch/iptables/apply.sh'), 0o644);
      expect(portolan(folder, ['generate']).stdout).toBe(
        [
          'changed generated/branch/iptables/apply.sh',
          'changed generated/branch/iptables/rules.v4',
          'new     generated/branch/pac/proxy.pac',
          'generated/branch: written',
          '',
        ].join('\n'),
      );
      expect(readFiles(join(folder, 'generated'))).toEqual(before);
      expect(statSync(join(folder, 'generated/branch/iptables/apply.sh')).mode & 0o100).toBe(0o100);
    }));

  test('with the same bytes in another time zone, language and folder, from LF and CRLF', () =>
    inFolder((folder) => {
      const spec = demoSpec({ hosts: ['www.example.com', 'a.example.net', '*.example.org'] });
      writeFiles(folder, {
        'one/spec.yaml': spec,
        'two/deep/spec.yaml': spec.replaceAll('\n', '\r\n'),
      });
      portolan(join(folder, 'one'), ['generate'], {
        TZ: 'Pacific/Kiritimati',
        LANG: 'tr_TR.UTF-8',
        LC_ALL: 'tr_TR.UTF-8',
      });
      portolan(folder, ['generate', 'two/deep/spec.yaml'], {
        TZ: 'America/Lima',
        LANG: 'C',
        LC_ALL: 'C',
      });
      const one = readFiles(join(folder, 'one/generated'));
      expect(Object.keys(one)).toHaveLength(demoFiles.length);
      expect(readFiles(join(folder, 'two/deep/generated'))).toEqual(one);
    }));
});

describe('generate writes nothing', () => {
  test('with --dry-run, and says what it would', () =>
    inGenerated((folder) => {
      const before = readFiles(folder);
      writeFileSync(join(folder, 'spec.yaml'), demoSpec({ sites: { branch: '{ iptables: {} }' } }));
      const run = portolan(folder, ['generate', '--dry-run']);
      expect(run).toEqual({
        code: 0,
        stdout: [
          'changed generated/branch/coverage.md',
          'changed generated/branch/manifest.json',
          'removed generated/branch/pac/proxy.pac',
          'generated/branch: would be written',
          '',
        ].join('\n'),
        stderr: '',
      });
      expect(readFiles(join(folder, 'generated'))).toEqual(
        Object.fromEntries(
          Object.entries(before).flatMap(([path, text]) =>
            path === 'spec.yaml' ? [] : [[path.slice('generated/'.length), text]],
          ),
        ),
      );
    }));

  test('with --stdout, and prints every file after its name', () =>
    inGenerated((folder) => {
      const files = readFiles(join(folder, 'generated'));
      rmSync(join(folder, 'generated'), { recursive: true });
      const run = portolan(folder, ['generate', '--stdout']);
      const want = Object.entries(files).map(([path, text]) => `==> ${path} <==\n${text}`);
      expect(run).toEqual({ code: 0, stdout: want.join(''), stderr: '' });
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    }));

  test('with --stdout and --target but that target', () =>
    inGenerated((folder) => {
      const pac = readFileSync(join(folder, 'generated/branch/pac/proxy.pac'), 'utf8');
      const run = portolan(folder, ['generate', '--stdout', '--target', 'pac']);
      expect(run.stdout).toBe(`==> branch/pac/proxy.pac <==\n${pac}`);
    }));

  test('when the spec is not valid: every problem goes to stderr, exit 3', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec().replace('service: https', 'service: htps') });
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stdout]).toEqual([3, '']);
      expect(run.stderr).toContain('spec.yaml:13:');
      expect(run.stderr).toMatch(/\n\n1 problem\n$/);
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    }));

  test('when a target cannot do what an option asks, exit 3 at the option, and the others still render', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': demoSpec({
          sites: {
            branch:
              '{ pac: { proxy: "PROXY proxy.example.net:3128" }, iptables: { protectSelf: true } }',
          },
        }),
      });
      expect(portolan(folder, ['generate'])).toEqual({
        code: 3,
        stdout: '',
        stderr: [
          'spec.yaml:20:89 error protect-self-interfaces: "protectSelf: true" cannot match the link-local addresses of IPv6 clients without their interfaces',
          '    18 |     enforce: closed',
          '    19 |     tiers: [required]',
          '  > 20 |     targets: { pac: { proxy: "PROXY proxy.example.net:3128" }, iptables: { protectSelf: true } }',
          '       |                                                                                         ^^^^',
          '  help: list the interfaces of the clients: "protectSelf: { interfaces: [eth1] }"',
          '',
          '1 problem',
          '',
        ].join('\n'),
      });
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
      expect(portolan(folder, ['generate', '--target', 'pac']).code).toBe(0);
    }));
});

describe('generate of a part', () => {
  const twoSites = demoSpec({ sites: { branch: bothTargets, office: bothTargets } });
  const moreHosts = demoSpec({
    hosts: ['www.example.com', 'new.example.com'],
    sites: { branch: bothTargets, office: bothTargets },
  });

  test('--site leaves the other sites as they are', () =>
    inGenerated((folder) => {
      const before = readFiles(join(folder, 'generated/office'));
      writeFileSync(join(folder, 'spec.yaml'), moreHosts);
      expect(portolan(folder, ['generate', '--site', 'branch']).code).toBe(0);
      expect(readFiles(join(folder, 'generated/office'))).toEqual(before);
      expect(readFiles(join(folder, 'generated/branch'))['pac/proxy.pac']).toContain(
        'new.example.com',
      );
    }, twoSites));

  test("--target carries the others' files over byte for byte, and says so", () =>
    inGenerated((folder) => {
      const rules = join(folder, 'generated/branch/iptables/rules.v4');
      const edited = Buffer.concat([readFileSync(rules), Buffer.from([0xff, 0x0a])]);
      writeFileSync(rules, edited);
      writeFileSync(join(folder, 'spec.yaml'), moreHosts);
      const run = portolan(folder, ['generate', '--site', 'branch', '--target', 'pac']);
      expect([run.code, run.stderr]).toEqual([
        0,
        'note: generated/branch: iptables carried over as before\n',
      ]);
      expect(readFileSync(rules)).toEqual(edited);
      expect(readFiles(join(folder, 'generated/branch'))['pac/proxy.pac']).toContain(
        'new.example.com',
      );
    }, twoSites));

  test('--target twice is the same as none, when there are two', () =>
    inGenerated((folder) => {
      const run = portolan(folder, ['generate', '--target', 'pac', '--target', 'iptables']);
      expect(run.stdout).toBe('generated/branch: unchanged\ngenerated/office: unchanged\n');
    }, twoSites));
});

describe('a site that the spec has no more', () => {
  const two = demoSpec({ sites: { branch: bothTargets, office: bothTargets } });

  test('goes with its folder when nobody touched it', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'spec.yaml'), demoSpec());
      const run = portolan(folder, ['generate']);
      const removed = demoFiles.map((path) => `removed generated/office/${path}\n`).join('');
      expect(run).toEqual({
        code: 0,
        stdout: `generated/branch: unchanged\n${removed}generated/office: removed\n`,
        stderr: '',
      });
      expect(Object.keys(readFiles(join(folder, 'generated')))).toEqual(
        demoFiles.map((path) => `branch/${path}`),
      );
    }, two));

  test('stays when somebody changed it, with a note', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'generated/office/notes.txt'), 'mine\n');
      writeFileSync(join(folder, 'spec.yaml'), demoSpec());
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr]).toEqual([
        0,
        'note: generated/office is no site of the spec any more, but somebody changed it: rm -r generated/office\n',
      ]);
      expect(readFiles(join(folder, 'generated/office'))['notes.txt']).toBe('mine\n');
    }, two));

  test('of another spec stays without a word', () =>
    inGenerated((folder) => {
      const other = demoSpec({ sites: { annex: bothTargets } }).replace(
        'name: demo',
        'name: other',
      );
      writeFileSync(join(folder, 'spec.yaml'), other);
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(Object.keys(readFiles(join(folder, 'generated/branch')))).toEqual(demoFiles);
      expect(Object.keys(readFiles(join(folder, 'generated/office')))).toEqual(demoFiles);
    }, two));
});

describe("what is not the tool's", () => {
  test.each([
    ['a file in a folder without a manifest', 'generated/branch/notes.txt'],
    ['a file where an output would go', 'generated/branch/pac/proxy.pac'],
    ['a manifest that is none', 'generated/branch/manifest.json'],
  ])('is never overwritten: %s', (_name, path) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec(), [path]: 'mine\n' });
      const before = readFiles(folder);
      expect(portolan(folder, ['generate'])).toEqual({
        code: 2,
        stdout: '',
        stderr:
          `portolan: generated/branch holds what portolan did not write: ${path.slice('generated/branch/'.length)}; nothing was written\n` +
          '  help: move it away, or remove the folder if nothing in it is needed: rm -r generated/branch\n',
      });
      expect(readFiles(folder)).toEqual(before);
    }),
  );

  test('keeps the other sites from being written too', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': demoSpec({ sites: { branch: bothTargets, office: bothTargets } }),
        'generated/office/notes.txt': 'mine\n',
      });
      expect(portolan(folder, ['generate']).code).toBe(2);
      expect(Object.keys(readFiles(folder))).toEqual(['generated/office/notes.txt', 'spec.yaml']);
    }));

  test('a link among the files is refused, and what it leads to stays', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'precious'), 'mine\n');
      const rules = join(folder, 'generated/branch/iptables/rules.v4');
      rmSync(rules);
      symlinkSync('../../../precious', rules);
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr.split('\n')[0]]).toEqual([
        2,
        'portolan: generated/branch holds what portolan did not write: iptables/rules.v4; nothing was written',
      ]);
      expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine\n');
      expect(lstatSync(rules).isSymbolicLink()).toBe(true);
    }));

  test.each(['generated', 'generated/branch'])('a link as %s is refused', (path) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      mkdirSync(join(folder, 'elsewhere'));
      mkdirSync(join(folder, path, '..'), { recursive: true });
      symlinkSync(join(folder, 'elsewhere'), join(folder, path));
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr.split('\n')[0]]).toEqual([
        2,
        `portolan: ${path} is a symbolic link, not a folder to write to`,
      ]);
      expect(readFiles(join(folder, 'elsewhere'))).toEqual({});
    }),
  );

  test.each(['link/', './link', 'a/../link/', 'a/../link', 'link//'])(
    'a link that is named as %s with --out is refused',
    (out) =>
      inFolder((folder) => {
        writeFiles(folder, { 'spec.yaml': demoSpec(), 'elsewhere/keep': '', 'a/keep': '' });
        symlinkSync('elsewhere', join(folder, 'link'));
        const before = readFiles(folder);
        const run = portolan(folder, ['generate', '--out', out]);
        expect([run.code, run.stderr.split('\n')[0]]).toEqual([
          2,
          'portolan: link is a symbolic link, not a folder to write to',
        ]);
        expect(readFiles(folder)).toEqual(before);
      }),
  );

  test.each(['link/rules', 'link/rules/'])('a link above the folder is followed: %s', (out) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec(), 'elsewhere/keep': '' });
      symlinkSync('elsewhere', join(folder, 'link'));
      const run = portolan(folder, ['generate', '--out', out]);
      expect([run.code, run.stdout.split('\n').at(-2)]).toEqual([0, 'link/rules/branch: written']);
      expect(Object.keys(readFiles(join(folder, 'elsewhere/rules')))).toHaveLength(
        demoFiles.length,
      );
    }),
  );

  test('the folder that one is in can be named', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      const run = portolan(folder, ['generate', '--out', '.']);
      expect([run.code, run.stdout.split('\n').at(-2)]).toEqual([0, 'branch: written']);
      expect(portolan(folder, ['check', '--out', './']).code).toBe(0);
    }));

  test('an empty name is no folder', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate', '--out', '']).code).toBe(2);
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    }));

  test.each([
    ['spec', 'name: demo', 'name: other', '"demo"', '"other"', 'branch'],
    ['site', '  branch:', '  office:', '"branch"', '"office"', 'office'],
  ])(
    'the folder of another %s is left alone until it is removed',
    (noun, from, to, old, now, site) =>
      inGenerated((folder) => {
        // A site that has a new name takes its folder along.
        renameSync(join(folder, 'generated/branch'), join(folder, `generated/${site}`));
        writeFileSync(join(folder, 'spec.yaml'), demoSpec().replace(from, to));
        const before = readFiles(folder);
        const refused = {
          code: 2,
          stdout: '',
          stderr:
            `portolan: generated/${site} was written for the ${noun} ${old}, not for ${now}; nothing was written\n` +
            `  help: write elsewhere with --out, or, if ${now} is only a new name of ${old}, remove the folder first: rm -r generated/${site}\n`,
        };
        expect(portolan(folder, ['generate'])).toEqual(refused);
        expect(portolan(folder, ['generate', '--target', 'pac'])).toEqual(refused);
        expect(portolan(folder, ['generate', '--dry-run'])).toEqual(refused);
        expect(readFiles(folder)).toEqual(before);
        rmSync(join(folder, `generated/${site}`), { recursive: true });
        expect(portolan(folder, ['generate']).code).toBe(0);
        expect(portolan(folder, ['check']).code).toBe(0);
      }),
  );

  test('a lost manifest is written again when every other file is as the spec gives it', () =>
    inGenerated((folder) => {
      const manifest = join(folder, 'generated/branch/manifest.json');
      const before = readFileSync(manifest, 'utf8');
      rmSync(manifest);
      expect(portolan(folder, ['generate']).stdout).toBe(
        'new     generated/branch/manifest.json\ngenerated/branch: written\n',
      );
      expect(readFileSync(manifest, 'utf8')).toBe(before);
    }));
});

describe('what a target warns of', () => {
  const hosts = Array.from({ length: 8_000 }, (_, index) => `host-${index}.example.com`);
  const warning =
    'warning: branch: The file is larger than 256 KB, and some cloud proxies refuse to serve it. To shrink it, use a wildcard instead of many hosts, or set "compact: true".\n';

  test('goes to stderr of every run that renders it, and into the coverage page', () =>
    inFolder((folder) => {
      const sites = { branch: '{ pac: { proxy: "PROXY proxy.example.net:3128" } }' };
      writeFiles(folder, { 'spec.yaml': demoSpec({ hosts, sites }) });
      for (const words of [['--dry-run'], ['--stdout'], []]) {
        const { code, stderr } = portolan(folder, ['generate', ...words]);
        expect([code, stderr]).toEqual([0, warning]);
      }
      expect(readFileSync(join(folder, 'generated/branch/coverage.md'), 'utf8')).toContain(
        '- The file is larger than 256 KB,',
      );
    }));
});

describe('several at once', () => {
  test('a copy of the folder is a set of its own', () =>
    inGenerated((folder) => {
      cpSync(join(folder, 'generated'), join(folder, 'copy'), { recursive: true });
      expect(portolan(folder, ['generate', '--out', 'copy']).stdout).toBe(
        'copy/branch: unchanged\n',
      );
    }));
});
