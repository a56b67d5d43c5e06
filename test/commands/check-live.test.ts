import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { dumpsOf } from '../support/dumps.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { configOf } from '../support/pan-config.ts';
import { setDumpOf } from '../support/pan-set.ts';
import { backupOf, otherRule } from '../support/pfsense-backup.ts';
import { expectReport } from '../support/report.ts';

const targets = '{ iptables: {} }';

/** A directory with a spec, its files, and the dumps of a router to which they were applied. */
function withRouter<Value>(work: (folder: string) => Value, sites = ['branch']): Value {
  return inFolder((folder) => {
    const spec = demoSpec({ sites: Object.fromEntries(sites.map((site) => [site, targets])) });
    writeFiles(folder, { 'spec.yaml': spec });
    expect(portolan(folder, ['generate']).code).toBe(0);
    const files = new Map(
      Object.entries(readFiles(join(folder, 'generated/branch'))).map(([path, text]) => [
        path,
        String(text),
      ]),
    );
    const { v4, v6, sets } = dumpsOf(files);
    writeFiles(folder, { 'v4.txt': v4, 'v6.txt': v6, 'sets.txt': sets });
    return work(folder);
  });
}

const all = ['check', '--live', 'v4.txt', 'v6.txt', 'sets.txt'];

function tamper(folder: string, rule: string): void {
  const path = join(folder, 'v4.txt');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('-A FORWARD', `${rule}\n-A FORWARD`));
}

describe('check --live', () => {
  test('exits 0 and names the dumps when nothing differs, and writes nothing', () =>
    withRouter((folder) => {
      const before = readFiles(folder);
      const { code, stdout, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('no drift: the device and the iptables files of branch agree\n');
      expect(stdout).toContain(
        'v4.txt: iptables-save, no host in the dump, Thu Nov 26 18:30:00 2026',
      );
      expect(readFiles(folder)).toEqual(before);
    }));

  test('exits 1 with the line of the device, in every format, and never prints it raw', () =>
    withRouter((folder) => {
      tamper(
        folder,
        '-A FORWARD -d 203.0.113.9/32 -p tcp -m tcp --dport 22 -m comment --comment "\u001b[2J\u202e @all ::error::" -j ACCEPT',
      );
      for (const format of ['text', 'json', 'markdown']) {
        const { code, stdout } = portolan(folder, [...all, '--format', format]);
        expect(code).toBe(1);
        expect(stdout).toContain('203.0.113.9');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them.
        expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      }
      const report = expectReport(portolan(folder, [...all, '--format', 'json']).stdout);
      expect(report).toMatchObject({
        drift: true,
        site: 'branch',
        target: 'iptables',
        gained: [
          {
            destination: '203.0.113.9',
            ports: ['tcp/22'],
            at: { file: 'v4.txt' },
            line: expect.stringContaining('@all'),
          },
        ],
        lost: [],
        differences: [],
      });
    }));

  test('takes a spec, --site, and the dumps with an option each', () =>
    withRouter((folder) => {
      const each = ['--live', 'v4.txt', '--live', 'v6.txt', '--live=sets.txt'];
      expect(portolan(folder, ['check', ...each, 'spec.yaml', '--site', 'branch']).code).toBe(0);
    }));

  test('several sites of one prefix need --site', () =>
    withRouter(
      (folder) => {
        const { code, stderr } = portolan(folder, all);
        expect([code, stderr]).toEqual([
          2,
          'portolan: the dumps fit several sites: branch, depot\n  help: name the site with --site\n',
        ]);
        expect(portolan(folder, [...all, '--site', 'branch']).code).toBe(0);
        const other = portolan(folder, [...all, '--site', 'depot']);
        expect([other.code, other.stdout.replaceAll(/\n +/g, ' ')]).toEqual([
          1,
          expect.stringContaining('the loaded chains belong to demo/branch, not to demo/depot'),
        ]);
      },
      ['branch', 'depot'],
    ));

  test.each([
    [['check', '--live', 'v4.txt', 'sets.txt'], 'no dump shows the table filter of IPv6'],
    [['check', '--live', 'v4.txt', 'v6.txt'], 'no dump shows the sets'],
    [['check', '--live', 'nothing.txt'], 'file not found: nothing.txt'],
    [['check', '--live', '-'], '"-" is not supported: --live does not read standard input'],
    [['check', '--live'], '--live requires a value'],
    [['check', '--live', 'nft.json'], 'nft.json is a dump of nft'],
    [['check', '--live', 'empty.txt'], 'empty.txt is empty'],
    [['check', '--live', 'spec.yaml'], 'spec.yaml is not a known dump'],
    [[...all, 'spec.yaml', 'other.yaml'], '--live compares with one spec'],
    [[...all, '--site', 'branch', '--site', 'branch'], '--live compares with one site'],
    [[...all, '--out', 'elsewhere'], 'no iptables files of site branch in elsewhere'],
    [[...all, '--out', 'elsewhere'], 'help: run "portolan generate --out elsewhere"'],
  ])('%j exits 2 with a help', (words, message) =>
    withRouter((folder) => {
      writeFiles(folder, { 'nft.json': '{"nftables": []}', 'empty.txt': '' });
      const { code, stdout, stderr } = portolan(folder, words);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
      expect(stderr).toContain('\n  help: ');
    }),
  );
});

describe('check --live with an empty dump', () => {
  /** The dumps of a router whose only clients have IPv4, where no program has loaded anything for IPv6. */
  function withIpv4<Value>(work: (folder: string) => Value, endpoint: string): Value {
    return inFolder((folder) => {
      const spec = demoSpec({ sites: { branch: targets } })
        .replace(', "2001:db8:c1::/64"', '')
        .replace('host: "www.example.com"', endpoint);
      writeFiles(folder, { 'spec.yaml': spec });
      expect(portolan(folder, ['generate']).code).toBe(0);
      const files = Object.entries(readFiles(join(folder, 'generated/branch')));
      const { v4, sets } = dumpsOf(new Map(files.map(([path, text]) => [path, String(text)])));
      writeFiles(folder, { 'v4.txt': v4, 'v6.txt': '', 'sets.txt': sets });
      return work(folder);
    });
  }

  test('compares a site without IPv6 clients, and names the dump that shows nothing', () =>
    withIpv4((folder) => {
      const { code, stdout, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('  v6.txt: empty, no host in the dump, no date in the dump\n');
    }, 'host: "www.example.com"'));

  test('compares a site without sets', () =>
    withIpv4((folder) => {
      expect(readFileSync(join(folder, 'sets.txt'), 'utf8')).toBe('');
      const { code, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([0, '']);
    }, 'network: 198.51.100.7'));

  test.each([
    [
      'v6.txt',
      'no dump shows the table filter of IPv6',
      'If it is empty, no IPv6 rules are loaded',
    ],
    ['sets.txt', 'no dump shows the sets', 'If it is empty, the site is not loaded'],
  ])('refuses %s if the site needs it, and says what it means', (name, message, help) =>
    withRouter((folder) => {
      writeFiles(folder, { [name]: '\n' });
      const { code, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
      expect(stderr).toContain(help);
    }),
  );

  test('refuses it beside the dump of another device, and alone', () =>
    withDevices((folder, files) => {
      writeFiles(folder, { 'fw.xml': backupOf(files), 'empty.txt': '' });
      for (const names of [['fw.xml', 'empty.txt'], ['empty.txt', 'fw.xml'], ['empty.txt']])
        expect(portolan(folder, ['check', '--live', ...names])).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('empty.txt is empty'),
        });
    }));
});

describe('check --live names what is wrong with a dump', () => {
  test('a table of an unknown family', () =>
    withRouter((folder) => {
      writeFiles(folder, { 'v6.txt': '*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n' });
      const { code, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('v6.txt:1: the address family of this table is unknown'),
      ]);
    }));

  test('a configuration that is cut off', () =>
    withDevices((folder, files) => {
      for (const [name, text] of [
        ['fw.xml', backupOf(files)],
        ['pa.xml', configOf(files)],
      ] as const) {
        writeFiles(folder, { [name]: text.slice(0, -40) });
        const { code, stderr } = portolan(folder, ['check', '--live', name]);
        expect([code, stderr]).toEqual([2, expect.stringContaining(name)]);
        expect(stderr).not.toContain('nothing of a site');
      }
    }));
});

const others =
  '{ pac: { proxy: "PROXY proxy.example.net:3128" }, paloalto: { from: trust, to: untrust, position: top, resolvers: [192.0.2.1] }, pfsense: { interface: lan }, squid: { tlsInspection: none } }';

/** A directory with a spec, its files for all other targets, and what their devices show. */
function withDevices<Value>(
  work: (folder: string, files: ReadonlyMap<string, string>) => Value,
): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': demoSpec({ sites: { branch: others } }) });
    expect(portolan(folder, ['generate']).code).toBe(0);
    const read = Object.entries(readFiles(join(folder, 'generated/branch')));
    return work(folder, new Map(read.map(([path, text]) => [path, String(text)])));
  });
}

describe('check --live for other devices', () => {
  test('knows each by the content of its dump, and the site by the prefix', () =>
    withDevices((folder, files) => {
      const include = 'include /etc/squid/conf.d/*.conf\n';
      writeFiles(folder, {
        'fw.xml': backupOf(files),
        'pa.xml': configOf(files),
        'squid.conf': include,
        '00-portolan.conf': files.get('squid/bypass.conf') ?? '',
        'wpad.dat': files.get('pac/proxy.pac') ?? '',
      });
      const dumps = {
        pfsense: ['fw.xml'],
        paloalto: ['pa.xml'],
        squid: ['squid.conf', '00-portolan.conf'],
        pac: ['wpad.dat'],
      };
      for (const [target, names] of Object.entries(dumps)) {
        const { code, stdout, stderr } = portolan(folder, ['check', '--live', ...names]);
        expect([target, code, stderr]).toEqual([target, 0, '']);
        expect(stdout).toContain(`no drift: the device and the ${target} files of branch agree\n`);
        expect(stdout).toContain('not judged: ');
      }
      const mixed = portolan(folder, ['check', '--live', 'fw.xml', 'pa.xml']);
      expect([mixed.code, mixed.stderr]).toEqual([
        2,
        'portolan: the files are dumps of different devices: pfsense and paloalto\n  help: pass the dumps of one device\n',
      ]);
    }));

  test('says in each format for people and programs that set commands may be a candidate', () =>
    withDevices((folder, files) => {
      const whole = setDumpOf(configOf(files));
      const session = `admin@pa1# show\n${whole}admin@pa1# `;
      const drifted = session.replace('dmo-deny action deny', 'dmo-deny action allow');
      writeFiles(folder, {
        'pa.set': session,
        'drift.set': drifted,
        'cut.set': whole.slice(0, -9),
      });
      for (const [file, expected] of [
        ['pa.set', 0],
        ['drift.set', 1],
      ] as const)
        for (const format of ['text', 'json', 'markdown', 'github']) {
          const words = ['check', '--live', file, '--format', format];
          const { code, stdout, stderr } = portolan(folder, words);
          expect([code, stderr]).toEqual([expected, '']);
          const text = stdout.replace(/\s+/g, ' ').replaceAll('\\', '');
          expect(text).toContain('these set commands may be a candidate that was never committed');
          expect(text).toContain('scp export configuration from running-config.xml');
        }
      const cut = portolan(folder, ['check', '--live', 'cut.set']);
      expect([cut.code, cut.stdout]).toEqual([2, '']);
      expect(cut.stderr).toMatch(/^portolan: cut\.set:\d+: the last line has no end/);
    }));

  test('prints a hostile description in no format as it is, and no secret', () =>
    withDevices((folder, files) => {
      const descr = '\u202e @all ::error:: <img>';
      writeFiles(folder, { 'fw.xml': backupOf(files, { above: [otherRule({ descr })] }) });
      for (const format of ['text', 'json', 'markdown']) {
        const words = ['check', '--live', 'fw.xml', '--format', format];
        const { code, stdout } = portolan(folder, words);
        expect(code).toBe(1);
        expect(stdout).toContain('@all');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them.
        expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|Secret/);
      }
      const report = expectReport(
        portolan(folder, ['check', '--live', 'fw.xml', '--format', 'json']).stdout,
      );
      expect(report).toMatchObject({ drift: true, target: 'pfsense', lost: [], differences: [] });
    }));

  test('an encrypted backup and an unknown file exit 2, with what to pass', () =>
    withDevices((folder) => {
      writeFiles(folder, { 'fw.xml': '---- BEGIN config.xml ----\nU2\n', 'x.txt': 'hello\n' });
      const encrypted = portolan(folder, ['check', '--live', 'fw.xml']);
      expect([encrypted.code, encrypted.stderr]).toEqual([
        2,
        expect.stringContaining('fw.xml is encrypted'),
      ]);
      const unknown = portolan(folder, ['check', '--live', 'x.txt']).stderr;
      for (const kind of ['iptables-save', 'config.xml', 'PAN-OS', 'squid -k parse', 'PAC'])
        expect(unknown).toContain(kind);
    }));
});
