import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compareLive,
  isDrift,
  type LiveReport,
  type WithLive,
} from '../../../src/review/live/compare.ts';
import type { LiveReading } from '../../../src/targets/device.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { live } from '../../../src/targets/paloalto/live/index.ts';
import { retire } from '../../../src/targets/paloalto/retire/index.ts';
import { growth } from '../../support/growth.ts';
import { configOf, otherObject, otherRule } from '../../support/pan-config.ts';
import { setDumpOf, setLinesOf } from '../../support/pan-set.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';
import { dump, files, harmlessSets, session, words } from './live-dumps.ts';
import { policyFor, render } from './support.ts';

const device: WithLive = { target: paloalto, live };
const named = (text: string) => ({ name: 'pa.set', text });

function compared(text: string, of: ReadonlyMap<string, string> = files): LiveReport {
  return must(compareLive('branch', device, [named(text)], of));
}

/** How a dump is refused; undefined if it is read. */
function refusal(text: string): string | undefined {
  const known = live.recognize(named(text));
  if (known === undefined) return 'unknown';
  const read = known.ok ? live.read([named(text)], files) : known;
  return read.ok ? undefined : `${read.error.message}; ${read.error.help}`;
}

const certain =
  'these set commands may be a candidate that was never committed; to be certain, pass the running configuration as XML: scp export configuration from running-config.xml';
const complete =
  'nothing proves that these set commands are complete; save the whole session, from the prompt with the command show to the next prompt';

describe('set commands of a device that has what its files say', () => {
  test('are no drift, and always noted as possibly a candidate', () => {
    const report = compared(dump);
    expect(isDrift(report)).toBe(false);
    expect(report.dumps).toEqual([
      {
        name: 'pa.set',
        kind: 'set commands of PAN-OS, running or candidate',
        host: 'pa1',
        date: null,
      },
    ]);
    expect(report.notes).toEqual([
      { message: certain, at: null, text: null },
      { message: complete, at: null, text: null },
    ]);
  });

  test('and those that differ are noted too', () => {
    const report = compared(dump.replace('spt-deny action deny', 'spt-deny action allow'));
    expect(isDrift(report)).toBe(true);
    expect(report.notes[0]?.message).toBe(certain);
  });

  test.each(harmlessSets)('are no drift with %s', (_name, change) => {
    expect(refusal(change(dump))).toBeUndefined();
    const { gained, lost, differences } = compared(change(dump));
    expect({ gained, lost, differences }).toEqual({ gained: [], lost: [], differences: [] });
  });

  test('are read for the virtual system that their prefix names', () => {
    const second = render(policyFor(words, { location: 'vsys2' }));
    const text = setDumpOf(configOf(second));
    expect(text).toContain('set vsys vsys2 rulebase security rules');
    expect(isDrift(compared(text, second))).toBe(false);
    const rule = 'rulebase security rules by-hand';
    const fields = ['from trust', 'to any', 'source any', 'destination any', 'application any'];
    const open = (vsys: string) =>
      [...fields, 'service any', 'action allow']
        .map((field) => `set vsys ${vsys} ${rule} ${field}\n`)
        .join('');
    expect(compared(open('vsys3') + text, second).gained).toEqual([]);
    expect(compared(open('vsys2') + text, second).gained).not.toEqual([]);
  });
});

describe('what proves that set commands are complete', () => {
  const notes = (text: string) => compared(text).notes.map(({ message }) => message);

  test('a session from the command to the next prompt', () => {
    expect(notes(session(dump))).toEqual([certain]);
    expect(notes(`admin@pa1> show config running\n${dump}admin@pa1>`)).toEqual([certain]);
  });

  test.each([
    ['no prompt', dump],
    ['no prompt at the end', `admin@pa1# show\n${dump}`],
    ['no prompt at the start', `${dump}admin@pa1# `],
    ['a part of the configuration', session(dump, 'show rulebase')],
    ['two commands', `admin@pa1# show\nadmin@pa1# show address\n${dump}admin@pa1#`],
    ['a prompt in between', `admin@pa1# show\nadmin@pa1#\n${dump}`],
  ])('but not: %s', (_name, text) => {
    expect(notes(text)).toEqual([certain, complete]);
  });

  test.each(['panorama local-panorama panorama-server 192.0.2.7', 'panorama-server 192.0.2.7'])(
    'a firewall that Panorama manages shows less: %s',
    (line) => {
      expect(notes(`set deviceconfig system ${line}\n${dump}`)).toEqual([
        certain,
        complete,
        'Panorama manages this firewall, and the rules that it pushes are not in this dump',
      ]);
    },
  );
});

describe('set commands that are refused', () => {
  const last = (text: string) => text.slice(0, -1);
  const lines = dump.split('\n').length;
  test.each<readonly [string, string, string]>([
    ['a last line without an end', last(dump), `pa.set:${lines - 1}: the last line has no end`],
    ['a cut within a word', dump.slice(0, -5), `pa.set:${lines - 1}: the last line has no end`],
    [
      'a cut within a text in quotes',
      `${dump}set tag a comments "half\n`,
      `pa.set:${lines}: a text in quotes has no end`,
    ],
    [
      'a text in quotes that goes on over a command',
      `set tag a comments "half \\"\n${dump}`,
      'pa.set:2: a text in quotes has no end',
    ],
    [
      'a text in quotes that goes on over a prompt',
      `set tag a comments "half\nadmin@pa1#\n"\n${dump}`,
      'pa.set:2: a text in quotes has no end',
    ],
    ['the pager', `${dump}lines 1-24\n`, `pa.set:${lines}: a mark of the terminal`],
    ['another pager', `${dump}--more--\n`, `pa.set:${lines}: a mark of the terminal`],
    ['the end of the pager', `${dump}(END)\n`, `pa.set:${lines}: a mark of the terminal`],
    ['control characters', `${dump}\u001b[K\n`, `pa.set:${lines}: a mark of the terminal`],
    ['an overwritten line', `a\r${dump}`, 'pa.set:1: a mark of the terminal'],
    ['a wrapped line', dump.replace(' from trust', ' from\ntrust'), 'expected a set command'],
    ['an error of the device', `Invalid syntax.\n${dump}`, 'pa.set:1: expected a set command'],
    ['other commands', `delete address a\n${dump}`, 'pa.set:1: expected a set command'],
    ['a part of a level', `[edit rulebase]\n${dump}`, 'pa.set:1: expected a set command'],
    [
      'a session that changes the candidate',
      session(dump, 'delete rulebase security rules x\n[edit]\nadmin@pa1# show'),
      'pa.set:6: this command changes the candidate',
    ],
    ['text after quotes', `set tag a comments "b"c\n${dump}`, 'pa.set:1: expected words'],
    ['text after quotes over lines', `set tag a comments "b\n"c\n${dump}`, 'pa.set:2: expected'],
    ['a bracket that is not closed', `set tag a x [ b\n${dump}`, 'pa.set:1: expected words'],
    ['a bracket that is not open', `set tag a x b ]\n${dump}`, 'pa.set:1: expected words'],
    ['brackets in brackets', `set tag a x [ [ b ] ]\n${dump}`, 'pa.set:1: expected words'],
    ['words after a list', `set tag a x [ b ] c\n${dump}`, 'pa.set:1: expected words'],
    ['no name', `${dump}set rulebase security rules\n`, 'expected the name of an object or a rule'],
    ['no field', `${dump}set address-group a [ b ]\n`, 'expected the name of a field'],
    [
      'two fields in a command',
      `${dump}set rulebase security rules x from trust to any\n`,
      'expected one field in a command',
    ],
    [
      'two fields in a command, with a list',
      `${dump}set rulebase security rules x from trust to [ a b ]\n`,
      'expected one field in a command',
    ],
    [
      'a list of actions',
      `${dump}set rulebase security rules x action [ allow deny ]\n`,
      'expected one value, found a list',
    ],
    [
      'two values of a service',
      `${dump}set service spt-tcp-443 protocol tcp port 22\n`,
      'a second value of one field',
    ],
    ['two dumps', `${dump}${dump}`, 'a second value of one field: the file may contain two dumps'],
    [
      'virtual systems with and without a name',
      `${dump}set vsys vsys2 address a fqdn a.example.com\n`,
      'commands with and without the name of a virtual system',
    ],
  ])('%s', (_name, text, expected) => {
    expect(refusal(text)).toContain(expected);
    expect(refusal(text)).toMatch(/; .*(?:take|pass|run)/);
  });

  test('no refusal quotes the dump', () => {
    const secret = 'S3cret';
    for (const text of [
      `${secret}\n${dump}`,
      `set mgt-config users a phash "${secret}"b\n${dump}`,
      `${dump}set address a fqdn ${secret}\nset address a fqdn ${secret}\n`,
      `admin@pa1# ${secret}\n${dump}`,
    ]) {
      expect(refusal(text)).toBeDefined();
      expect(refusal(text)).not.toContain(secret);
    }
  });

  test('what is not PAN-OS is not known', () => {
    for (const text of [
      'set -e\n',
      'set service ssh port 22\n',
      'set system host-name r1\nset security zones x\n',
      'set address-book a b\n',
      'rulebase {\n  security {\n',
    ])
      expect(refusal(text)).toBe('unknown');
  });

  test('a file cut after any line is noted, or differs, or is refused', () => {
    const all = dump.split('\n');
    for (const count of all.keys()) {
      const cut = all
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join('');
      if (refusal(cut) !== undefined) continue;
      expect(compared(cut).notes.map(({ message }) => message)).toContain(complete);
    }
  });
});

describe('hostile names', () => {
  test('are names, and no commands', () => {
    const rule = (name: string) =>
      ['from trust', 'to untrust', 'source any', 'destination 203.0.113.9', 'application any']
        .concat('service any', 'action allow')
        .map((field) => `set rulebase security rules ${name} ${field}\n`)
        .join('');
    for (const name of [
      '"a b"',
      '__proto__',
      'constructor',
      '"rules spt-x"',
      '"[ a ]"',
      'a/b',
      'a"b',
    ]) {
      const { gained, differences } = compared(rule(name) + dump);
      expect([gained.length, differences]).toEqual([1, []]);
    }
  });

  test('a line break in a description does not make a rule', () => {
    const text = `set address a description "x
rulebase security rules spt-deny action allow"
`;
    expect(isDrift(compared(text + dump))).toBe(false);
  });
});

const zones = fc.constantFrom('trust', 'untrust', 'dmz', 'any');
const name = fc.constantFrom(
  'server',
  'servers',
  'ghost',
  '203.0.113.9',
  'spt-192.0.2.0-24',
  'any',
);
const service = fc.constantFrom(
  'any',
  'ssh',
  'many',
  'application-default',
  'service-https',
  'gone',
);
const anyRule = fc
  .record({
    from: zones,
    to: zones,
    source: name,
    destination: name,
    service,
    application: fc.constantFrom('any', 'ssl', 'ping', 'icmp'),
    category: fc.constantFrom('any', 'sites', 'games'),
    action: fc.constantFrom('allow', 'deny', 'drop', 'permit'),
    disabled: fc.constantFrom('yes', 'no'),
    'negate-source': fc.constantFrom('yes', 'no'),
    'rule-type': fc.constantFrom('universal', 'intrazone'),
  })
  .map((fields) => otherRule(fields));
const objects = [
  otherObject('service', 'ssh', '<protocol><tcp><port>22</port></tcp></protocol>'),
  otherObject(
    'service',
    'many',
    '<protocol><tcp><port>22,8000-8010</port><override><no/></override></tcp></protocol>',
  ),
  otherObject('address', 'server', '<ip-netmask>203.0.113.9/32</ip-netmask>'),
  otherObject(
    'address-group',
    'servers',
    '<static><member>server</member><member>www example</member></static><description>Two &quot;servers&quot;</description>',
  ),
  otherObject('address', 'www example', '<fqdn>www.example.org</fqdn>'),
  otherObject('address-group', 'ghost', "<dynamic><filter>'web' and 'dmz'</filter></dynamic>"),
  otherObject(
    'custom-url-category',
    'sites',
    '<type>URL List</type><list><member>www.example.org/</member></list>',
  ),
];
const anyConfig = fc
  .tuple(fc.array(anyRule, { maxLength: 4 }), fc.array(anyRule, { maxLength: 2 }), fc.nat(60))
  .map(([above, below, lost]) => {
    const numbered = [...above, ...below].map((rule, at) => rule.replace('by-hand', `rule ${at}`));
    const others = {
      above: numbered.slice(0, above.length),
      below: numbered.slice(above.length),
      objects,
    };
    // A line of the site may be lost.
    const lines = configOf(files, others).split('\n');
    const at = lines.findIndex(
      (line, index) => index >= lost && /^\s*<member>[^<]*<\/member>$/.test(line),
    );
    return lines.filter((_, index) => index !== at).join('\n');
  });

test('set commands and XML of one configuration give the same answer, and the same deletions', () => {
  const answer = (read: LiveReading) => ({
    access: read.access.map(({ at: _at, ...each }) => each),
    differences: read.differences.map(({ message, text }) => [message, text]),
    notes: read.notes
      .filter(({ text }) => text !== null)
      .map(({ message, text }) => [message, text]),
  });
  fc.assert(
    fc.property(anyConfig, (xml) => {
      const [a, b] = [{ name: 'pa.xml', text: xml }, named(setDumpOf(xml))];
      expect(answer(must(live.read([b], files)))).toEqual(answer(must(live.read([a], files))));
      const deletions = (each: typeof a) =>
        must(retire.retire({ kind: 'dump', dump: each }, files, 'set')).text;
      expect(deletions(b)).toBe(deletions(a));
    }),
    { numRuns: runs(200) },
  );
});

test('retire says that set commands may be a candidate', () => {
  const { notes } = must(retire.retire({ kind: 'dump', dump: named(dump) }, files, 'set'));
  expect(notes).toEqual([certain, complete]);
  expect(must(retire.prefixesIn(named(dump)))).toEqual(new Set(['spt']));
});

test('the test prints lists and texts as a device does', () => {
  expect(
    setLinesOf(configOf(files)).filter((line) => /spt-clients static|tag spt /.test(line)),
  ).toEqual([
    'set tag spt comments "Test spec (demo)"',
    'set address-group spt-clients static [ spt-192.0.2.0-24 spt-2001-db8-c1---64-f5f1d447 ]',
  ]);
});

test('the time grows with the length of the dump, not with its square', () => {
  const read = (count: number) => {
    const texts = Array.from({ length: count }, (_, at) => `line ${at} of a text\n`).join('');
    const rules = Array.from(
      { length: count },
      (_, at) => `set rulebase security rules r${at} description "${'x\\" '.repeat(20)}"\n`,
    ).join('');
    compared(`set shared certificate a public-key "${texts}"\n${rules}${dump}`);
  };
  expect(growth(300, read)).toBeLessThan(30);
});
