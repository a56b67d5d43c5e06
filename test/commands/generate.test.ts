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

/** A directory with the demo spec and its generated files. */
function inGenerated<Value>(work: (folder: string) => Value, spec = demoSpec()): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    return work(folder);
  });
}

const modified = (folder: string, path: string) =>
  statSync(join(folder, path), { bigint: true }).mtimeNs;

describe('generate', () => {
  test('writes generated/ next to the spec, and lists new files', () =>
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

  test('writes another directory with --out', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate', '--out', 'rules/fw']).code).toBe(0);
      expect(Object.keys(readFiles(join(folder, 'rules/fw')))).toHaveLength(demoFiles.length);
    }));

  test('writes readable files and executable scripts', () =>
    inGenerated((folder) => {
      const mode = (path: string) =>
        (statSync(join(folder, 'generated/branch', path)).mode & 0o777).toString(8);
      expect(['coverage.md', 'iptables/rules.v4', 'iptables/apply.sh'].map(mode)).toEqual([
        '644',
        '644',
        '755',
      ]);
    }));

  test('does not touch unchanged files, including their times', () =>
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

  test('restores files that were edited, removed or made unusable', () =>
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

  test('writes the same bytes in another time zone, locale and directory, from LF and CRLF', () =>
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
  test('with --dry-run, and lists the changes', () =>
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

  test('with --stdout and --target, and prints the files of that target', () =>
    inGenerated((folder) => {
      const pac = readFileSync(join(folder, 'generated/branch/pac/proxy.pac'), 'utf8');
      const run = portolan(folder, ['generate', '--stdout', '--target', 'pac']);
      expect(run.stdout).toBe(`==> branch/pac/proxy.pac <==\n${pac}`);
    }));

  test('for an invalid spec: prints the problems on stderr and exits 3', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec().replace('service: https', 'service: htps') });
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stdout]).toEqual([3, '']);
      expect(run.stderr).toContain('spec.yaml:13:');
      expect(run.stderr).toMatch(/\n\n1 problem\n$/);
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    }));

  test('when a target rejects one of its options: exits 3 and names the option; other targets still render', () =>
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

describe('generate with a selection', () => {
  const twoSites = demoSpec({ sites: { branch: bothTargets, office: bothTargets } });
  const moreHosts = demoSpec({
    hosts: ['www.example.com', 'new.example.com'],
    sites: { branch: bothTargets, office: bothTargets },
  });

  test('--site keeps the files of other sites', () =>
    inGenerated((folder) => {
      const before = readFiles(join(folder, 'generated/office'));
      writeFileSync(join(folder, 'spec.yaml'), moreHosts);
      expect(portolan(folder, ['generate', '--site', 'branch']).code).toBe(0);
      expect(readFiles(join(folder, 'generated/office'))).toEqual(before);
      expect(readFiles(join(folder, 'generated/branch'))['pac/proxy.pac']).toContain(
        'new.example.com',
      );
    }, twoSites));

  test('--target keeps the files of other targets byte for byte, and says so', () =>
    inGenerated((folder) => {
      const rules = join(folder, 'generated/branch/iptables/rules.v4');
      const edited = Buffer.concat([readFileSync(rules), Buffer.from([0xff, 0x0a])]);
      writeFileSync(rules, edited);
      writeFileSync(join(folder, 'spec.yaml'), moreHosts);
      const run = portolan(folder, ['generate', '--site', 'branch', '--target', 'pac']);
      expect([run.code, run.stderr]).toEqual([
        0,
        'note: generated/branch: kept unchanged: iptables\n',
      ]);
      expect(readFileSync(rules)).toEqual(edited);
      expect(readFiles(join(folder, 'generated/branch'))['pac/proxy.pac']).toContain(
        'new.example.com',
      );
    }, twoSites));

  test('--target with all targets writes the same as without it', () =>
    inGenerated((folder) => {
      const run = portolan(folder, ['generate', '--target', 'pac', '--target', 'iptables']);
      expect(run.stdout).toBe('generated/branch: unchanged\ngenerated/office: unchanged\n');
    }, twoSites));
});

describe('the directory of a site that is no longer in the spec', () => {
  const two = demoSpec({ sites: { branch: bothTargets, office: bothTargets } });

  test('is deleted when its files are not edited', () =>
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

  test('is kept with a note when its files are edited', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'generated/office/notes.txt'), 'mine\n');
      writeFileSync(join(folder, 'spec.yaml'), demoSpec());
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr]).toEqual([
        0,
        'note: site "office" is no longer in the spec; its files were edited and are kept. To delete them: rm -r generated/office\n',
      ]);
      expect(readFiles(join(folder, 'generated/office'))['notes.txt']).toBe('mine\n');
    }, two));

  test('is kept silently when another spec wrote it', () =>
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

describe('generate and files that Portolan did not write', () => {
  test.each([
    ['a file in a directory without a manifest', 'generated/branch/notes.txt'],
    ['a file where an output would go', 'generated/branch/pac/proxy.pac'],
    ['a manifest that is none', 'generated/branch/manifest.json'],
  ])('does not overwrite %s', (_name, path) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec(), [path]: 'mine\n' });
      const before = readFiles(folder);
      expect(portolan(folder, ['generate'])).toEqual({
        code: 2,
        stdout: '',
        stderr:
          `portolan: generated/branch contains files that Portolan did not write: ${path.slice('generated/branch/'.length)}. Nothing was written.\n` +
          '  help: move them away; if you need nothing in the directory, delete it: rm -r generated/branch\n',
      });
      expect(readFiles(folder)).toEqual(before);
    }),
  );

  test('writes no other site either', () =>
    inFolder((folder) => {
      writeFiles(folder, {
        'spec.yaml': demoSpec({ sites: { branch: bothTargets, office: bothTargets } }),
        'generated/office/notes.txt': 'mine\n',
      });
      expect(portolan(folder, ['generate']).code).toBe(2);
      expect(Object.keys(readFiles(folder))).toEqual(['generated/office/notes.txt', 'spec.yaml']);
    }));

  test('rejects a link in place of a file, and keeps its target', () =>
    inGenerated((folder) => {
      writeFileSync(join(folder, 'precious'), 'mine\n');
      const rules = join(folder, 'generated/branch/iptables/rules.v4');
      rmSync(rules);
      symlinkSync('../../../precious', rules);
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr.split('\n')[0]]).toEqual([
        2,
        'portolan: generated/branch contains files that Portolan did not write: iptables/rules.v4. Nothing was written.',
      ]);
      expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine\n');
      expect(lstatSync(rules).isSymbolicLink()).toBe(true);
    }));

  test.each(['generated', 'generated/branch'])('rejects a link as %s', (path) =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      mkdirSync(join(folder, 'elsewhere'));
      mkdirSync(join(folder, path, '..'), { recursive: true });
      symlinkSync(join(folder, 'elsewhere'), join(folder, path));
      const run = portolan(folder, ['generate']);
      expect([run.code, run.stderr.split('\n')[0]]).toEqual([
        2,
        `portolan: ${path} is a symbolic link, expected a directory`,
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
          'portolan: link is a symbolic link, expected a directory',
        ]);
        expect(readFiles(folder)).toEqual(before);
      }),
  );

  test.each(['link/rules', 'link/rules/'])('follows a link above the output directory: %s', (out) =>
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

  test('accepts the current directory as --out', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      const run = portolan(folder, ['generate', '--out', '.']);
      expect([run.code, run.stdout.split('\n').at(-2)]).toEqual([0, 'branch: written']);
      expect(portolan(folder, ['check', '--out', './']).code).toBe(0);
    }));

  test('rejects an empty --out', () =>
    inFolder((folder) => {
      writeFiles(folder, { 'spec.yaml': demoSpec() });
      expect(portolan(folder, ['generate', '--out', '']).code).toBe(2);
      expect(Object.keys(readFiles(folder))).toEqual(['spec.yaml']);
    }));

  test.each([
    ['spec', 'name: demo', 'name: other', '"demo"', '"other"', 'branch'],
    ['site', '  branch:', '  office:', '"branch"', '"office"', 'office'],
  ])('rejects the directory of another %s until it is deleted', (noun, from, to, old, now, site) =>
    inGenerated((folder) => {
      // A renamed site expects its files in a directory of the new name.
      renameSync(join(folder, 'generated/branch'), join(folder, `generated/${site}`));
      writeFileSync(join(folder, 'spec.yaml'), demoSpec().replace(from, to));
      const before = readFiles(folder);
      const refused = {
        code: 2,
        stdout: '',
        stderr:
          `portolan: generated/${site} belongs to ${noun} ${old}, not to ${now}. Nothing was written.\n` +
          `  help: use another directory with --out; if you renamed ${old}, delete the old output first: rm -r generated/${site}\n`,
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

  test('writes a missing manifest again when all other files are up to date', () =>
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

describe('a warning of a target', () => {
  const hosts = Array.from({ length: 8_000 }, (_, index) => `host-${index}.example.com`);
  const warning =
    'warning: branch: The file is larger than 256 KB, and some cloud proxies refuse to serve it. To shrink it, set "compact: true".\n';

  test('is printed on stderr by every run that renders the target, and is in coverage.md', () =>
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

describe('a copied output directory', () => {
  test('is independent of the original', () =>
    inGenerated((folder) => {
      cpSync(join(folder, 'generated'), join(folder, 'copy'), { recursive: true });
      expect(portolan(folder, ['generate', '--out', 'copy']).stdout).toBe(
        'copy/branch: unchanged\n',
      );
    }));
});
