import { describe, expect, test } from '@jest/globals';
import type { EngineFiles } from '../flow.ts';
import { type Edit, edited } from '../support.ts';
import { base } from './base.ts';
import { checkPfsense } from './checker.ts';

const config = 'pfsense/config.xml';
const list = 'pfsense/aliases.txt';

/** In config.xml, `from` becomes `to`. */
function xml(from: string, to: string): Edit {
  return { file: config, from, to };
}

/** The same in both files, everywhere: a name or an entry that stands in more than one place. */
function both(from: string, to: string): Edit[] {
  return [config, list].map((file) => ({ file, from, to, all: true }));
}

function inList(from: string, to: string): Edit {
  return { file: list, from, to };
}

type Row = { readonly edits: readonly Edit[]; readonly want: string };

function refuses(rows: Readonly<Record<string, Row>>): void {
  test.each(Object.entries(rows))('%s', (_, { edits, want }) => {
    expect(checkPfsense(edited(base, ...edits))).toContain(want);
  });
}

/** The text of the rule whose descr is given, with its tags. */
function ruleText(files: EngineFiles, descr: string): string {
  const rules = (files.get(config) ?? '').match(/\t\t<rule>\n[\s\S]*?<\/rule>\n/g) ?? [];
  return rules.find((rule) => rule.includes(`[${descr}]`)) ?? '';
}

describe('a closed site denies as its options say', () => {
  const quiet = edited(base, xml('\t\t\t<log></log>\n', ''));
  const reject = edited(base, xml('<type>block</type>', '<type>reject</type>'));

  test.each([
    ['with a log', base, { log: true }, []],
    ['without', quiet, { log: false }, []],
    ['with none where one is due', quiet, { log: true }, ['the block on line 101 writes no log']],
    ['with one where none is due', base, { log: false }, ['the block on line 101 writes a log']],
    ['by reject', reject, { closing: 'reject' as const }, []],
    [
      'by block where reject is due',
      base,
      { closing: 'reject' as const },
      ['the block on line 101 is of the type block, not reject'],
    ],
    [
      'by reject where block is due',
      reject,
      { closing: 'block' as const },
      ['the block on line 101 is of the type reject, not block'],
    ],
  ])('%s', (_what, files, expected, want) => {
    expect(checkPfsense(files, { closed: true, ...expected })).toEqual(want);
  });

  test('no pass rule writes a log entry', () => {
    const log = [
      '<log></log>\n\t\t\t<descr><![CDATA[demo: dns/dns]]>',
      '<descr><![CDATA[demo: dns/dns]]>',
    ] as const;
    expect(checkPfsense(edited(base, xml(log[1], log[0])))).toEqual([
      'the rule on line 36 passes and writes a log',
    ]);
  });
});

describe('a file that uses every feature', () => {
  test('is accepted as rendered', () => {
    expect(checkPfsense(base)).toEqual([]);
    expect(checkPfsense(base, { closed: true })).toEqual([]);
  });

  test('is accepted without its block rule for an allow-only site only', () => {
    const block = ruleText(base, 'demo: everything else');
    const open = edited(base, xml(block, ''));
    expect(checkPfsense(open, { closed: false })).toEqual([]);
    expect(checkPfsense(open, { closed: true })).toEqual([
      'the site is closed, and nothing is blocked',
    ]);
    expect(checkPfsense(base, { closed: false })).toEqual([
      'the site is additive, and a rule blocks',
    ]);
  });

  test('is accepted with an alias of 5000 entries, and rejected with one more', () => {
    expect(checkPfsense(withEntries(5000))).toEqual([]);
    expect(checkPfsense(withEntries(5001))).toEqual([
      'the alias "demo_cloud_hosts" has more than 5000 entries',
    ]);
  });

  test('is two files, and neither may be missing', () => {
    expect(checkPfsense(new Map())).toEqual(['there is no pfsense/config.xml']);
    expect(checkPfsense(new Map([...base].slice(0, 1)))).toEqual([
      'there is no pfsense/aliases.txt',
    ]);
  });
});

function withEntries(count: number): EngineFiles {
  const hosts = Array.from({ length: count }, (_, index) => `h${index}.example.com`);
  return edited(
    base,
    xml('api.example.com login.example.net 198.51.100.7', hosts.join(' ')),
    xml('cloud||cloud||cloud', hosts.map(() => 'cloud').join('||')),
    inList(
      'api.example.com cloud\nlogin.example.net cloud\n198.51.100.7 cloud\n',
      hosts.map((host) => `${host} cloud\n`).join(''),
    ),
  );
}

describe('rejects another root, other areas and another form of a restore', () => {
  refuses({
    'a root without a fragment attribute': {
      edits: [xml('<pfsense fragment="aliases filter">', '<pfsense>')],
      want: 'the bare text <pfsense>: restored as All it replaces the whole configuration',
    },
    'the bare root in a comment': {
      edits: [xml('-->', 'not <pfsense> -->')],
      want: 'the bare text <pfsense>: restored as All it replaces the whole configuration',
    },
    'another fragment': {
      edits: [xml('"aliases filter"', '"filter"')],
      want: 'the root has no fragment="aliases filter"',
    },
    'another root': {
      edits: [xml('<pfsense ', '<opnsense '), xml('</pfsense>', '</opnsense>')],
      want: 'the root is <opnsense>, not <pfsense>',
    },
    'an area tag with an attribute': {
      edits: [xml('<filter>', '<filter merge="1">')],
      want: 'the area tag <filter> does not stand literally and once',
    },
    'a third area': {
      edits: [xml('</filter>', '</filter>\n\t<nat></nat>')],
      want: 'the root holds "aliases filter nat", not "aliases filter"',
    },
    'an area tag in the comment above': {
      edits: [xml('-->', 'in <aliases> -->')],
      want: 'the area tag <aliases> does not stand literally and once',
    },
    'a comment below the root': {
      edits: [xml('\t<filter>', '\t<!-- rules -->\n\t<filter>')],
      want: 'a comment below the root is lost when the firewall writes the file',
    },
    'an attribute below the root': {
      edits: [xml('<rule>', '<rule id="1">')],
      want: 'line 36: <rule> in <filter> has attributes',
    },
    'no word of where the rules belong': {
      edits: [xml('First match decides: put the rules above every rule that lets', 'For')],
      want: 'the header does not say where the rules belong',
    },
    'no word of the command': {
      edits: [xml('portolan generate', 'somebody')],
      want: 'the header does not name the command "portolan generate"',
    },
    'an element of time': {
      edits: [xml('<disabled></disabled>', '<created></created>')],
      want: 'line 99: <created> in <rule> is not of our form',
    },
    'a separator': {
      edits: [xml('</filter>', '\t<separator></separator>\n\t</filter>')],
      want: 'line 116: <separator> in <filter> is not of our form',
    },
    statetype: {
      edits: [xml('<id></id>', '<statetype>keep state</statetype>')],
      want: 'line 37: <statetype> in <rule> is not of our form',
    },
    'a doubled element': {
      edits: [xml('<type>pass</type>', '<type>pass</type>\n\t\t\t<type>pass</type>')],
      want: 'line 40: <type> in <rule> stands twice',
    },
    'an empty any tag in short form': {
      edits: [xml('<any></any>', '<any/>')],
      want: 'line 95 is not what the firewall writes back: "\t\t\t\t<any></any>"',
    },
    'spaces for tabs': {
      edits: [xml('\t<aliases>', '  <aliases>')],
      want: 'line 5 is not what the firewall writes back: "\t<aliases>"',
    },
    'a descr without CDATA': {
      edits: [xml('<![CDATA[demo: dns/dns]]>', 'demo: dns/dns')],
      want: 'line 50 is not what the firewall writes back: "\t\t\t<descr><![CDATA[demo: dns/dns]]></descr>"',
    },
    'CDATA where the firewall writes none': {
      edits: [xml('<name>demo_clients</name>', '<name><![CDATA[demo_clients]]></name>')],
      want: 'line 7 is not what the firewall writes back: "\t\t\t<name>demo_clients</name>"',
    },
    'a text with an ampersand': {
      edits: [xml('demo: the clients', 'demo: R&D')],
      want: 'line 10: <descr> in <alias> holds a character that is not written back as it is',
    },
    'a text with a letter beyond ASCII': {
      edits: [xml('demo: the clients', 'demo: caf\u00e9')],
      want: 'line 10 holds something other than printable ASCII',
    },
    'carriage returns': {
      edits: [xml('<aliases>\n', '<aliases>\r\n')],
      want: 'line 5 holds something other than printable ASCII',
    },
    'no newline at the end': {
      edits: [xml('</pfsense>\n', '</pfsense>')],
      want: 'the file does not end in one newline',
    },
    'a tag that is never closed': {
      edits: [xml('</pfsense>', '')],
      want: 'config.xml is no XML: line 4: <pfsense> is never closed',
    },
    'an entity': {
      edits: [xml('demo: the clients', 'x]]>&nbsp;<![CDATA[y')],
      want: 'config.xml is no XML: line 10: unknown entity "&nbsp;"',
    },
    'no XML declaration': {
      edits: [xml('<?xml version="1.0"?>\n', '')],
      want: 'config.xml is no XML: line 1: the file does not begin with an XML declaration',
    },
    'an empty filter': {
      edits: [xml(fromTo('\t\t<rule>', '</rule>\n\t</filter>'), '\t</filter>')],
      want: 'line 35: <filter> in <pfsense> is empty',
    },
  });
});

/** The text of config.xml from the first `from` to the `to` after it, both included. */
function fromTo(from: string, to: string): string {
  const text = base.get(config) ?? '';
  const start = text.indexOf(from);
  return text.slice(start, text.indexOf(to, start) + to.length);
}

describe('rejects an invalid name, entry or detail of an alias', () => {
  refuses({
    'a hyphen in a name': {
      edits: both('demo_ports', 'demo-ports'),
      want: 'the alias name "demo-ports" holds other than letters, digits and _',
    },
    'a name of 32 characters': {
      edits: both('demo_ports', `demo_${'p'.repeat(27)}`),
      want: `the alias name "demo_${'p'.repeat(27)}" is not of 1 to 31 characters`,
    },
    'a name of digits': {
      edits: both('demo_ports', '12345'),
      want: 'the alias name "12345" is all digits or underscores',
    },
    'a name of underscores': {
      edits: both('demo_ports', '___'),
      want: 'the alias name "___" is all digits or underscores',
    },
    'a keyword of pf': {
      edits: both('demo_ports', 'pass'),
      want: 'the alias name "pass" is reserved by the firewall',
    },
    'a keyword of pf that has hyphens there': {
      edits: both('demo_ports', 'max_mss'),
      want: 'the alias name "max_mss" is reserved by the firewall',
    },
    'a table of the firewall': {
      edits: both('demo_cloud_hosts', 'Bogons'),
      want: 'the alias name "Bogons" is reserved by the firewall',
    },
    'a protocol': {
      edits: both('demo_ports', 'tcp'),
      want: 'the alias name "tcp" is reserved by the firewall',
    },
    'a service': {
      edits: both('demo_ports', 'https'),
      want: 'the alias name "https" is reserved by the firewall',
    },
    'the key of an interface': {
      edits: both('demo_ports', 'opt2'),
      want: 'the alias name "opt2" is reserved by the firewall',
    },
    'a name without the prefix': {
      edits: both('demo_ports', 'cloudports'),
      want: 'the alias name "cloudports" has no prefix',
    },
    'a name with another prefix': {
      edits: both('demo_ports', 'site_ports'),
      want: 'the alias name "site_ports" has not the others\' prefix',
    },
    'two aliases of one name': {
      edits: both('demo_cloud_hosts', 'demo_cloud'),
      want: 'two aliases are named "demo_cloud"',
    },
    'a type from the web': {
      edits: [xml('<type>host</type>', '<type>urltable</type>')],
      want: 'the alias "demo_cloud_hosts" has the type "urltable"',
    },
    'a newline between entries': {
      edits: [xml('api.example.com login', 'api.example.com\nlogin')],
      want: 'the alias "demo_cloud_hosts" has 2 entries and 3 details',
    },
    'two spaces between entries': {
      edits: [xml('api.example.com login', 'api.example.com  login')],
      want: 'the alias "demo_cloud_hosts" does not have its entries on one line with one space between them',
    },
    'no entry': {
      edits: [xml('<address>443 8443:8450</address>', '<address></address>')],
      want: 'the alias "demo_ports" has no entries',
    },
    'an entry twice': {
      edits: [xml('login.example.net', 'api.example.com')],
      want: 'the alias "demo_cloud_hosts" has the entry "api.example.com" twice',
    },
    'a network in a host alias': {
      edits: both('198.51.100.7', '198.51.100.0/24'),
      want: 'the entry "198.51.100.0/24" of the alias "demo_cloud_hosts" is a network in an alias of the type host',
    },
    'host bits below the prefix': {
      edits: both('203.0.113.0/28', '203.0.113.1/28'),
      want: 'the entry "203.0.113.1/28" of the alias "demo_cloud" is no canonical address or network',
    },
    'an IPv6 network spelled at length': {
      edits: both('2001:db8:c1::/64', '2001:db8:c1:0::/64'),
      want: 'the entry "2001:db8:c1:0::/64" of the alias "demo_clients" is a path or no canonical network, not a host',
    },
    'a wildcard': {
      edits: both('api.example.com', '*.example.com'),
      want: 'the entry "*.example.com" of the alias "demo_cloud_hosts" is a wildcard, which no alias can hold',
    },
    'a URL': {
      edits: both('api.example.com', 'https://api.example.com'),
      want: 'the entry "https://api.example.com" of the alias "demo_cloud_hosts" is a URL, not a host',
    },
    'a path': {
      edits: both('api.example.com', 'api.example.com/v1'),
      want: 'the entry "api.example.com/v1" of the alias "demo_cloud_hosts" is a path or no canonical network, not a host',
    },
    'a port on a host': {
      edits: both('api.example.com', 'api.example.com:443'),
      want: 'the entry "api.example.com:443" of the alias "demo_cloud_hosts" is a host with a port',
    },
    'a comma': {
      edits: both('api.example.com', 'api.example.com,b.example.com'),
      want: 'the entry "api.example.com,b.example.com" of the alias "demo_cloud_hosts" is not one entry: it has a comma',
    },
    'a bare number': {
      edits: both('api.example.com', '2852039166'),
      want: 'the entry "2852039166" of the alias "demo_cloud_hosts" is a bare number, which passes as a host',
    },
    'a range of addresses': {
      edits: both('203.0.113.0/28', '203.0.113.1-203.0.113.9'),
      want: 'the entry "203.0.113.1-203.0.113.9" of the alias "demo_cloud" is a range, not networks',
    },
    'a capital letter in a host': {
      edits: both('api.example.com', 'API.example.com'),
      want: 'the entry "API.example.com" of the alias "demo_cloud_hosts" is neither a canonical address, nor an FQDN, nor an alias of this file',
    },
    'an address in disguise': {
      edits: both('api.example.com', '0x7f.1'),
      want: 'the entry "0x7f.1" of the alias "demo_cloud_hosts" is neither a canonical address, nor an FQDN, nor an alias of this file',
    },
    'an alias that is not there': {
      edits: both('demo_cloud_hosts the', 'demo_gone the')
        .slice(1)
        .concat(xml('<address>demo_cloud_hosts ', '<address>demo_gone ')),
      want: 'the entry "demo_gone" of the alias "demo_cloud" is neither a canonical address, nor an FQDN, nor an alias of this file',
    },
    'a port alias among hosts': {
      edits: [xml('<address>demo_cloud_hosts ', '<address>demo_ports ')],
      want: 'the entry "demo_ports" of the alias "demo_cloud" is an alias of the type port',
    },
    'a network alias in a host alias': {
      edits: both('198.51.100.7', 'demo_clients'),
      want: 'the entry "demo_clients" of the alias "demo_cloud_hosts" is an alias of the type network',
    },
    'aliases in a circle': {
      edits: [
        xml('<type>host</type>', '<type>network</type>'),
        ...both('198.51.100.7', 'demo_cloud'),
      ],
      want: 'the entry "demo_cloud" of the alias "demo_cloud_hosts" leads back to the alias itself',
    },
    'a range in the form of a rule in a port alias': {
      edits: both('8443:8450', '8443-8450'),
      want: 'the entry "8443-8450" of the alias "demo_ports" is neither a port nor low:high',
    },
    'port 0 in a port alias': {
      edits: both('443 ', '0 '),
      want: 'the entry "0" of the alias "demo_ports" is neither a port nor low:high',
    },
    'a port beyond the last': {
      edits: both('8450', '65536'),
      want: 'the entry "8443:65536" of the alias "demo_ports" is neither a port nor low:high',
    },
    'a detail too few': {
      edits: [xml('cloud||cloud||cloud', 'cloud||cloud')],
      want: 'the alias "demo_cloud_hosts" has 3 entries and 2 details',
    },
    'a detail too many': {
      edits: [xml('https||a range', 'https||a range||more')],
      want: 'the alias "demo_ports" has 2 entries and 3 details',
    },
    'a blank detail': {
      edits: [xml('https||a range', 'https||')],
      want: 'the alias "demo_ports" has a blank detail, which becomes a dated text',
    },
    'a detail of 200 characters': {
      edits: [xml('https||a range', `https||${'x'.repeat(200)}`)],
      want: 'the alias "demo_ports" has a detail of 200 or more characters',
    },
    'a bar inside a detail': {
      edits: [xml('https||a range', 'https||a|range')],
      want: 'the alias "demo_ports" has a detail with a vertical bar',
    },
    'a bar at the end of a detail': {
      edits: [xml('https||a range', 'https||a range|')],
      want: 'the alias "demo_ports" has a detail with a vertical bar',
    },
    'no descr': {
      edits: [xml('\t\t\t<descr><![CDATA[demo: cloud]]></descr>\n', '')],
      want: 'the alias "demo_cloud_hosts" has no descr',
    },
    'an alias that no rule uses': {
      edits: [xml('<port>demo_ports</port>', '<port>443</port>')],
      want: 'the alias "demo_ports" is used by no rule',
    },
  });
});

describe('rejects rules that pfSense would skip, widen or fail to load', () => {
  refuses({
    'an unknown type': {
      edits: [xml('<type>block</type>', '<type>deny</type>')],
      want: 'the rule on line 101 has the type "deny", which becomes pass',
    },
    'no type': {
      edits: [xml('\t\t\t<type>block</type>\n', '')],
      want: 'the rule on line 101 has the type "", which becomes pass',
    },
    'an interface by its label': {
      edits: [xml('<interface>opt1</interface>', '<interface>LAN</interface>')],
      want: 'the rule on line 36 is on the interface "LAN", which is no key, and would be skipped',
    },
    'two interfaces in one rule': {
      edits: [xml('<interface>opt1</interface>', '<interface>lan,opt1</interface>')],
      want: 'the rule on line 36 is on the interface "lan,opt1", which is no key, and would be skipped',
    },
    'a rule on another interface': {
      edits: [xml(blockText(), blockText().replace('opt1', 'lan'))],
      want: 'the rule on line 101 is on another interface than the first',
    },
    'a family of another name': {
      edits: [xml('<ipprotocol>inet46</ipprotocol>', '<ipprotocol>any</ipprotocol>')],
      want: 'the rule on line 36 has the ipprotocol "any"',
    },
    'no family': {
      edits: [xml('\t\t\t<ipprotocol>inet46</ipprotocol>\n', '')],
      want: 'the rule on line 36 has the ipprotocol ""',
    },
    'udp/tcp': {
      edits: [xml('tcp/udp', 'udp/tcp')],
      want: 'the rule on line 36 has the protocol "udp/tcp", not one of ours',
    },
    'TCP/UDP': {
      edits: [xml('tcp/udp', 'TCP/UDP')],
      want: 'the rule on line 36 has the protocol "TCP/UDP", not one of ours',
    },
    'the protocol any': {
      edits: [xml('tcp/udp', 'any')],
      want: 'the rule on line 36 has the protocol "any", not one of ours',
    },
    'a port without a protocol': {
      edits: [xml('\t\t\t<protocol>tcp/udp</protocol>\n', '')],
      want: 'the rule on line 36 has a port without a protocol, which opens all ports',
    },
    'a protocol without a port': {
      edits: [xml('\t\t\t\t<port>53</port>\n', '')],
      want: 'the rule on line 36 passes without both a protocol and a port',
    },
    'port 0': {
      edits: [xml('<port>53</port>', '<port>0</port>')],
      want: 'the rule on line 36 has the port 0, which opens all ports',
    },
    'a range in the form of an alias': {
      edits: [xml('5000-5010', '5000:5010')],
      want: 'the rule on line 68 has the port "5000:5010", neither a number, nor low-high, nor a port alias',
    },
    'a range backwards': {
      edits: [xml('5000-5010', '5010-5000')],
      want: 'the rule on line 68 has the port "5010-5000", neither a number, nor low-high, nor a port alias',
    },
    'a list of ports': {
      edits: [xml('<port>53</port>', '<port>53,853</port>')],
      want: 'the rule on line 36 has the port "53,853", neither a number, nor low-high, nor a port alias',
    },
    'a host alias for a port': {
      edits: [xml('<port>53</port>', '<port>demo_cloud</port>')],
      want: 'the rule on line 36 takes the network alias "demo_cloud" for a port',
    },
    'a source port': {
      edits: [
        xml(
          '<address>demo_clients</address>',
          '<address>demo_clients</address>\n\t\t\t\t<port>53</port>',
        ),
      ],
      want: 'the rule on line 36 has a source port',
    },
    'any client': {
      edits: [xml('<address>demo_clients</address>', '<any></any>')],
      want: 'the rule on line 36 has a source that is not an alias of the clients',
    },
    'the network of an interface as the clients': {
      edits: [xml('<address>demo_clients</address>', '<network>lan</network>')],
      want: 'the rule on line 36 has a source that is not an alias of the clients',
    },
    'a host alias as the clients': {
      edits: [xml('<address>demo_clients</address>', '<address>demo_cloud_hosts</address>')],
      want: 'the rule on line 36 has a source alias of the type host',
    },
    'a name among the clients': {
      edits: both('192.0.2.0/24', 'pc.example.com'),
      want: 'the rule on line 36 has the name "pc.example.com" among its clients',
    },
    'a source that is no alias': {
      edits: [xml('<address>demo_clients</address>', '<address>demo_gone</address>')],
      want: 'the rule on line 36 has the source "demo_gone", which is no alias here',
    },
    'no source': {
      edits: [
        xml('\t\t\t<source>\n\t\t\t\t<address>demo_clients</address>\n\t\t\t</source>\n', ''),
      ],
      want: 'the rule on line 36 has no source',
    },
    'no destination': {
      edits: [xml(fromTo('\t\t\t<destination>', '</destination>\n'), '')],
      want: 'the rule on line 36 has no destination',
    },
    'an alias under network': {
      edits: [xml('<network>(self)</network>', '<network>demo_cloud</network>')],
      want: 'the rule on line 36 has the alias "demo_cloud" under <network>, and would be skipped',
    },
    'an interface under network that is none': {
      edits: [xml('<network>(self)</network>', '<network>LAN</network>')],
      want: 'the rule on line 36 has the network "LAN", which is no interface',
    },
    'a host name in a rule': {
      edits: [xml('<address>demo_cloud</address>', '<address>api.example.com</address>')],
      want: 'the rule on line 52 has the name "api.example.com" as its destination, and would be skipped',
    },
    'a destination that is no alias': {
      edits: [xml('<address>demo_cloud</address>', '<address>demo_gone</address>')],
      want: 'the rule on line 52 has the destination "demo_gone", which is no alias here, and would be skipped',
    },
    'a port alias as the destination': {
      edits: [xml('<address>demo_cloud</address>', '<address>demo_ports</address>')],
      want: 'the rule on line 52 goes to the port alias "demo_ports"',
    },
    'any beside an address': {
      edits: [
        xml('<address>demo_cloud</address>', '<any></any>\n\t\t\t\t<address>demo_cloud</address>'),
      ],
      want: 'the rule on line 52 does not have one of any, network and address to go to',
    },
    'a literal address with inet46': {
      edits: [xml('<ipprotocol>inet</ipprotocol>', '<ipprotocol>inet46</ipprotocol>')],
      want: 'the rule on line 68 has the literal address "198.51.100.9" with inet46',
    },
    'a literal address of the other family': {
      edits: [xml('<ipprotocol>inet</ipprotocol>', '<ipprotocol>inet6</ipprotocol>')],
      want: 'the rule on line 68 has the literal address "198.51.100.9" with inet6',
    },
    'a family that the clients have not': {
      edits: [
        ...both('2001:db8:c1::/64', '198.51.100.128/25'),
        xml('<ipprotocol>inet46</ipprotocol>', '<ipprotocol>inet6</ipprotocol>'),
      ],
      want: 'the rule on line 36 is for a family that its aliases do not share',
    },
    'a descr of 53 characters': {
      edits: [xml('demo: dns/dns', `demo: ${'d'.repeat(47)}`)],
      want: 'the rule on line 36 has a descr of more than 52 characters',
    },
    'a backslash in a descr': {
      edits: [xml('demo: dns/dns', 'demo: dns\\dns')],
      want: 'the rule on line 36 has a descr with a backslash',
    },
    'no descr on a rule': {
      edits: [xml('\t\t\t<descr><![CDATA[demo: dns/dns]]></descr>\n', '')],
      want: 'the rule on line 36 has no descr',
    },
    'a switch with a word in it': {
      edits: [xml('<disabled></disabled>', '<disabled>1</disabled>')],
      want: 'line 99: <disabled> in <rule> is not empty',
    },
  });
});

function blockText(): string {
  return ruleText(base, 'demo: everything else');
}

describe('what the rules must be together is held', () => {
  refuses({
    'a tracker that is text': {
      edits: [xml('3123450053', 'demo-dns')],
      want: 'the tracker "demo-dns" is no number',
    },
    'a tracker beyond 32 bits': {
      edits: [xml('3123450053', '4294967296')],
      want: 'the tracker "4294967296" does not fit in 32 bits',
    },
    'a tracker below those of the tool': {
      edits: [xml('3123450053', '2999999999')],
      want: 'the tracker "2999999999" is not one that the tool chooses',
    },
    'a tracker from which on the firewall would number all rules anew': {
      edits: [xml('3123450053', '4200000000')],
      want: 'the tracker "4200000000" is not one that the tool chooses',
    },
    'a tracker twice': {
      edits: [xml('3123450443', '3123450053')],
      want: 'the tracker "3123450053" stands at two rules',
    },
    'a rule without a tracker': {
      edits: [xml('\t\t\t<tracker>3123450053</tracker>\n', '')],
      want: 'the tracker "" is no number',
    },
    'a descr without the prefix': {
      edits: [xml('demo: cloud/https', 'cloud/https')],
      want: 'the rule on line 52 is not one that a merge would take for ours: "cloud/https" from "demo_clients"',
    },
    'a descr with the prefix and no colon': {
      edits: [xml('demo: cloud/https', 'demo cloud/https')],
      want: 'the rule on line 52 is not one that a merge would take for ours: "demo cloud/https" from "demo_clients"',
    },
    'a source of another name': {
      edits: both('demo_clients', 'demo_tablets'),
      want: 'the rule on line 36 is not one that a merge would take for ours: "demo: dns/dns" from "demo_tablets"',
    },
    'a header that does not say whose the rules are': {
      edits: [xml('described as "demo: "', 'described')],
      want: 'the header does not say by what a merge knows the rules',
    },
    'a root that claims trackers': {
      edits: [xml('<pfsense fragment', '<pfsense trackers="3123450000-3123459999" fragment')],
      want: 'the root has the attribute trackers',
    },
    'the same rule twice': {
      edits: [
        xml(
          '\t</filter>',
          `${blockText().replace('3123459999', '3123459998').replace('else', 'else again')}\t</filter>`,
        ),
      ],
      want: 'the rule on line 116 says what an earlier one says',
    },
    'a pass below the block': {
      edits: [xml(blockText(), ''), xml('\t<filter>\n', `\t<filter>\n${blockText()}`)],
      want: 'the rule on line 51 stands below the block, which decides first',
    },
    'a block that is switched off': {
      edits: [xml('<log></log>', '<disabled></disabled>')],
      want: 'the block on line 101 is switched off',
    },
    'a block of one protocol': {
      edits: [
        xml(
          blockText(),
          blockText().replace('<source>', '<protocol>tcp</protocol>\n\t\t\t<source>'),
        ),
      ],
      want: 'the block on line 101 blocks tcp only',
    },
    'a block of one destination': {
      edits: [
        xml(blockText(), blockText().replace('<any></any>', '<address>demo_cloud</address>')),
      ],
      want: 'the block on line 101 does not block every destination',
    },
    'a block of one family': {
      edits: [xml(blockText(), blockText().replace('inet46', 'inet'))],
      want: 'no block ends what is open to the IPv6 clients of "demo_clients"',
    },
  });
});

/** The base with its networks and hosts in aliases of their own, and a guard between the rules to them. */
function guarded(): EngineFiles {
  const text = (files: EngineFiles) => files.get(config) ?? '';
  const alias = `\t\t<alias>
\t\t\t<name>demo_inner</name>
\t\t\t<type>network</type>
\t\t\t<address>198.51.100.0/24</address>
\t\t\t<descr><![CDATA[demo: inner networks]]></descr>
\t\t\t<detail><![CDATA[inner]]></detail>
\t\t</alias>
`;
  const guard = blockText()
    .replace('<any></any>', '<address>demo_inner</address>')
    .replace('3123459999', '3123459998')
    .replace('demo: everything else', 'demo: inner networks');
  const [dns, cloud, voice, extra] = [
    'dns/dns',
    'cloud/https',
    'voice/media',
    'extra/alternative',
  ].map((name) => ruleText(base, `demo: ${name}`));
  const names = edited(
    base,
    xml('\t</aliases>\n', `${alias}\t</aliases>\n`),
    xml(`${cloud}${voice}${extra}`, `${voice}${guard}${cloud}${extra}`),
    xml(' 198.51.100.7', ''),
    xml('cloud||cloud||cloud', 'cloud||cloud'),
    xml('demo_cloud_hosts 203.0.113.0/28', 'demo_cloud_hosts'),
    xml('the hosts||a network of the vendor', 'the hosts'),
    inList('198.51.100.7 cloud\n', ''),
    inList('203.0.113.0/28 a network of the vendor\n', ''),
    inList('8443:8450 a range\n', '8443:8450 a range\n\n# demo_inner\n198.51.100.0/24 inner\n'),
  );
  expect(text(names)).toContain(`${dns}${voice}${guard}`);
  return names;
}

describe('inner networks are denied between what is listed by address and what is named', () => {
  const inner = ['198.51.100.0/24'];

  test('is accepted as it is', () => {
    expect(checkPfsense(guarded(), { closed: true, inner, log: true })).toEqual([]);
  });

  const swapped = (first: string, second: string): EngineFiles => {
    const [a, b] = [first, second].map((descr) => ruleText(guarded(), descr));
    const text = guarded().get(config) ?? '';
    const changed = text
      .replace(a ?? '', '%')
      .replace(b ?? '', a ?? '')
      .replace('%', b ?? '');
    return new Map([...guarded(), [config, changed]]);
  };

  test.each<[string, () => EngineFiles, object, string]>([
    [
      'nothing guards what must be guarded',
      () => base,
      { inner },
      'the inner networks are "", not "198.51.100.0/24"',
    ],
    [
      'other networks are guarded',
      guarded,
      { inner: ['198.51.100.0/25'] },
      'the inner networks are "198.51.100.0/24", not "198.51.100.0/25"',
    ],
    [
      'a rule to a network stands below',
      () => swapped('demo: voice/media', 'demo: inner networks'),
      {},
      'the rule on line 74 is on the wrong side of the inner networks',
    ],
    [
      'a rule to names stands above',
      () => swapped('demo: inner networks', 'demo: cloud/https'),
      {},
      'the rule on line 75 is on the wrong side of the inner networks',
    ],
    [
      'a rule to any place stands above',
      () => swapped('demo: inner networks', 'demo: extra/alternative'),
      {},
      'the rule on line 75 is on the wrong side of the inner networks',
    ],
    [
      'the guard stands below the end',
      () => swapped('demo: inner networks', 'demo: everything else'),
      {},
      'the rule on line 123 stands below the block, which decides first',
    ],
    [
      'the guard is switched off',
      () =>
        edited(
          guarded(),
          xml(
            '<log></log>\n\t\t</rule>\n\t\t<rule>\n\t\t\t<id></id>\n\t\t\t<tracker>3123450443',
            '<disabled></disabled>\n\t\t</rule>\n\t\t<rule>\n\t\t\t<id></id>\n\t\t\t<tracker>3123450443',
          ),
        ),
      {},
      'the guard on line 75 does not deny everything there',
    ],
    ['the site only opens', guarded, { closed: false }, 'the site is additive, and a rule blocks'],
  ])('is refused: %s', (_what, files, expected, want) => {
    expect(checkPfsense(files(), expected)).toContain(want);
  });
});

describe('aliases.txt must say what the aliases say', () => {
  refuses({
    'a line missing': {
      edits: [inList('login.example.net cloud\n', '')],
      want: 'in aliases.txt, under "demo_cloud_hosts", the line "login.example.net cloud" is missing',
    },
    'a line more': {
      edits: [inList('login.example.net', 'new.example.net cloud\nlogin.example.net')],
      want: 'in aliases.txt, under "demo_cloud_hosts", the line "new.example.net cloud" is not of the alias',
    },
    'another description': {
      edits: [inList('443 https', '443 all')],
      want: 'in aliases.txt, under "demo_ports", the line "443 all" is not of the alias',
    },
    'a line twice': {
      edits: [inList('443 https\n', '443 https\n443 https\n')],
      want: 'in aliases.txt, under "demo_ports", the lines are not in the order of the alias, once each',
    },
    'another order': {
      edits: [inList('443 https\n8443:8450 a range\n', '8443:8450 a range\n443 https\n')],
      want: 'in aliases.txt, under "demo_ports", the lines are not in the order of the alias, once each',
    },
    'a comment where entries are pasted': {
      edits: [inList('443 https', '# ports\n443 https')],
      want: 'in aliases.txt, under "demo_ports", the line "# ports" is not of the alias',
    },
    'a section missing': {
      edits: [inList('# demo_ports\n443 https\n8443:8450 a range\n', '')],
      want: 'aliases.txt has the sections "demo_clients demo_cloud_hosts demo_cloud", not "demo_clients demo_cloud_hosts demo_cloud demo_ports"',
    },
    'an entry above the first heading': {
      edits: [inList('\n# demo_clients', '443 https\n# demo_clients')],
      want: 'aliases.txt has the sections "(none) demo_clients demo_cloud_hosts demo_cloud demo_ports", not "demo_clients demo_cloud_hosts demo_cloud demo_ports"',
    },
    'carriage returns in the text': {
      edits: [inList('443 https\n', '443 https\r\n')],
      want: 'line 17 of aliases.txt holds something other than printable ASCII',
    },
    'no header in the text': {
      edits: [inList('portolan generate', 'somebody')],
      want: 'the header of aliases.txt does not name the command "portolan generate"',
    },
  });
});

describe('a rule for a protocol without ports', () => {
  const port = xml('\t\t\t\t<port>5000-5010</port>\n', '');
  const protocol = (text: string) => xml('<protocol>udp</protocol>', text);
  const ping = '<protocol>icmp</protocol>\n\t\t\t<icmptype>echoreq</icmptype>';

  test.each([
    ping,
    '<protocol>esp</protocol>',
    '<protocol>ah</protocol>',
    '<protocol>gre</protocol>',
  ])('is accepted: %s', (text) => {
    expect(checkPfsense(edited(base, port, protocol(text)))).toEqual([]);
  });

  refuses({
    'ping without a type': {
      edits: [port, protocol('<protocol>icmp</protocol>')],
      want: 'the rule on line 68 is about all ICMP, not about echo requests',
    },
    'ping with more types': {
      edits: [port, protocol(ping.replace('echoreq', 'echoreq,redir'))],
      want: 'the rule on line 68 has the ICMP type "echoreq,redir"',
    },
    'ping by the name of ICMPv6': {
      edits: [port, protocol(ping.replace('icmp<', 'ipv6-icmp<'))],
      want: 'the rule on line 68 has the protocol "ipv6-icmp", not one of ours',
    },
    'a type without icmp': {
      edits: [port, protocol(ping.replace('icmp<', 'esp<'))],
      want: 'the rule on line 68 has an ICMP type without icmp',
    },
    'SCTP, whose port some versions drop': {
      edits: [protocol('<protocol>sctp</protocol>')],
      want: 'the rule on line 68 has the protocol "sctp", not one of ours',
    },
    'a port of ESP': {
      edits: [protocol('<protocol>esp</protocol>')],
      want: 'the rule on line 68 has a port, and esp has none',
    },
  });
});
