import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { targets } from '../../src/targets/list.ts';
import { sitesWith } from '../engines/sites.ts';
import { portolan, type Run } from '../support/cli.ts';
import { type DemoWords, demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { commitAll, initRepository } from '../support/git.ts';
import { configOf, type Others, otherRule } from '../support/pan-config.ts';
import { backupOf } from '../support/pfsense-backup.ts';

const options =
  '{ paloalto: { from: trust, to: untrust, position: { after: marker }, resolvers: [192.0.2.1] } }';
const one = { branch: options };
/** Two sites on two devices; the second one has a prefix of its own. */
const two = { branch: options, depot: `${options}\n    prefix: dpt` };
const pfsense = { branch: '{ pfsense: { interface: lan } }' };
const hosts = ['www.example.com', '198.51.100.7'];

/** The demo spec, with one of its destinations as a network. */
function specOf(words: DemoWords): string {
  return demoSpec(words).replace('host: "198.51', 'network: "198.51');
}

/**
 * A directory with a spec, the files of an older one in `old`, and the running configurations of its devices in
 * `SITE.xml`.
 */
function withOlder<Value>(
  { older, newer }: { readonly older: DemoWords; readonly newer: DemoWords },
  work: (folder: string) => Value,
  others: Others = {},
): Value {
  return inFolder((folder) => {
    writeFiles(folder, { 'spec.yaml': specOf(older) });
    expect(portolan(folder, ['generate']).code).toBe(0);
    renameSync(join(folder, 'generated'), join(folder, 'old'));
    for (const site of Object.keys(older.sites ?? {})) {
      const files = new Map(Object.entries(readFiles(join(folder, 'old', site))));
      writeFiles(folder, { [`${site}.xml`]: configOf(files, others) });
    }
    writeFiles(folder, { 'spec.yaml': specOf(newer) });
    return work(folder);
  });
}

const change = { older: { hosts, sites: one }, newer: { hosts: hosts.slice(1), sites: one } };

/** What the removed name leaves on a device: rules that select names only. */
const gone = [
  'delete rulebase decryption rules dmo-web-https-raw',
  'delete rulebase security rules dmo-web-https',
  'delete service-group dmo-web-https',
  'delete application-group dmo-web-https',
  'delete profiles custom-url-category dmo-web-https',
  '',
].join('\n');

function retire(folder: string, ...words: readonly string[]): Run {
  return portolan(folder, ['retire', ...words]);
}

describe('retire', () => {
  test.each([
    ['--old', 'old'],
    ['--live', 'branch.xml'],
  ])('with %s %s prints what to delete, and writes nothing', (...words) =>
    withOlder(change, (folder) => {
      const before = readFiles(folder);
      expect(retire(folder, ...words)).toEqual({ code: 0, stdout: gone, stderr: '' });
      expect(readFiles(folder)).toEqual(before);
    }),
  );

  test('prints one request with the newer entries and the deletions', () =>
    withOlder(change, (folder) => {
      const { code, stdout, stderr } = retire(folder, '--old', 'old', '--format', 'multi-config');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^<multi-config>\n<edit id="1" .*\n<\/multi-config>\n$/s);
      expect(stdout).toMatch(/<delete id="\d+" xpath="[^"]*entry\[@name='dmo-web-https'\]"\/>/);
      const live = retire(folder, '--live', 'branch.xml', '--format', 'multi-config');
      expect(live).toEqual({ code, stdout, stderr });
    }));

  test('prints nothing if nothing left the spec', () =>
    withOlder({ older: change.older, newer: change.older }, (folder) => {
      for (const words of [
        ['--old', 'old'],
        ['--live', 'branch.xml'],
      ])
        expect(retire(folder, ...words)).toEqual({ code: 0, stdout: '', stderr: '' });
    }));
});

describe('older files with the comments of another version', () => {
  /** Replaces a text of an older file. */
  function edit(folder: string, path: string, from: string, to: string): void {
    const file = join(folder, 'old/branch', path);
    const text = readFileSync(file, 'utf8');
    expect(text.split(from)).toHaveLength(2);
    writeFileSync(
      file,
      text.replace(from, () => to),
    );
  }

  const set = 'paloalto/rules.set';
  const paste = 'To delete what left the spec, first paste what "portolan retire" prints.';
  const config = 'pfsense/config.xml';
  const merge =
    '\tMerge this file. Restoring it as the area Aliases or Firewall Rules replaces all aliases or rules of the firewall.\n';
  const ofPfsense = {
    older: { hosts: ['www.example.com', '198.51.100.0/25'], sites: pfsense },
    newer: { hosts: ['198.51.100.0/25'], sites: pfsense },
  };

  test.each([
    ['other words', 'Delete by hand what left the spec.'],
    ['more lines', `${paste}\n# One more.`],
  ])('are read for Palo Alto: %s', (_name, to) =>
    withOlder(change, (folder) => {
      edit(folder, set, paste, to);
      expect(retire(folder, '--old', 'old')).toEqual({ code: 0, stdout: gone, stderr: '' });
    }),
  );

  test.each([
    ['other words', '\tMerge these parts.\n'],
    ['fewer lines', ''],
  ])('are read for pfSense: %s', (_name, to) =>
    withOlder(ofPfsense, (folder) => {
      const words = ['--old', 'old', '--format', 'ansible'];
      const before = retire(folder, ...words);
      expect(before.stdout).toContain('dmo_web_https_h');
      edit(folder, config, merge, to);
      expect(retire(folder, ...words)).toEqual(before);
    }),
  );

  const help = (dump: string) =>
    `  help: if the file was edited or is of another version, use --base with the commit of these files, or --live with the ${dump}\n`;

  test.each<[name: string, path: string, from: string, to: string]>([
    ['a command that Portolan does not write', set, `${paste}\n`, `${paste}\nset tag mine\n`],
    ['a comment below the head', set, 'delete address-group', '# Mine.\ndelete address-group'],
    ['no header of Portolan', set, '# demo: ', '# '],
    ['a name without the prefix', set, 'service-group dmo-web-https', 'service-group web-https'],
  ])('are not read with %s', (_name, path, from, to) =>
    withOlder(change, (folder) => {
      const text = readFileSync(join(folder, 'old/branch', path), 'utf8');
      writeFileSync(
        join(folder, 'old/branch', path),
        text.replaceAll(from, () => to),
      );
      const { code, stdout, stderr } = retire(folder, '--old', 'old');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^portolan: paloalto\/rules\.set:\d+: expected /);
      expect(stderr).toContain(help('running configuration'));
    }),
  );

  test('are not read for pfSense with an element among them', () =>
    withOlder(ofPfsense, (folder) => {
      edit(folder, config, merge, '\t--><pfsense><!--\n');
      const { code, stdout, stderr } = retire(folder, '--old', 'old', '--format', 'ansible');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^portolan: pfsense\/config\.xml:4: expected "-->", found /);
      expect(stderr).toContain(help('backup'));
    }));

  test('are a missing file if only others of the output are there', () =>
    withOlder(change, (folder) => {
      rmSync(join(folder, 'old/branch', set));
      const { code, stderr } = retire(folder, '--old', 'old', '--site', 'branch');
      expect([code, stderr.split('\n')[0]]).toEqual([
        2,
        'portolan: paloalto/rules.set:1: expected this file, found none',
      ]);
    }));
});

describe('the site', () => {
  const changeOfTwo = {
    older: { hosts, sites: two },
    newer: { hosts: hosts.slice(1), sites: two },
  };

  test('of a configuration is that of its prefix', () =>
    withOlder(changeOfTwo, (folder) => {
      expect(retire(folder, '--live', 'branch.xml').stdout).toBe(gone);
      expect(retire(folder, '--live', 'depot.xml').stdout).toBe(gone.replaceAll('dmo-', 'dpt-'));
    }));

  test('must be named if several are possible', () =>
    withOlder(changeOfTwo, (folder) => {
      expect(retire(folder, '--old', 'old')).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'portolan: several sites have paloalto: branch, depot\n  help: name the site with --site\n',
      });
      const named = retire(folder, '--old', 'old', '--site', 'depot');
      expect([named.code, named.stdout]).toEqual([0, gone.replaceAll('dmo-', 'dpt-')]);
    }));

  test('that left the spec is deleted with all its rules and objects', () =>
    withOlder({ older: { hosts, sites: two }, newer: { hosts, sites: one } }, (folder) => {
      const { code, stdout, stderr } = retire(folder, '--old', 'old', '--site', 'depot');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^delete rulebase decryption rules dpt-/);
      expect(stdout).toMatch(/\ndelete tag dpt\n$/);
      expect(stdout).not.toContain('dmo');
    }));

  test('without the output is deleted too, and a configuration does not tell what is its own', () =>
    withOlder(
      { older: { hosts, sites: one }, newer: { hosts, sites: { branch: '{ iptables: {} }' } } },
      (folder) => {
        expect(retire(folder, '--old', 'old').stdout).toMatch(/\ndelete tag dmo\n$/);
        const live = retire(folder, '--live', 'branch.xml');
        expect([live.code, live.stderr]).toEqual([
          2,
          'portolan: no site has paloalto\n  help: pass a spec with such a site\n',
        ]);
      },
    ));

  test('that is new has nothing to delete, and a note says so', () =>
    withOlder({ older: { hosts, sites: one }, newer: { hosts, sites: two } }, (folder) => {
      expect(retire(folder, '--old', 'old', '--site', 'depot')).toEqual({
        code: 0,
        stdout: '',
        stderr: 'note: old has no paloalto files of site "depot", so nothing is deleted\n',
      });
    }));
});

describe('a rule that looks like one of the site', () => {
  const hostile = '\u202e @all ::error:: &lt;img&gt; &quot;&#10;delete rulebase';

  test('but has another name or tag is kept, and its name is no command and no control character', () =>
    withOlder(
      change,
      (folder) => {
        const { code, stdout, stderr } = retire(folder, '--live', 'branch.xml');
        expect([code, stdout]).toEqual([0, gone]);
        expect(stderr).toContain('has the tag "dmo", but no such name; it is not deleted\n');
        expect(stderr).toContain('"dmo-by-hand" has a name with the prefix "dmo", but not its tag');
        expect(stderr).toContain('@all');
        expect(stderr.split('\n').filter((line) => !line.startsWith('note: line '))).toEqual(['']);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them.
        expect(stderr + stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|Secret/);
      },
      { above: [otherRule({ tag: 'dmo' }, hostile), otherRule({}, 'dmo-by-hand')] },
    ));

  test('and has both is deleted, however it got there', () =>
    withOlder(
      change,
      (folder) => {
        const { stdout } = retire(folder, '--live', 'branch.xml');
        expect(stdout).toContain('delete rulebase security rules dmo-older\n');
      },
      { below: [otherRule({ tag: 'dmo' }, 'dmo-older')] },
    ));
});

describe('names that another site has now', () => {
  /** What each run prints after a change of the committed spec. */
  const printed = (older: DemoWords, newer: DemoWords, ...words: readonly string[]) =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': specOf(older) });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': specOf(newer) });
      const { code, stdout, stderr } = retire(folder, ...words);
      expect(code).toBe(0);
      return [stdout, stderr];
    });
  const fewer = hosts.slice(1);

  test.each(['branch', 'office'])('after a site was renamed: --site %s', (site) => {
    const newer = { hosts: fewer, sites: { office: options } };
    expect(printed({ hosts, sites: one }, newer, '--site', site)).toEqual([
      gone,
      'note: site "office" has the names on the device that site "branch" had, so their files are compared\n',
    ]);
  });

  test('after two sites changed their prefixes with each other', () => {
    const swapped = { branch: `${options}\n    prefix: dpt`, depot: options };
    const change = [
      { hosts, sites: two },
      { hosts: fewer, sites: swapped },
    ] as const;
    expect(printed(...change, '--site', 'branch')[0]).toBe(gone);
    expect(printed(...change, '--site', 'depot')[0]).toBe(gone.replaceAll('dmo-', 'dpt-'));
  });

  test('of a firewall without "device:" are its own, also if another one has the same', () => {
    const older = { hosts, sites: { ...pfsense, depot: pfsense.branch } };
    const newer = { hosts, sites: { depot: pfsense.branch } };
    const words = ['--site', 'branch', '--format', 'ansible'];
    const [stdout = '', stderr] = printed(older, newer, ...words);
    expect([stdout.includes('dmo_clients'), stderr]).toEqual([true, '']);
  });

  test('on another device are not those of the site', () => {
    const on = (device: string) => `${options}\n    device: ${device}`;
    const newer = { hosts: fewer, sites: { office: on('fw-south') } };
    const older = { hosts, sites: { branch: on('fw-north') } };
    expect(printed(older, newer, '--site', 'branch')[0]).toMatch(/\ndelete tag dmo\n$/);
    expect(printed(older, newer, '--site', 'office')).toEqual([
      '',
      'note: spec.yaml at HEAD has no paloalto files of site "office", so nothing is deleted\n',
    ]);
  });
});

describe('names that another site of an output directory had', () => {
  const fewer = hosts.slice(1);
  const renamed = 'site "office" has the names on the device that site "branch" had, so their';
  const newer = { hosts: fewer, sites: { office: options } };

  test.each(['branch', 'office'])('after a site was renamed: --site %s', (site) =>
    withOlder({ older: change.older, newer }, (folder) => {
      expect(retire(folder, '--old', 'old', '--site', site)).toEqual({
        code: 0,
        stdout: gone,
        stderr: `note: ${renamed} files are compared\n`,
      });
    }),
  );

  test('after two sites changed their prefixes with each other', () => {
    const swapped = { branch: `${options}\n    prefix: dpt`, depot: options };
    const change = { older: { hosts, sites: two }, newer: { hosts: fewer, sites: swapped } };
    withOlder(change, (folder) => {
      const of = (site: string) => retire(folder, '--old', 'old', '--site', site).stdout;
      expect([of('branch'), of('depot')]).toEqual([gone, gone.replaceAll('dmo-', 'dpt-')]);
    });
  });

  test('whose device the files do not name, and a note says so', () => {
    const sites = { office: `${options}\n    device: fw-south` };
    withOlder({ older: change.older, newer: { hosts: fewer, sites } }, (folder) => {
      const { stdout, stderr } = retire(folder, '--old', 'old', '--site', 'office');
      expect([stdout, stderr]).toEqual([
        gone,
        `note: ${renamed} files are compared\nnote: the files of site "branch" do not name its device: if it was not "fw-south", use --base with the commit of these files\n`,
      ]);
    });
  });

  test('and that keeps them on a device of its own', () => {
    const on = (device: string) => `${options}\n    device: ${device}`;
    const sites = { branch: on('fw-north'), office: on('fw-south') };
    withOlder({ older: change.older, newer: { hosts: fewer, sites } }, (folder) => {
      expect(retire(folder, '--old', 'old', '--site', 'branch').stdout).toBe(gone);
      expect(retire(folder, '--old', 'old', '--site', 'office')).toEqual({
        code: 0,
        stdout: '',
        stderr: 'note: old has no paloalto files of site "office", so nothing is deleted\n',
      });
    });
  });

  test('at another location are not those of the site', () => {
    const at = options.replace('from: trust', 'location: vsys7, from: trust');
    const sites = { office: at };
    withOlder({ older: change.older, newer: { hosts: fewer, sites } }, (folder) => {
      const branch = retire(folder, '--old', 'old', '--site', 'branch');
      expect([branch.stdout, branch.stderr]).toEqual([
        expect.stringMatching(/\ndelete tag dmo\n$/),
        '',
      ]);
    });
  });

  const perhaps =
    'note: site "office" has the prefix that site "branch" had: if they are one device, rename the directory of the older files to "office", and pass them with --old and --site office\n';
  const both = ['www.example.com', '198.51.100.0/25'];
  const office = { hosts: both.slice(1), sites: { office: pfsense.branch } };
  const older = { hosts: both, sites: pfsense };

  test.each(['branch', 'office'])('on a firewall without "device:" get a note: --site %s', (site) =>
    withOlder({ older, newer: office }, (folder) => {
      const words = ['--old', 'old', '--format', 'ansible', '--site'];
      const { code, stdout, stderr } = retire(folder, ...words, site);
      const isGone = site === 'branch';
      const nothing = 'note: old has no pfsense files of site "office", so nothing is deleted\n';
      expect([code, stdout.includes('dmo_clients'), stderr]).toEqual([
        0,
        isGone,
        isGone ? perhaps : `${perhaps}${nothing}`,
      ]);
      renameSync(join(folder, 'old/branch'), join(folder, 'old/office'));
      const renamed = retire(folder, ...words, 'office');
      expect(renamed.stdout).toContain('dmo_web_https_h');
      expect(renamed.stdout + renamed.stderr).not.toMatch(/dmo_clients|branch/);
    }),
  );

  test('on such a firewall, with the files of a commit', () =>
    inFolder((folder) => {
      initRepository(folder);
      writeFiles(folder, { 'spec.yaml': specOf(older) });
      commitAll(folder);
      writeFiles(folder, { 'spec.yaml': specOf(office) });
      const words = ['--format', 'ansible', '--site', 'branch'];
      expect(retire(folder, ...words).stderr).toBe(perhaps);
    }));
});

test.each(['paloalto', 'pfsense'])(
  'the files of each site with %s tell its names',
  async (name) => {
    const read = await targets.find((target) => target.name === name)?.retire?.();
    for (const { policy, target, files } of sitesWith(name))
      expect(read?.namesIn(files)).toEqual(target.namesAt?.(policy.site));
  },
);

const candidate =
  '<config><devices><entry name="localhost.localdomain" dirtyId="4"></entry></devices></config>';

describe('with --format ansible', () => {
  const sites = { branch: '{ pfsense: { interface: lan } }' };
  const both = ['www.example.com', '198.51.100.0/25'];
  const ofPfsense = {
    older: { hosts: both, sites },
    newer: { hosts: both.slice(1), sites },
  };
  const tasks = `# Run these tasks once, before those that add rules and aliases. A rule is found by its interface and name.
---
- name: "Delete rules that left the files"
  pfsensible.core.pfsense_aggregate:
    purge_rules: false
    aggregated_rules:
      - { name: "dmo: web/https", interface: "lan", state: absent }
      - { name: "dmo: web/https", interface: "lan", state: absent }
- name: "Delete aliases that left the files"
  pfsensible.core.pfsense_aggregate:
    purge_aliases: false
    aggregated_aliases:
      - { name: "dmo_web_https_h", state: absent }
`;
  const note =
    'note: the rules "dmo: web/https" on lan changed, so all of them are deleted: add those of the new files again\n';

  test('prints tasks that delete from pfSense, of files or of a backup, and writes nothing', () =>
    withOlder(ofPfsense, (folder) => {
      const files = new Map(Object.entries(readFiles(join(folder, 'old/branch'))));
      writeFiles(folder, { 'fw.xml': backupOf(files) });
      const before = readFiles(folder);
      for (const source of [
        ['--old', 'old'],
        ['--live', 'fw.xml'],
      ])
        expect(retire(folder, ...source, '--format', 'ansible')).toEqual({
          code: 0,
          stdout: tasks,
          stderr: note,
        });
      expect(readFiles(folder)).toEqual(before);
    }));

  test('is what a spec with pfSense alone needs, and another dump is refused', () =>
    withOlder(ofPfsense, (folder) => {
      expect(retire(folder, '--old', 'old')).toEqual({
        code: 2,
        stdout: '',
        stderr: 'portolan: no site has paloalto\n  help: for pfsense, add --format ansible\n',
      });
      const { code, stderr } = retire(folder, '--live', 'branch.xml', '--format', 'ansible');
      expect([code, stderr]).toEqual([2, expect.stringContaining('is not a backup of pfSense')]);
    }));
});

test.each([
  [['--base', 'HEAD', '--old', 'old'], '--base and --old cannot be used together'],
  [['--old', 'old', '--live', 'branch.xml'], '--old and --live cannot be used together'],
  [['--base', 'HEAD', '--live', 'branch.xml'], '--live and --base cannot be used together'],
  [['--site', 'brnch', '--old', 'old'], 'no site "brnch" with paloalto'],
  [['--site', 'branch', '--site', 'depot'], '--site accepts one value'],
  [['--format', 'xml'], 'invalid value "xml" for --format'],
  [['--old', 'nothing'], 'directory not found: nothing'],
  [['--old', 'spec.yaml'], 'spec.yaml is a file, expected a directory'],
  [['--old', 'edited'], 'paloalto/rules.set:1:'],
  [['--live', 'nothing.xml'], 'file not found: nothing.xml'],
  [['--live', '-'], '"-" is not supported: --live does not read standard input'],
  [['--live', 'spec.yaml'], 'spec.yaml is not a configuration of PAN-OS'],
  [['--live', 'broken.xml'], 'broken.xml: the document is not valid XML'],
  [['--live', 'candidate.xml'], 'candidate.xml is the candidate configuration'],
  [['--live', 'old/branch/paloalto/rules.xml'], 'is a generated file'],
  [['--live', 'branch.xml', '--max-size', '2000'], 'branch.xml is larger than 2000 bytes'],
])('%j exits 2 with a help', (words, message) =>
  withOlder(change, (folder) => {
    writeFiles(folder, {
      'candidate.xml': candidate,
      'broken.xml': '<config><devices>',
      'edited/branch/paloalto/rules.set': 'set tag dmo\n',
    });
    const { code, stdout, stderr } = retire(folder, ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('\n  help: ');
  }),
);

test('a configuration with rules of no site, or of another location, says so', () =>
  withOlder(change, (folder) => {
    writeFiles(folder, {
      'spec.yaml': specOf(change.newer).replace('prefix: dmo', 'prefix: other'),
    });
    const { code, stderr } = retire(folder, '--live', 'branch.xml');
    expect([code, stderr]).toEqual([
      2,
      'portolan: the configuration contains no rules of a site of the spec\n  help: name the site with --site\n',
    ]);
    const elsewhere = options.replace('from: trust', 'location: vsys7, from: trust');
    writeFiles(folder, { 'spec.yaml': specOf({ hosts, sites: { branch: elsewhere } }) });
    expect(retire(folder, '--live', 'branch.xml')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'note: branch.xml has nothing in "vsys vsys7", where the site has its rules, so nothing is deleted\n',
    });
  }));

test('a rule of the site in another rulebase is kept, and a note says so', () => {
  const at = (rulebase: string) =>
    options.replace(
      'from: trust',
      `location: { deviceGroup: dg, rulebase: ${rulebase} }, from: trust`,
    );
  const moved = {
    older: { hosts, sites: { branch: at('post') } },
    newer: { hosts, sites: { branch: at('pre') } },
  };
  withOlder(moved, (folder) => {
    const { code, stdout, stderr } = retire(folder, '--live', 'branch.xml');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(
      /line \d+: the security rule "dmo-web-https" of the site is in the post-rulebase, and its rules are in the pre-rulebase now; it is not deleted: use --base/,
    );
  });
});

test.each<
  [name: string, begin: (folder: string) => void, environment: Record<string, string>, says: string]
>([
  [
    'no repository',
    () => {},
    {},
    'portolan: not a Git repository: .\n  help: say what the device has with --old DIR or --live FILE\n',
  ],
  [
    'no commit',
    initRepository,
    {},
    'portolan: unknown commit "HEAD"\n  help: commit the spec first, or say what the device has with --old DIR or --live FILE\n',
  ],
  [
    'no Git',
    initRepository,
    { PATH: '' },
    'portolan: git is not installed\n  help: say what the device has with --old DIR or --live FILE\n',
  ],
])('a base with %s exits 2, and the help is about retire', (_name, begin, environment, says) =>
  inFolder((folder) => {
    begin(folder);
    writeFiles(folder, { 'spec.yaml': specOf(change.older) });
    expect(portolan(folder, ['retire'], environment)).toEqual({
      code: 2,
      stdout: '',
      stderr: says,
    });
  }),
);

test('an invalid spec exits 3 with its problems', () =>
  withOlder(change, (folder) => {
    writeFiles(folder, { 'spec.yaml': specOf(change.newer).replace('version: 1', 'version: 2') });
    const { code, stdout, stderr } = retire(folder, '--old', 'old');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('spec.yaml:1:');
  }));
