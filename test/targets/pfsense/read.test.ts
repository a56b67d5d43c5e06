import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { digestOf } from '../../../src/targets/kit/reading/script.ts';
import { read } from '../../../src/targets/pfsense/read/index.ts';
import { scriptDigest } from '../../../src/targets/pfsense/read/script.ts';
import { stated } from '../../../src/targets/pfsense/stated.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { must } from '../../support/policy.ts';
import {
  aliasesFile,
  configFile,
  configOf,
  everything,
  type PfsenseOptions,
  policyOf,
  reading,
  render,
  scriptFile,
  site,
} from './support.ts';
import { widened } from './widened.ts';

const files = render(policyOf(everything));
const config = files.get(configFile) ?? '';
const aliases = files.get(aliasesFile) ?? '';

const client4 = { family: 4, value: 0xc0000201n } as const;
const client6 = { family: 6, value: 0x20010db800c100000000000000000001n } as const;
const stranger = { family: 4, value: 0xc6336401n } as const;

/** All access in the files: `destination ports clients`. */
function opened(given: TargetFiles): string[] {
  return reading(given).access.map((access) =>
    [
      formatDestination(access.destination),
      formatPortRange(access.ports),
      access.clients.map(formatNetwork).join(','),
    ].join(' '),
  );
}

const both = '192.0.2.0/24,2001:db8:c1::/64';
const only4 = '192.0.2.0/24';
const only6 = '2001:db8:c1::/64';

describe('the reader returns the access of the files', () => {
  test('every entry of a rule, for clients of its family, except disabled rules', () => {
    expect(opened(files)).toEqual([
      `resolvers tcp/53 ${both}`,
      `resolvers udp/53 ${both}`,
      `192.0.2.53 tcp/53 ${only4}`,
      `192.0.2.53 udp/53 ${only4}`,
      `2001:db8:53::1 tcp/53 ${only6}`,
      `2001:db8:53::1 udp/53 ${only6}`,
      `a.example.com tcp/80 ${both}`,
      `a.example.com tcp/443 ${both}`,
      `b.example.com tcp/443 ${both}`,
      `203.0.113.7 tcp/443 ${only4}`,
      `2001:db8:5::1 tcp/443 ${only6}`,
      `198.51.100.0/24 tcp/443 ${only4}`,
      `c.example.com tcp/8443 ${both}`,
      `c.example.com udp/8443 ${both}`,
      `c.example.com udp/3478-3481 ${both}`,
      `198.51.100.1 tcp/8443 ${only4}`,
      `198.51.100.1 udp/8443 ${only4}`,
      `198.51.100.2/31 tcp/8443 ${only4}`,
      `198.51.100.2/31 udp/8443 ${only4}`,
      `198.51.100.4/31 tcp/8443 ${only4}`,
      `198.51.100.4/31 udp/8443 ${only4}`,
      `198.51.100.6 tcp/8443 ${only4}`,
      `198.51.100.6 udp/8443 ${only4}`,
      `2001:db8:5::/48 tcp/8443 ${only6}`,
      `2001:db8:5::/48 udp/8443 ${only6}`,
      `198.51.100.1 udp/3478-3481 ${only4}`,
      `198.51.100.2/31 udp/3478-3481 ${only4}`,
      `198.51.100.4/31 udp/3478-3481 ${only4}`,
      `198.51.100.6 udp/3478-3481 ${only4}`,
      `2001:db8:5::/48 udp/3478-3481 ${only6}`,
    ]);
  });

  test('an entry is located at its line of aliases.txt', () => {
    const lines = aliases.split('\n');
    const access = reading(files).access.find(({ at }) => lines[at.line - 1]?.startsWith('b.'));
    expect(access?.at.file).toBe(aliasesFile);
    expect(access?.destination).toMatchObject({ host: { name: 'b.example.com' } });
  });
});

describe('a flow is decided by the first rule that matches', () => {
  const decided = (flow: string, client: Parameters<ReturnType<typeof reading>['decide']>[1]) => {
    const { verdict, at } = reading(files).decide(must(parseFlow(flow)), client);
    const line = at === null ? '' : ` ${files.get(at.file)?.split('\n')[at.line - 1]?.trim()}`;
    return `${verdict}${line}`;
  };

  test.each([
    ['https://a.example.com/', client4, 'allow a.example.com Web'],
    ['https://a.example.com/', client6, 'allow a.example.com Web'],
    ['https://a.example.com/', stranger, 'not-applicable'],
    ['http://a.example.com/', client4, 'allow a.example.com Web (/help, /news)'],
    ['http://b.example.com/', client4, 'deny <rule>'],
    ['udp://a.example.com:443', client4, 'deny <rule>'],
    ['https://x.a.example.com/', client4, 'deny <rule>'],
    ['https://203.0.113.7/', client4, 'allow 203.0.113.7 Web'],
    ['https://203.0.113.7/', client6, 'not-applicable'],
    ['https://203.0.113.8/', client4, 'deny <rule>'],
    ['https://198.51.100.255/', client4, 'allow 198.51.100.0/24 Web'],
    ['tcp://198.51.100.3:8443', client4, 'allow 198.51.100.2/31 More'],
    ['tcp://198.51.100.7:8443', client4, 'deny <rule>'],
    ['udp://192.0.2.53:53', client4, 'allow 192.0.2.53 resolver of the site'],
    ['tcp://169.254.169.254:80', client4, 'deny <rule>'],
    ['tcp://elsewhere.example.net:8443', client4, 'deny <rule>'],
  ])('%s', (flow, client, want) => {
    expect(decided(flow, client)).toBe(want);
  });

  test('access to any destination is located at the rule', () => {
    const given = render(site({ https: ['any'] }));
    const { verdict, at } = reading(given).decide(must(parseFlow('https://x.example/')), client4);
    expect([verdict, at?.file]).toEqual(['allow', configFile]);
    expect(given.get(configFile)?.split('\n')[(at?.line ?? 0) - 1]).toBe('\t\t<rule>');
  });

  test('no line denies a flow at an allow-only site', () => {
    const given = render(site({ https: ['a.example.com'] }, {}, { enforce: 'additive' }));
    expect(reading(given).decide(must(parseFlow('https://x.example/')), client4)).toEqual({
      verdict: 'deny',
      at: null,
    });
  });
});

describe('the settings are read from', () => {
  const settingsIn = (given: TargetFiles) =>
    reading(given).settings.map(
      ({ name, value, at }) =>
        `${name} ${value}: ${given.get(at.file)?.split('\n')[at.line - 1]?.trim()}`,
    );

  test.each<[string, Parameters<typeof site>[1], string[]]>([
    [
      'a rule that rejects and logs',
      {},
      ['closing reject: <type>reject</type>', 'log true: <rule>'],
    ],
    [
      'one that drops',
      { closing: 'block' },
      ['closing block: <type>block</type>', 'log true: <rule>'],
    ],
    [
      'one without a log',
      { log: false },
      ['closing reject: <type>reject</type>', 'log false: <rule>'],
    ],
  ])('the last rule: %s', (_what, options, want) => {
    expect(settingsIn(render(site({ https: ['a.example.com'] }, options)))).toEqual([
      'interface lan: <interface>lan</interface>',
      'enforce closed: <rule>',
      ...want,
      "position top: const POSITION = 'top';",
    ]);
  });

  test.each<[NonNullable<PfsenseOptions['position']>, string]>([
    ['bottom', 'bottom'],
    [{ after: 'Default allow LAN to any rule' }, 'after Default allow LAN to any rule'],
    [{ before: 'a; b (c)' }, 'before a; b (c)'],
  ])('the position in apply.php: %j', (position, want) => {
    const policy = site({ https: ['a.example.com'] }, { position });
    expect(settingsIn(render(policy))).toContain(`position ${want}: const POSITION = '${want}';`);
    expect(stated(policy)['position']).toBe(want);
    expect(configOf(policy)).toBe(configOf(site({ https: ['a.example.com'] })));
  });

  test('an allow-only site, without action and logging', () => {
    const policy = site({ https: ['a.example.com'] }, { log: false }, { enforce: 'additive' });
    expect(settingsIn(render(policy))).toEqual([
      'interface lan: <interface>lan</interface>',
      'enforce additive: </filter>',
      "position top: const POSITION = 'top';",
    ]);
  });
});

/** What the reader says of changed files. */
function refused(given: TargetFiles): string {
  const result = read(given);
  return result.ok
    ? 'accepted'
    : `${result.error.file}:${result.error.line} ${result.error.message}`;
}

function with_(changes: Partial<Record<'config' | 'aliases', string>>): TargetFiles {
  return new Map([
    ...files,
    [configFile, changes.config ?? config],
    [aliasesFile, changes.aliases ?? aliases],
  ]);
}

describe('the reader refuses what the tool does not write', () => {
  test.each([
    ['CRLF', config.replaceAll('\n', '\r\n'), /1 expected printable ASCII/],
    ['no last line feed', config.slice(0, -1), /expected a line feed at the end of the file/],
    ['a bare root', config.replace(/<pfsense .*>/, '<pfsense>'), /expected "<pfsense fragment/],
    ['an area with an attribute', config.replace('<filter>', '<filter a="b">'), /<filter>/],
    [
      'an empty element in short',
      config.replace('<any></any>', '<any/>'),
      /expected the destination of the rule/,
    ],
    [
      'an unknown type, which would pass',
      config.replace('<type>pass', '<type>allow'),
      /expected the action/,
    ],
    [
      'ports without a protocol',
      config.replace(/\t{3}<protocol>.*\n/, ''),
      /expected the protocol/,
    ],
    ['an unknown protocol', config.replace('tcp/udp', 'udp/tcp'), /expected the protocol/],
    ['port 0', config.replace('<port>53<', '<port>0<'), /port 0 is out of range/],
    [
      'ports that go down',
      config.replace('3478-3481', '3481-3478'),
      /expected a range of ports, found/,
    ],
    ['a port alias', config.replace('<port>53<', '<port>spt_ports<'), /expected the port/],
    ['a label for a key', config.replaceAll('>opt1<', '>LAN<'), /expected the interface/],
    [
      'two interfaces',
      config.replace('>opt1<', '>lan<'),
      /expected the interface "(lan|opt1)" of the first rule/,
    ],
    ['a text tracker', config.replace(/<tracker>\d+/, '<tracker>spt'), /expected the tracking ID/],
    [
      'a tracker that another rule has',
      config.replace(
        /<tracker>\d+/,
        config.match(/<tracker>\d+(?=[^>]*<\/tracker>\n\t{3}<type>reject)/)?.[0] ?? '',
      ),
      /expected each tracking ID once/,
    ],
    [
      'a tracker below those that Portolan chooses',
      config.replace(/<tracker>\d+/, '<tracker>2999999999'),
      /expected a tracking ID from 3000000000 to 4199999999/,
    ],
    [
      'a tracker above those that Portolan chooses',
      config.replace(/<tracker>\d+/, '<tracker>4200000000'),
      /expected a tracking ID from 3000000000 to 4199999999/,
    ],
    [
      'another prefix in the root than above it',
      config.replace('alias-prefix="spt_"', 'alias-prefix="own_"'),
      /expected "<pfsense fragment/,
    ],
    [
      'an owner by tracker in the header',
      config.replace('A tracking ID does not prove the owner.', 'Or its tracking ID.'),
      /A tracking ID does not prove the owner/,
    ],
    [
      'a rule that passes with a log',
      config.replace(
        '\t\t\t<descr><![CDATA[spt: web',
        '\t\t\t<log></log>\n\t\t\t<descr><![CDATA[spt: web',
      ),
      /expected the description/,
    ],
    [
      'a literal address with both families',
      config.replace(
        'spt_web_https_h</address>\n\t\t\t\t<port>',
        '203.0.113.7</address>\n\t\t\t\t<port>',
      ),
      /expected the destination of the rule/,
    ],
    [
      'a missing alias',
      config.replaceAll('<address>spt_web_https_h<', '<address>spt_web_httpx_h<'),
      /expected an alias of destinations above, found "spt_web_httpx_h"/,
    ],
    [
      'an alias under network',
      config.replace('<address>spt_web_https_h</address>', '<network>spt_web_https_h</network>'),
      /expected the destination of the rule/,
    ],
    [
      'another source',
      config.replace(
        '<address>spt_clients</address>\n\t\t\t</source>',
        '<any></any>\n\t\t\t</source>',
      ),
      /spt_clients/,
    ],
    [
      'an alias of somebody else',
      config.replace('<name>spt_web_http_h', '<name>own_web_http_h'),
      /expected the name of an alias that Portolan writes, found "own_web_http_h"/,
    ],
    [
      'two spaces between entries',
      config.replace('a.example.com b', 'a.example.com  b'),
      /expected 5 descriptions|as in config\.xml|entries/,
    ],
    [
      'a detail too few',
      config.replace('Web||Web||Web||Web', 'Web||Web||Web'),
      /expected 4 descriptions, one for each entry, found 3/,
    ],
    [
      'a blank detail',
      config.replace('Web||Web||Web||Web', 'Web||||Web||Web'),
      /expected a description that pfSense stores unchanged/,
    ],
    [
      'a description of somebody else',
      config.replace('[spt: web/https]', '[own: web/https]'),
      /expected the description/,
    ],
    [
      'a rule below the block',
      config.replace('\t</filter>', '\t\t<rule>\n\t\t</rule>\n\t</filter>'),
      /<\/filter>/,
    ],
    ['a second root', `${config}<pfsense>\n`, /expected the end of the file, found "<pfsense>"/],
    [
      'a separator',
      config.replace('\t</filter>', '\t\t<separator></separator>\n\t</filter>'),
      /<\/filter>/,
    ],
  ])('in config.xml: %s', (_what, changed, want) => {
    expect(changed).not.toBe(config);
    expect(refused(with_({ config: changed }))).toMatch(want);
  });

  test.each([
    ['another header', aliases.replace('do not edit', 'go on'), /1 expected the header/],
    [
      'another spec',
      aliases.replace('# test-spec', '# other-spec'),
      /expected the spec "test-spec" as in config\.xml, found "other-spec"/,
    ],
    [
      'an entry more',
      aliases.replace('b.example.com Web\n', 'b.example.com Web\nc.example.com Web\n'),
      /expected 4 entries as in config\.xml, found 5/,
    ],
    [
      'another entry',
      aliases.replace('b.example.com', 'c.example.com'),
      /expected "b\.example\.com Web" as in config\.xml, found "c\.example\.com Web"/,
    ],
    [
      'another detail',
      aliases.replace('b.example.com Web', 'b.example.com Wed'),
      /expected "b\.example\.com Web" as in config\.xml, found "b\.example\.com Wed"/,
    ],
    [
      'another type',
      aliases.replace('spt_web_https_h (host)', 'spt_web_https_h (network)'),
      /expected the alias "spt_web_https_h" \(host\)/,
    ],
    [
      'a section more',
      `${aliases}\n# spt_zz_h (host)\na.example.com Web\n`,
      /unexpected alias "spt_zz_h": it is not in config\.xml/,
    ],
    [
      'a section less',
      aliases.replace(/\n# spt_web_https_n[\s\S]*$/, ''),
      /expected the alias "spt_web_https_n"/,
    ],
    ['two empty lines', aliases.replace('\n\n', '\n\n\n'), /expected the heading/],
  ])('in aliases.txt: %s', (_what, changed, want) => {
    expect(changed).not.toBe(aliases);
    expect(refused(with_({ aliases: changed }))).toMatch(want);
  });

  test.each([
    ['a bare number', 'a.example.com', '443'],
    ['a single label', 'a.example.com', 'a'],
    ['a wildcard', 'a.example.com', '*.example.com'],
    ['an alias within an alias', 'a.example.com', 'spt_clients'],
    ['a port', 'a.example.com', 'a.example.com:443'],
    ['a URL', 'a.example.com', 'https://a.example.com'],
    ['a block among hosts', '203.0.113.7', '203.0.113.0/24'],
    ['a host among blocks', '198.51.100.0/24', 'a.example.com'],
    ['a range among blocks', '198.51.100.0/24', '198.51.100.0-198.51.100.9'],
    ['every address', '198.51.100.0/24', '0.0.0.0/0'],
    ['entries out of order', 'b.example.com', '0.example.com'],
    ['an entry twice', 'b.example.com', 'a.example.com'],
  ])('in both files: %s', (_what, is, other) => {
    const changed = with_({
      config: config.replaceAll(is, other),
      aliases: aliases.replaceAll(is, other),
    });
    expect(refused(changed)).toMatch(
      /expected an entry for an alias|expected ascending order|duplicate|an entry with its description/,
    );
  });

  test('an alias without a rule, and a rule without its alias', () => {
    const lone = site({ https: ['a.example.com'], http: ['a.example.com'] });
    const [full, one] = [render(lone), render(site({ https: ['a.example.com'] }))];
    const rules = (given: TargetFiles) =>
      given.get(configFile)?.replace(/[\s\S]*\t<filter>/, '') ?? '';
    const heads = (given: TargetFiles) =>
      given.get(configFile)?.replace(/\t<filter>[\s\S]*/, '') ?? '';
    const files = (text: string, given: TargetFiles) =>
      new Map([...given, [configFile, text]] as [string, string][]);
    expect(refused(files(`${heads(full)}\t<filter>${rules(one)}`, full))).toMatch(
      /expected a rule for the alias "spt_web_http_h"/,
    );
    expect(refused(files(`${heads(one)}\t<filter>${rules(full)}`, one))).toMatch(
      /expected an alias of destinations above, found "spt_web_http_h"/,
    );
  });

  test('files that allow nothing', () => {
    const empty = config.replace(/\t<filter>[\s\S]*\t<\/filter>/, '\t<filter>\n\t</filter>');
    expect(refused(with_({ config: empty }))).toBe(
      `${configFile}:1 expected at least one rule that passes traffic, found none`,
    );
  });

  test.each<[string, string, string, RegExp]>([
    ['another code', 'mark', 'marks', /apply\.php:1 expected the script of this version/],
    ['a comment', '# apply loads', '# Apply loads', /1 expected the script of this version/],
    ['a line of code at the head', '\nnamespace', '\nexit;\nnamespace', /expected "const PREFIX/],
    ['another prefix', "PREFIX = 'spt'", "PREFIX = 'other'", /expected "const PREFIX = 'spt';"/],
    ['another spec', '<?php\n# ', '<?php\n# x', /2 expected "# [a-z-]+: generated/],
    ['no position', "'top'", "''", /expected the position of the rules/],
    ['code in the position', "'top'", "'top' . exit()", /expected the position of the rules/],
    ['a quote in the position', "'top'", "'after a' . b'", /expected the position of the rules/],
    ['a place beside a rule of ours', "'top'", "'after spt: x'", /beside one of the site's own/],
  ])('in apply.php: %s', (_what, from, to, want) => {
    const script = files.get(scriptFile) ?? '';
    expect(script).toContain(from);
    const changed = new Map([...files, [scriptFile, script.replace(from, () => to)]]);
    expect(refused(changed)).toMatch(want);
  });

  test('the reader knows the script of this version', () => {
    const path = join(import.meta.dirname, '../../../templates/pfsense/apply.php.hbs');
    const template = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    const from = template.split('\n').indexOf('// --- data of this site ---') + 1;
    expect({ scriptDigest }).toEqual({ scriptDigest: digestOf(template, { from, count: 2 }) });
  });

  test('a missing file, and a file of another name', () => {
    expect(refused(new Map([[configFile, config]]))).toBe(
      `${aliasesFile}:1 expected this file, found none`,
    );
    expect(refused(new Map([...files, ['pfsense/other.xml', '']]))).toBe(
      'pfsense/other.xml:1 unexpected file: this target does not write it',
    );
  });
});

describe('a changed line is refused, or changes the reading', () => {
  test.each([
    ['every kind of destination', files],
    [
      'an additive site',
      render(site({ https: ['a.example.com', 'any'] }, {}, { enforce: 'additive' })),
    ],
    [
      'one family',
      render(site({ https: ['a.example.com', '198.51.100.0/24'] }, { ipprotocol: 'inet' })),
    ],
  ])('%s', (_name, given) => {
    const meaning = (one: TargetFiles) => {
      const { decide, settings, identifiers = [] } = reading(one);
      const elsewhere = decide(must(parseFlow('https://elsewhere.example/')), client4);
      const said = [...settings, ...identifiers].map(({ name, value }) => `${name} ${value}`);
      return [...opened(one), elsewhere.at === null, ...said].join();
    };
    const before = meaning(given);
    const mutants = [...mutantsOf(given, widened)];
    const survivors = mutants.filter(
      (mutant) => read(mutant.files).ok && meaning(mutant.files) === before,
    );
    expect(mutants.length).toBeGreaterThan(150);
    expect(survivors.map(({ what }) => what)).toEqual([]);
  });
});
