import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importVerb } from '../../src/commands/import.ts';
import { bundle, portolan, type Run } from '../support/cli.ts';
import { demoSpec } from '../support/demo.ts';
import { inFolder, readFiles, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

type Entry = {
  readonly id: number;
  readonly urls?: readonly string[];
  readonly ips?: readonly string[];
  readonly tcpPorts?: string;
  readonly required?: boolean;
  readonly category?: string;
};

/** A document in the form of Microsoft 365's endpoints. */
function endpoints(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => ({
    serviceArea: 'Common',
    serviceAreaDisplayName: 'Common',
    tcpPorts: '443',
    expressRoute: false,
    category: 'Default',
    required: true,
    ...entry,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

const first: readonly Entry[] = [
  { id: 1, urls: ['a.example.com', 'c.example.com'], tcpPorts: '80,443' },
  { id: 2, urls: ['d.example.com'], required: false },
];
const second: readonly Entry[] = [
  { id: 1, urls: ['a.example.com', 'b.example.com', 'c.example.com'], tcpPorts: '80,443' },
  { id: 2, urls: ['d.example.com'], required: false },
];

const files = { 'endpoints.json': endpoints(first), 'spec.yaml': demoSpec() };
const words = ['import', 'm365', 'endpoints.json', '--id', 'o365'];

function inProject(work: (folder: string) => void, more: Readonly<Record<string, string>> = {}) {
  inFolder((folder) => {
    writeFiles(folder, { ...files, ...more });
    work(folder);
  });
}

function imports(folder: string, ...more: readonly string[]): Run {
  return portolan(folder, [...words, ...more]);
}

function inImported(work: (folder: string) => void) {
  inProject((folder) => {
    expect(imports(folder).code).toBe(0);
    work(folder);
  });
}

/** The files of a directory and the times at which they were written. */
function stateOf(folder: string): Record<string, [string, number]> {
  const all = Object.entries(readFiles(folder));
  return Object.fromEntries(
    all.map(([path, text]) => [path, [text, statSync(join(folder, path)).mtimeMs]]),
  );
}

function textIn(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

describe('a first import', () => {
  test('writes a part and a record, and says what they do', () =>
    inProject((folder) => {
      const { code, stdout, stderr } = imports(folder);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toBe(`created vendor/o365.yaml from Microsoft 365 endpoints: access 3 added
3 rows read = 3 taken + 0 unresolved + 0 declined + 0 refused

access added
  a.example.com on tcp/80, tcp/443 (required)
  c.example.com on tcp/80, tcp/443 (required)
  d.example.com on tcp/443 (optional)

files
  created vendor/o365.yaml
  created vendor/o365.import.json

next: add vendor/o365.yaml to "include" of a spec, or run the same command with
--into SPEC
`);
      expect(Object.keys(readFiles(join(folder, 'vendor')))).toEqual([
        'o365.import.json',
        'o365.yaml',
      ]);
    }));

  test('reads standard input', () =>
    inProject((folder) => {
      const { status, stdout } = spawnSync(
        process.execPath,
        [bundle, 'import', 'm365', '-', '--id', 'o365'],
        { cwd: folder, input: endpoints(first), encoding: 'utf8' },
      );
      expect([status, stdout.split('\n')[0]]).toEqual([
        0,
        'created vendor/o365.yaml from Microsoft 365 endpoints: access 3 added',
      ]);
    }));

  test('refuses JSON that would be read as lines, with the command for it', () =>
    inProject((folder) => {
      const all = ['import', 'list', 'endpoints.json', '--id', 'x', '--tier', 'required'];
      const { code, stderr } = portolan(folder, [...all, '--service', 'https']);
      expect(code).toBe(2);
      expect(stderr).toContain('portolan import m365 endpoints.json --id x');
      expect(readFiles(folder)).toEqual(files);
    }));

  test('writes many destinations as a list', () =>
    inProject((folder) => {
      const urls = Array.from({ length: 30 }, (_, index) => `h${index}.example.com`);
      writeFiles(folder, { 'endpoints.json': endpoints([{ id: 1, urls }]) });
      expect(imports(folder).code).toBe(0);
      expect(textIn(folder, 'vendor/o365/o365-1-https.txt').split('\n')).toHaveLength(31);
    }));
});

describe('--into', () => {
  test('adds the include, uses the services of the spec, and changes nothing else of it', () =>
    inProject((folder) => {
      const { code, stdout } = imports(folder, '--into', 'spec.yaml');
      expect(code).toBe(0);
      expect(stdout).toContain('next: portolan validate\n');
      const spec = textIn(folder, 'spec.yaml');
      expect(spec.replace('include:\n  - vendor/o365.yaml\n', '')).toBe(demoSpec());
      expect(textIn(folder, 'vendor/o365.yaml')).not.toContain('https:\n');
      expect(portolan(folder, ['validate']).code).toBe(0);
      const before = stateOf(folder);
      expect(imports(folder, '--into', 'spec.yaml').code).toBe(0);
      expect(stateOf(folder)).toEqual(before);
    }));

  test('writes nothing where the spec would be invalid, and says why', () =>
    inProject(
      (folder) => {
        const before = stateOf(folder);
        const { code, stderr } = imports(folder, '--into', 'spec.yaml');
        expect(code).toBe(3);
        expect(stderr).toContain('"o365-1"');
        expect(stateOf(folder)).toEqual(before);
      },
      {
        'spec.yaml': `${demoSpec()}include: [other.yaml]\n`,
        'other.yaml':
          'version: 1\ngroups: [{ id: o365-1, title: X, tier: optional, endpoints: [{ host: x.example.com, service: https }] }]\n',
      },
    ));

  test('leaves out the hosts that the spec declines', () =>
    inProject(
      (folder) => {
        const { code, stdout } = imports(folder, '--into', 'spec.yaml');
        expect(code).toBe(0);
        expect(stdout).toContain(
          'host c.example.com of o365-1 stays declined; the document has it',
        );
        expect(textIn(folder, 'vendor/o365.yaml')).not.toContain('c.example.com');
        expect(portolan(folder, ['validate']).code).toBe(0);
        expect(imports(folder, '--into', 'spec.yaml', '--check').code).toBe(0);
      },
      {
        'spec.yaml': `${demoSpec()}unresolved: [{ id: c, kind: declined, text: C, names: [c.example.com] }]\n`,
      },
    ));

  test('says that the id is already a document of the spec', () =>
    inProject((folder) => {
      const spec = textIn(folder, 'spec.yaml');
      writeFiles(folder, { 'spec.yaml': `documents: { o365: { title: Guide } }\n${spec}` });
      const { code, stderr } = imports(folder, '--into', 'spec.yaml');
      expect(code).toBe(2);
      expect(stderr).toContain(
        '--id o365 is already a document: spec.yaml:1:14; nothing was written',
      );
    }));

  test('is not needed again: the record names the spec whose services the part uses', () =>
    inProject((folder) => {
      imports(folder, '--into', 'spec.yaml');
      const { code, stdout } = imports(folder);
      expect([code, stdout]).toEqual([0, expect.stringContaining('is up to date')]);
    }));

  test.each<[string, string[], string]>([
    ['a part outside of its directory', ['--out', '../x.yaml'], 'is not in the directory of'],
    ['a missing spec', ['--into', 'nowhere.yaml'], 'file not found: nowhere.yaml'],
    ['the spec itself as the part', ['--out', 'spec.yaml'], '--out and --into are one file'],
    ['a part that is no YAML', ['--out', 'vendor/x'], 'is not the name of a YAML file'],
  ])('rejects %s', (_name, more, message) =>
    inProject((folder) => {
      const into = more.includes('--into') ? [] : ['--into', 'spec.yaml'];
      const { code, stderr } = imports(folder, ...into, ...more);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
      expect(readFiles(folder)).toEqual(files);
    }),
  );
});

describe('an update', () => {
  test('of equal facts writes nothing', () =>
    inImported((folder) => {
      const rows: unknown = JSON.parse(endpoints(first));
      writeFiles(folder, { 'endpoints.json': JSON.stringify(rows) });
      const before = stateOf(folder);
      const { code, stdout } = imports(folder);
      expect([code, stdout]).toEqual([
        0,
        'vendor/o365.yaml is up to date with Microsoft 365 endpoints: no fact changed\n3 rows read = 3 taken + 0 unresolved + 0 declined + 0 refused\n',
      ]);
      expect(stateOf(folder)).toEqual(before);
      expect(imports(folder, '--check').code).toBe(0);
      expect(imports(folder, '--restamp').code).toBe(0);
      expect(stateOf(folder)).not.toEqual(before);
    }));

  test('changes the part where the document changed', () =>
    inImported((folder) => {
      const part = textIn(folder, 'vendor/o365.yaml');
      writeFiles(folder, { 'endpoints.json': endpoints(second) });
      const before = stateOf(folder);
      const checked = imports(folder, '--check');
      expect(checked.code).toBe(1);
      expect(checked.stdout).toContain('would update vendor/o365.yaml');
      expect(stateOf(folder)).toEqual(before);
      const { code, stdout } = imports(folder);
      expect(code).toBe(0);
      expect(stdout).toContain('access added\n  b.example.com on tcp/80, tcp/443 (required)\n');
      const withoutDigest = (text: string) => text.replace(/sha256: .*/, '');
      expect(withoutDigest(textIn(folder, 'vendor/o365.yaml'))).toBe(
        withoutDigest(part).replace(
          '      - host: c.example.com',
          '      - host: b.example.com\n        services: [http, https]\n      - host: c.example.com',
        ),
      );
      expect(imports(folder, '--check').code).toBe(0);
    }));

  test('that lost most of its destinations needs --accept-shrink', () =>
    inImported((folder) => {
      writeFiles(folder, { 'endpoints.json': endpoints(first.slice(1)) });
      const before = stateOf(folder);
      const { code, stderr } = imports(folder);
      expect(code).toBe(4);
      expect(stderr).toBe(
        'portolan: endpoints.json no longer has 2 of the 3 destinations of the last import; nothing was written\n  help: check that the file is complete; if it is, add --accept-shrink\n',
      );
      expect(imports(folder, '--check').code).toBe(4);
      expect(stateOf(folder)).toEqual(before);
      const accepted = imports(folder, '--accept-shrink');
      expect(accepted.code).toBe(0);
      expect(accepted.stdout).toContain('access removed\n  a.example.com on tcp/80, tcp/443');
    }));

  test('that writes the same networks differently is not shrunken and changes no access', () =>
    inFolder((folder) => {
      const document = (...ips: readonly string[]) => ({
        'endpoints.json': endpoints([{ id: 1, ips }]),
      });
      writeFiles(folder, document('198.51.100.0/24'));
      imports(folder);
      writeFiles(folder, document('198.51.100.0/25', '198.51.100.128/25'));
      const { code, stdout } = imports(folder);
      expect(code).toBe(0);
      expect(stdout.replaceAll('\n', ' ')).toContain(
        'no access change; written differently: 1 destination before, 2 now',
      );
      expect(stdout).not.toContain('access added');
    }));

  test('removes a list that nothing names any more', () =>
    inFolder((folder) => {
      const urls = Array.from({ length: 30 }, (_, index) => `h${index}.example.com`);
      const entries = [
        { id: 1, urls: urls.slice(0, 9) },
        { id: 2, urls },
      ];
      writeFiles(folder, { 'endpoints.json': endpoints(entries) });
      imports(folder);
      expect(textIn(folder, 'vendor/o365/o365-2-https.txt')).toContain('h1.example.com\n');
      writeFiles(folder, { 'endpoints.json': endpoints(entries.slice(0, 1)) });
      const { code, stdout } = imports(folder, '--accept-shrink');
      expect(code).toBe(0);
      expect(stdout).toContain('removed vendor/o365/o365-2-https.txt\n');
      expect(readdirSync(join(folder, 'vendor')).sort()).toEqual(['o365.import.json', 'o365.yaml']);
    }));

  test('with other options must name all of them', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      const where = ['--where', 'required=true'];
      imports(folder, ...where, '--only', 'hosts');
      const { code, stderr } = imports(folder, '--where', 'required=false');
      expect([code, stderr]).toEqual([
        2,
        'portolan: --where differs from that of the last import, which also had --only hosts; nothing was written\n  help: to change --where, name the others again: --only hosts; to leave them out, add --forget-options\n',
      ]);
      expect(imports(folder).stdout).toContain('no fact changed');
      expect(imports(folder, ...where).stdout).toContain('no fact changed');
      const all = ['--where', 'required=false', '--only', 'hosts', '--accept-shrink'];
      expect(imports(folder, ...all).stdout).toContain('d.example.com on tcp/443 (optional)');
    }));

  test('names a recorded option that nobody typed, and forgets it when it is asked to', () =>
    inFolder((folder) => {
      writeFiles(folder, files);
      imports(folder, '--where', 'required=true');
      const again = imports(folder);
      expect(again.stdout).toContain('with the recorded --where required=true (--forget-options');
      expect(imports(folder, '--forget-options', '--check').code).toBe(1);
      const { code, stdout } = imports(folder, '--forget-options');
      expect([code, stdout]).toEqual([0, expect.stringContaining('access 1 added')]);
      expect(stdout).toContain('d.example.com on tcp/443 (optional)');
      expect(textIn(folder, 'vendor/o365.import.json')).not.toContain('required=true');
      const last = imports(folder);
      expect(last.stdout).toContain('no fact changed');
      expect(last.stdout).not.toContain('recorded');
    }));

  test.each<[string, (folder: string) => void, number, string]>([
    [
      'a part without its record',
      (folder) => rmSync(join(folder, 'vendor/o365.import.json')),
      2,
      'vendor/o365.yaml exists, and its record vendor/o365.import.json does not',
    ],
    [
      'a file of a person in the place of the part',
      (folder) => {
        rmSync(join(folder, 'vendor/o365.import.json'));
        writeFiles(folder, { 'vendor/o365.yaml': 'version: 1\n' });
      },
      2,
      'vendor/o365.yaml exists, and does not begin as a part of an import; nothing was written\n  help: use another file with --out; if an import wrote it, restore its record vendor/o365.import.json from version control\n',
    ],
    [
      'a record without its part',
      (folder) => rmSync(join(folder, 'vendor/o365.yaml')),
      2,
      'the record vendor/o365.import.json exists, and its part vendor/o365.yaml does not',
    ],
    [
      'an edited record',
      (folder) => {
        const path = join(folder, 'vendor/o365.import.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"a', '"b'));
      },
      3,
      'vendor/o365.import.json:',
    ],
    [
      'a part that is not YAML',
      (folder) => writeFileSync(join(folder, 'vendor/o365.yaml'), 'a: [\n'),
      3,
      'vendor/o365.yaml:1:4 error yaml-syntax',
    ],
    [
      'a part that is no part',
      (folder) => writeFileSync(join(folder, 'vendor/o365.yaml'), '- a\n'),
      3,
      'import-not-a-part',
    ],
    [
      'a part that is a link',
      (folder) => {
        renameSync(join(folder, 'vendor/o365.yaml'), join(folder, 'vendor/real.yaml'));
        symlinkSync('real.yaml', join(folder, 'vendor/o365.yaml'));
      },
      2,
      'vendor/o365.yaml is a symbolic link',
    ],
    [
      'a spec in place of the part',
      (folder) => writeFileSync(join(folder, 'vendor/o365.yaml'), demoSpec()),
      2,
      'vendor/o365.yaml cannot be included: "o365.yaml" is a spec that stands alone',
    ],
  ])('rejects %s', (_name, damage, code, message) =>
    inImported((folder) => {
      damage(folder);
      writeFiles(folder, { 'endpoints.json': endpoints(second) });
      const before = readFiles(folder);
      const run = imports(folder);
      expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
      expect(readFiles(folder)).toEqual(before);
    }),
  );

  test('reads no list that its record could not have written', () =>
    inImported((folder) => {
      const path = join(folder, 'vendor/o365.import.json');
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace('"lists": []', '"lists": ["../x.txt"]'),
      );
      writeFiles(folder, { 'endpoints.json': endpoints(second), 'x.txt': 'mine\n' });
      const { code, stderr } = imports(folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining('names a list that no import')]);
      expect(textIn(folder, 'x.txt')).toBe('mine\n');
    }));

  test('does not replace a file that no import wrote', () =>
    inImported((folder) => {
      const urls = Array.from({ length: 30 }, (_, index) => `h${index}.example.com`);
      const mine = { 'vendor/o365/o365-1-https.txt': 'mine.example.com\n' };
      writeFiles(folder, { 'endpoints.json': endpoints([...second, { id: 3, urls }]), ...mine });
      writeFiles(folder, { 'vendor/o365/o365-3-https.txt': 'mine.example.com\n' });
      const before = readFiles(folder);
      const { code, stderr } = imports(folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining('o365-3-https.txt exists')]);
      expect(readFiles(folder)).toEqual(before);
    }));

  test('of another document needs another file', () =>
    inImported((folder) => {
      const { code, stderr } = portolan(folder, [
        ...['import', 'm365', 'endpoints.json', '--id', 'x', '--out', 'vendor/o365.yaml'],
      ]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('import of m365 with --id o365')]);
    }));
});

describe('files of an import that do not belong together', () => {
  test.each<[string, string, string[]]>([
    ['a part without its record', 'vendor/o365.import.json', words],
    [
      'another format',
      '',
      ['import', 'list', 'list.txt', '--id', 'o365', '--tier', 'optional', '--service', 'https'],
    ],
  ])('%s: the files to delete let the import start over', (_name, removed, command) =>
    inImported((folder) => {
      writeFiles(folder, { 'list.txt': 'www.example.com\n' });
      if (removed !== '') rmSync(join(folder, removed));
      const { code, stderr } = portolan(folder, command);
      const text = stderr.replaceAll(/\s+/g, ' ');
      expect([code, text]).toEqual([
        2,
        expect.stringContaining('delete vendor/o365.yaml, vendor/o365/, vendor/o365.import.json'),
      ]);
      for (const path of ['vendor/o365.yaml', 'vendor/o365', 'vendor/o365.import.json'])
        rmSync(join(folder, path), { recursive: true, force: true });
      expect(portolan(folder, command).code).toBe(0);
    }),
  );
});

test.each<[string[], string]>([
  [[], 'portolan import m365 FILE --id o365\n'],
  [['--out', 'lists/cloud.yaml'], 'portolan import m365 FILE --id o365 --out lists/cloud.yaml\n'],
])('the header of a part names the command that updates it: %j', (more, header) =>
  inProject((folder) => {
    imports(folder, ...more);
    const part = more[1] ?? 'vendor/o365.yaml';
    expect(textIn(folder, part).replaceAll('\r', '')).toContain(header);
    const { stdout } = imports(folder, ...more);
    expect(stdout).toContain(`${part} is up to date`);
  }),
);

test('audit names the import that renews another sha256', () =>
  inProject((folder) => {
    expect(imports(folder, '--into', 'spec.yaml').code).toBe(0);
    writeFiles(folder, { 'endpoints.json': JSON.stringify(JSON.parse(endpoints(first))) });
    const { stdout } = portolan(folder, ['audit', 'endpoints.json', '--document', 'o365']);
    const command = 'portolan import m365 endpoints.json --id o365 --restamp';
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`help: run ${command}`);
    expect(portolan(folder, command.split(' ').slice(1)).code).toBe(0);
    const again = portolan(folder, ['audit', 'endpoints.json', '--document', 'o365']);
    expect(again.stdout).not.toContain('another sha256');
  }));

test('audit names the import that adds what is missing', () =>
  inProject((folder) => {
    expect(imports(folder, '--into', 'spec.yaml').code).toBe(0);
    writeFiles(folder, { 'endpoints.json': endpoints(second) });
    const before = portolan(folder, ['audit', 'endpoints.json', '--document', 'o365']);
    const command = 'portolan import m365 endpoints.json --id o365';
    expect(before.code).toBe(1);
    expect(before.stdout.replaceAll(/\s+/g, ' ')).toContain(`To update it: ${command}`);
    expect(portolan(folder, command.split(' ').slice(1)).code).toBe(0);
    expect(portolan(folder, ['audit', 'endpoints.json', '--document', 'o365']).code).toBe(0);
  }));

describe('a document or an option that is refused', () => {
  const rejected = (more: readonly string[], document = endpoints(first)): Run =>
    inFolder((folder) => {
      writeFiles(folder, { 'endpoints.json': document });
      const run = portolan(folder, more);
      expect(Object.keys(readFiles(folder))).toEqual(['endpoints.json']);
      return run;
    });

  test.each<[string, string, string]>([
    ['an empty file', '', 'endpoints.json is empty'],
    ['a web page', '<!doctype html><title>Login</title>', 'endpoints.json is a web page (HTML)'],
    [
      'another format',
      'www.example.com\nwww.example.net\n',
      'portolan import list endpoints.json --id o365',
    ],
    ['broken JSON', '[{', 'not valid JSON'],
    ['no facts', endpoints([{ id: 1, urls: ['*'] }]), '1 refused; line '],
  ])('%s', (_name, document, message) => {
    const { code, stderr } = rejected(words, document);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toContain('nothing was written');
    expect(stderr).toContain('  help: ');
  });

  test.each<[string[], string, string]>([
    [['import'], 'import requires a format', 'portolan import m365 endpoints.json --id o365'],
    [['import', 'm365'], 'import requires a file', 'portolan import m365 endpoints.json --id o365'],
    [['import', 'm356', 'x'], 'unknown format "m356"', 'did you mean "m365"?'],
    [words.slice(0, 3), 'import requires --id', 'add an id, for example --id o365'],
    [[...words.slice(0, 4), 'O365'], 'invalid value "O365" for --id', 'use a lower-case letter'],
    [[...words, '--hosts'], '--hosts is an option of ranges, and the format is m365', 'remove'],
    [[...words, '--columns', 'host=1'], '--columns is an option of table', 'remove --columns'],
    [[...words, '--date', '2026-02-30'], '--date: the date "2026-02-30" does not exist', 'correct'],
    [[...words, '--where', 'area=1'], 'no row of the document has the label "area"', 'serviceArea'],
    [['import', 'ranges', 'endpoints.json', '--id', 'x', '--only', 'hosts'], '--only', 'remove'],
    [['import', 'm365', 'none.json', '--id', 'x'], 'file not found: none.json', 'pass the path'],
    [['import', 'm365', '.', '--id', 'x'], 'cannot read .: it is a directory', 'pass a file'],
    [[...words, '--labels', '--format', 'markdown'], '--labels has no format', 'use text or json'],
  ])('%j', (all, message, help) => {
    const { code, stdout, stderr } = rejected(all);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });
});

describe('reports', () => {
  test('of --format json match the schema', () =>
    inProject((folder) => {
      expectReport(imports(folder, '--format', 'json').stdout);
      writeFiles(folder, { 'endpoints.json': endpoints(second) });
      expect(expectReport(imports(folder, '--format', 'json', '--check').stdout)).toMatchObject({
        first: false,
        written: false,
        rows: { read: 4, taken: 4 },
        added: [{ destination: 'b.example.com', ports: ['tcp/80', 'tcp/443'], tier: 'required' }],
        files: [
          { path: 'vendor/o365.yaml', change: 'changed' },
          { path: 'vendor/o365.import.json', change: 'changed' },
        ],
      });
      const { stdout } = imports(folder, '--labels', '--format', 'json');
      expect(expectReport(stdout)).toMatchObject({ rows: 4 });
    }));

  test('of --labels name what --where can select by, and write nothing', () =>
    inProject((folder) => {
      const { code, stdout } = portolan(folder, ['import', 'm365', 'endpoints.json', '--labels']);
      expect(code).toBe(0);
      expect(stdout).toContain('required: 2 values\n  false (1), true (2)\n');
      expect(readFiles(folder)).toEqual(files);
    }));
});

test('a part that a directory is in the place of is not written', () =>
  inProject((folder) => {
    mkdirSync(join(folder, 'vendor/o365.yaml'), { recursive: true });
    const { code, stderr } = imports(folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining('it is a directory')]);
  }));

test('every example of the help works in a project', () =>
  inProject((folder) => {
    for (const [line] of importVerb.examples) {
      const { code, stderr } = portolan(folder, line.split(' ').slice(1));
      expect([line, code, stderr]).toEqual([line, 0, '']);
    }
  }));

describe('a second run of the same command changes no byte', () => {
  const mud = JSON.stringify({
    'ietf-mud:mud': {
      'mud-url': 'https://example.com/mud.json',
      'last-update': '2024-01-01T00:00:00Z',
      systeminfo: 'Lamp',
      'from-device-policy': { 'access-lists': { 'access-list': [{ name: 'from' }] } },
    },
    'ietf-access-control-list:acls': {
      acl: [
        {
          name: 'from',
          aces: {
            ace: [
              {
                name: 'one',
                matches: {
                  ipv4: { protocol: 6, 'ietf-acldns:dst-dnsname': 'cloud.example.com' },
                  tcp: { 'destination-port': { operator: 'eq', port: 443 } },
                },
                actions: { forwarding: 'accept' },
              },
            ],
          },
        },
      ],
    },
  });

  test.each<[string, string, string[]]>([
    ['m365', endpoints(first), []],
    ['mud', mud, ['--tier', 'required']],
    [
      'ranges',
      '{"prefixes":[{"ip_prefix":"5.0.0.0/16","region":"a"}]}',
      ['--tier', 'optional', '--service', 'https'],
    ],
    ['list', '# list\nwww.example.com\n5.1.0.0/16\n', ['--tier', 'optional', '--service', 'https']],
    ['table', 'Host,Port,Protocol\nwww.example.com,443,TCP\n', ['--tier', 'required']],
    [
      'text',
      'Required URLs\n\n- https://login.example.com/ (Port 443)\n- The updates, Port 80\n',
      ['--tier', 'required'],
    ],
    ['config', '.example.com\nwww.example.net\n', ['--tier', 'required', '--service', 'https']],
  ])('%s', (format, text, more) =>
    inFolder((folder) => {
      writeFiles(folder, { document: text });
      const all = ['import', format, 'document', '--id', 'x', ...more];
      const { code, stderr } = portolan(folder, all);
      expect([code, stderr]).toEqual([0, '']);
      const before = stateOf(folder);
      expect(portolan(folder, all).code).toBe(0);
      expect(portolan(folder, ['import', format, 'document', '--id', 'x', '--check']).code).toBe(0);
      expect(stateOf(folder)).toEqual(before);
    }),
  );
});
