import { describe, expect, test } from '@jest/globals';
import type { EngineFiles } from '../flow.ts';
import { type Edit, edited } from '../support.ts';
import { base } from './base.ts';
import { checkPaloalto } from './checker.ts';

const script = 'paloalto/rules.set';
const document = 'paloalto/rules.xml';

/** In rules.set, the first `from` becomes `to`. */
function set(from: string, to: string): Edit {
  return { file: script, from, to };
}

function xml(from: string, to: string): Edit {
  return { file: document, from, to };
}

/** A word in both files, everywhere. */
function both(from: string, to: string): Edit[] {
  return [script, document].map((file) => ({ file, from, to, all: true }));
}

type Row = { readonly edits: readonly Edit[]; readonly want: string };

function refuses(rows: Readonly<Record<string, Row>>): void {
  test.each(Object.entries(rows))('%s', (_, { edits, want }) => {
    expect(checkPaloalto(edited(base, ...edits))).toContain(want);
  });
}

/** Lines of rules.set about one rule, as they stand, with the newline of the last. */
function linesAbout(name: string, files: EngineFiles = base): string {
  const lines = (files.get(script) ?? '').split('\n');
  return lines
    .filter((line) => line.startsWith(`set rulebase security rules ${name} `))
    .map((line) => `${line}\n`)
    .join('');
}

/** The base without its denial, in both files. */
function additive(): EngineFiles {
  const text = base.get(document) ?? '';
  const entry = /\n *<entry name="demo-deny">[\s\S]*?<\/entry>/.exec(text)?.[0] ?? '';
  return edited(
    base,
    set(linesAbout('demo-deny'), ''),
    set('move rulebase security rules demo-deny after demo-voice-media\n', ''),
    xml(entry, ''),
  );
}

/** The base at another place: words before each path, and around the rules in XML. */
function at(words: string, rulebase: string, open: string, close: string): EngineFiles {
  const text = base.get(script) ?? '';
  const placed = text
    .replace(/^(set|delete|move) /gm, `$1 ${words}`)
    .replaceAll('rulebase ', `${rulebase} `);
  return edited(
    base,
    { file: script, from: text, to: placed },
    xml(
      '<devices>\n    <entry name="localhost.localdomain">\n      <vsys>\n        <entry name="vsys1">',
      open,
    ),
    xml('        </entry>\n      </vsys>\n    </entry>\n  </devices>', close),
    ...both('<rulebase>', `<${rulebase}>`).slice(1),
    ...both('</rulebase>', `</${rulebase}>`).slice(1),
  );
}

function device(tree: string, name: string): [string, string] {
  return [
    `<devices><entry name="localhost.localdomain"><${tree}><entry name="${name}">`,
    `</entry></${tree}></entry></devices>`,
  ];
}

describe('files that use every feature', () => {
  test('accepts the rendered files', () => {
    expect(checkPaloalto(base)).toEqual([]);
    expect(checkPaloalto(base, { closed: true })).toEqual([]);
  });

  test('accepts files without the deny rule for an allow-only site only', () => {
    expect(checkPaloalto(additive(), { closed: false })).toEqual([]);
    expect(checkPaloalto(additive(), { closed: true })).toEqual([
      'rules.set: the site is closed, and nothing is denied',
      'rules.xml: the site is closed, and nothing is denied',
    ]);
    expect(checkPaloalto(base, { closed: false })).toContain(
      'rules.set: the site is additive, and a rule denies',
    );
  });

  test.each<[string, string, string, [string, string]]>([
    ['vsys vsys2 ', 'rulebase', 'of another vsys', device('vsys', 'vsys2')],
    [
      'device-group Branches ',
      'pre-rulebase',
      'of a device group',
      device('device-group', 'Branches'),
    ],
    [
      'device-group "All Branches" ',
      'post-rulebase',
      'of one with a blank',
      device('device-group', 'All Branches'),
    ],
    ['shared ', 'pre-rulebase', 'shared', ['<shared>', '</shared>']],
  ])('are taken at "%s" in the %s', (words, rulebase, _, [open, close]) => {
    expect(checkPaloalto(at(words, rulebase, open, close))).toEqual([]);
  });

  test.each([
    ['the top', 'before block-all', 'top'],
    ['the bottom, each rule after the one above', 'before block-all', 'bottom'],
    ['after a rule of the site', 'before block-all', 'after "site threats"'],
  ])('accepts files at %s', (_, from, to) => {
    expect(checkPaloalto(edited(base, set(from, to)))).toEqual([]);
  });

  test('are two, and neither may be missing', () => {
    expect(checkPaloalto(new Map())).toEqual(['there is no paloalto/rules.set']);
    expect(checkPaloalto(new Map([...base].slice(0, 1)))).toEqual([
      'there is no paloalto/rules.xml',
    ]);
  });
});

describe('rejects a line that is not a generated command', () => {
  refuses({
    'another verb': {
      edits: [set('move rulebase decryption', 'rename rulebase decryption')],
      want: 'line 102 of rules.set begins with "rename", not set, delete or move',
    },
    'two attributes on a line': {
      edits: [set('demo-base-dns from trust', 'demo-base-dns from trust to infra')],
      want: 'line 36 of rules.set sets more than one attribute',
    },
    'words of a text without quotes': {
      edits: [set('"Demo Product"', 'Demo Product')],
      want: 'line 3 of rules.set sets more than one attribute',
    },
    'a quote that does not end': {
      edits: [set('"Demo Product"', '"Demo Product')],
      want: 'line 3 of rules.set is not words with one blank between them',
    },
    'a quote inside a text': {
      edits: [set('"Demo Product"', '"Demo \\"Product"')],
      want: 'line 3 of rules.set is not words with one blank between them',
    },
    'two blanks': {
      edits: [set('set tag', 'set  tag')],
      want: 'line 3 of rules.set is not words with one blank between them',
    },
    'a blank at the end': {
      edits: [set('from trust\n', 'from trust \n')],
      want: 'line 36 of rules.set is not words with one blank between them',
    },
    'a list that does not end': {
      edits: [set('[ okta ssl ]', '[ okta ssl')],
      want: 'line 24 of rules.set has a stray bracket',
    },
    'an empty list': {
      edits: [set('[ okta ssl ]', '[ ]')],
      want: 'line 24 of rules.set gives no value',
    },
    'a list where one value stands': {
      edits: [set('action allow', 'action [ allow ]')],
      want: 'line 42 of rules.set gives a list to what is no list',
    },
    'a field without a value': {
      edits: [set('application any\n', 'application\n')],
      want: 'line 74 of rules.set gives no value',
    },
    'an object without a field': {
      edits: [set('set tag demo comments "Demo Product"', 'set tag demo')],
      want: 'line 3 of rules.set sets no attribute',
    },
    'a field that nobody knows': {
      edits: [set('demo-base-dns tag demo', 'demo-base-dns colour red')],
      want: 'line 44 of rules.set sets the unknown "colour red"',
    },
    'an object that is not of ours': {
      edits: [set('set tag demo comments "Demo Product"', 'set zone trust network layer3')],
      want: 'line 3 of rules.set is about nothing of ours: "zone trust network layer3"',
    },
    'a position that is none': {
      edits: [set('demo-base-dns before block-all', 'demo-base-dns before')],
      want: 'line 97 of rules.set moves to "before", which is no position',
    },
    'hip-profiles': {
      edits: [set('demo-base-dns tag demo', 'demo-base-dns hip-profiles any')],
      want: 'line 44 of rules.set sets hip-profiles, which later versions refuse',
    },
    'a URL filtering profile': {
      edits: [
        set('profile-setting group alert-only', 'profile-setting profiles url-filtering default'),
      ],
      want: 'line 56 of rules.set sets a URL filtering profile, which inspects',
    },
    'another profile of its own': {
      edits: [set('profile-setting group alert-only', 'profile-setting profiles virus default')],
      want: 'line 56 of rules.set sets profiles of its own instead of a group',
    },
    'a certificate check': {
      edits: [set('demo-no-decrypt type ssl', 'demo-no-decrypt profile strict\nset x type ssl')],
      want: 'line 94 of rules.set sets a decryption profile, which checks certificates',
    },
    'a letter beyond ASCII': {
      edits: both('Demo Product', 'Demo Caf\u00e9'),
      want: 'line 3 of rules.set holds something other than printable ASCII',
    },
    'carriage returns': {
      edits: [set('set tag', '\r\nset tag')],
      want: 'line 3 of rules.set holds something other than printable ASCII',
    },
    'no newline at the end': {
      edits: [set('no-decrypt top\n', 'no-decrypt top')],
      want: 'rules.set does not end in one newline',
    },
    'no word of the command': {
      edits: [set('portolan generate', 'somebody')],
      want: 'the header of rules.set does not name the command "portolan generate"',
    },
  });
});

describe('rejects a script that leaves objects or an unfinished change', () => {
  refuses({
    'a list before its type': {
      edits: [
        set('set profiles custom-url-category demo-cloud-http type "URL List"\n', ''),
        set(
          'set rulebase security rules demo-base-dns disabled yes',
          'set profiles custom-url-category demo-cloud-http type "URL List"\nset rulebase security rules demo-base-dns disabled yes',
        ),
      ],
      want: 'line 31 of rules.set writes the list before the type, which PAN-OS 9.0 and later refuse',
    },
    'a category that is not emptied first': {
      edits: [set('delete profiles custom-url-category demo-cloud-https list\n', '')],
      want: 'the list of "demo-cloud-https" is not emptied first: what the spec dropped stays',
    },
    'a dropped host that stays after a second paste': {
      edits: [set('delete profiles custom-url-category demo-cloud-https list\n', '')],
      want: 'after a second paste "demo-cloud-https" still holds a dropped member',
    },
    'a group that is not emptied first': {
      edits: [set('delete address-group demo-clients static\n', '')],
      want: 'the static of "demo-clients" is not emptied first: what the spec dropped stays',
    },
    'a client that stays after a second paste': {
      edits: [set('delete address-group demo-clients static\n', '')],
      want: 'after a second paste "demo-clients" still holds a dropped member',
    },
    'a service group that is not emptied first': {
      edits: [set('delete service-group demo-dns members\n', '')],
      want: 'the members of "demo-dns" is not emptied first: what the spec dropped stays',
    },
    'an application group that is not emptied first': {
      edits: [set('delete application-group demo-cloud-apps members\n', '')],
      want: 'the members of "demo-cloud-apps" is not emptied first: what the spec dropped stays',
    },
    'an App-ID that stays after a second paste': {
      edits: [set('delete application-group demo-cloud-apps members\n', '')],
      want: 'after a second paste "demo-cloud-apps" still holds a dropped member',
    },
    'an application group that is written after the rule that names it': {
      edits: [
        set('set application-group demo-cloud-apps members [ okta ssl ]\n', ''),
        set(
          'set rulebase security rules demo-cloud-http disabled yes',
          'set application-group demo-cloud-apps members [ okta ssl ]\nset rulebase security rules demo-cloud-http disabled yes',
        ),
      ],
      want: 'line 50 of rules.set names "demo-cloud-apps", which is not there yet',
    },
    'a list that is emptied after it is written': {
      edits: [
        set('delete profiles custom-url-category demo-cloud-http list\n', ''),
        set(
          'set rulebase security rules demo-base-dns disabled yes',
          'delete profiles custom-url-category demo-cloud-http list\nset rulebase security rules demo-base-dns disabled yes',
        ),
      ],
      want: 'the list of "demo-cloud-http" is emptied after it is written',
    },
    "a rule's own field deleted": {
      edits: [
        set(
          'set rulebase security rules demo-cloud-https category',
          'delete rulebase security rules demo-cloud-https category\nset rulebase security rules demo-cloud-https category',
        ),
      ],
      want: 'line 53 of rules.set deletes the category of "demo-cloud-https", which is no owned list',
    },
    'a whole rule deleted': {
      edits: [
        set(
          linesAbout('demo-deny'),
          `delete rulebase security rules demo-deny\n${linesAbout('demo-deny')}`,
        ),
      ],
      want: 'line 78 of rules.set deletes all of "demo-deny"',
    },
    'a list deleted that is not written': {
      edits: [
        set(
          'delete address-group demo-clients',
          'delete address-group site-servers static\ndelete address-group demo-clients',
        ),
      ],
      want: 'line 9 of rules.set empties "site-servers" for nothing',
    },
    'a rule that does not begin switched off': {
      edits: [set('set rulebase security rules demo-cloud-http disabled yes\n', '')],
      want: 'the rule "demo-cloud-http" does not begin switched off',
    },
    'a rule that is switched off too late': {
      edits: [
        set(
          'demo-cloud-http disabled yes\nset rulebase security rules demo-cloud-http from trust',
          'demo-cloud-http from trust\nset rulebase security rules demo-cloud-http disabled yes',
        ),
      ],
      want: 'the rule "demo-cloud-http" does not begin switched off',
    },
    'a rule that is on before its last field': {
      edits: [
        set(
          'demo-voice-media action allow\nset rulebase security rules demo-voice-media disabled no',
          'demo-voice-media disabled no\nset rulebase security rules demo-voice-media action allow',
        ),
      ],
      want: 'the rule "demo-voice-media" does not end switched on',
    },
    'a rule that is on in between': {
      edits: [
        set('demo-deny to [', 'demo-deny disabled no\nset rulebase security rules demo-deny to ['),
      ],
      want: 'the rule "demo-deny" is switched in between',
    },
    'a rule that stays off': {
      edits: [set('set rulebase security rules demo-deny disabled no\n', '')],
      want: 'rules.set: the rule "demo-deny" has "disabled yes" in the end',
    },
    'a field twice': {
      edits: [
        set(
          'demo-deny action deny',
          'demo-deny action allow\nset rulebase security rules demo-deny action deny',
        ),
      ],
      want: 'line 86 of rules.set says again what was said of "demo-deny"',
    },
    'an entry twice': {
      edits: [
        set(
          'demo-cloud-https list *.cdn',
          'demo-cloud-https list api.example.com/\nset profiles custom-url-category demo-cloud-https list *.cdn',
        ),
      ],
      want: 'line 29 of rules.set says again what was said of "demo-cloud-https"',
    },
    'an object used before it is there': {
      edits: [
        set('set tag demo comments "Demo Product"\n', ''),
        set(
          'move rulebase security rules demo-base-dns',
          'set tag demo comments "Demo Product"\nmove rulebase security rules demo-base-dns',
        ),
      ],
      want: 'line 43 of rules.set names "demo", which is not there yet',
    },
    'another location in between': {
      edits: [set('set service demo-tcp-80', 'set shared service demo-tcp-80')],
      want: 'line 18 of rules.set is in another location than the first',
    },
    'another rulebase in between': {
      edits: [
        set(
          'set rulebase security rules demo-deny to',
          'set pre-rulebase security rules demo-deny to',
        ),
      ],
      want: 'line 80 of rules.set is in another rulebase than the first',
    },
    'a move to a rulebase that is not there': {
      edits: [set('move rulebase security', 'move post-rulebase security')],
      want: 'line 97 of rules.set is in another rulebase than the first',
    },
  });
});

describe('rejects an invalid location', () => {
  test.each<[string, string, [string, string], string]>([
    [
      'vsys vsys1 ',
      'rulebase',
      device('vsys', 'vsys1'),
      'the location "vsys vsys1" is none: vsys1 is written without a prefix',
    ],
    [
      'vsys vsys256 ',
      'rulebase',
      device('vsys', 'vsys256'),
      'the location "vsys vsys256" is none: vsys1 is written without a prefix',
    ],
    ['', 'pre-rulebase', device('vsys', 'vsys1'), 'the location "" has no pre-rulebase'],
    ['shared ', 'rulebase', ['<shared>', '</shared>'], 'the location "shared" has no rulebase'],
    [
      'device-group DG ',
      'rulebase',
      device('device-group', 'DG'),
      'the location "device-group DG" has no rulebase',
    ],
  ])('"%s" with %s', (words, rulebase, [open, close], want) => {
    expect(checkPaloalto(at(words, rulebase, open, close))).toContain(want);
  });

  test('set and XML in different places', () => {
    const files = edited(base, xml('"vsys1"', '"vsys2"'));
    expect(checkPaloalto(files)).toEqual([
      'rules.set is in "rulebase", rules.xml in "vsys vsys2 rulebase"',
    ]);
  });
});

describe('rejects a missing move or a reversed order', () => {
  refuses({
    'a rule that is not moved': {
      edits: [set('move rulebase security rules demo-cloud-http after demo-cloud-https\n', '')],
      want: 'the rule "demo-cloud-http" is not moved exactly once: a position has no default',
    },
    'a rule that is moved twice': {
      edits: [
        set(
          'move rulebase decryption',
          'move rulebase security rules demo-deny bottom\nmove rulebase decryption',
        ),
      ],
      want: 'the rule "demo-deny" is not moved exactly once: a position has no default',
    },
    'a rule that is not there': {
      edits: [
        set('move rulebase security rules demo-deny', 'move rulebase security rules demo-denied'),
      ],
      want: 'line 101 of rules.set moves "demo-denied", which is not there',
    },
    'an anchor of ours that is not there': {
      edits: [set('after demo-voice-media', 'after demo-voice')],
      want: 'line 101 of rules.set moves next to "demo-voice", which is not there',
    },
    'a rule next to itself': {
      edits: [set('demo-deny after demo-voice-media', 'demo-deny after demo-deny')],
      want: 'line 101 of rules.set moves "demo-deny" next to itself',
    },
    'two anchors of the site': {
      edits: [set('demo-deny after demo-voice-media', 'demo-deny before other-rule')],
      want: 'the security rules are moved next to more than one rule of the site',
    },
    'rules torn apart': {
      edits: [set('demo-deny after demo-voice-media', 'demo-deny bottom')],
      want: "the site's own rules stand between ours",
    },
    'every rule to the top, the first one first': {
      edits: [
        set('demo-base-dns before block-all', 'demo-base-dns top'),
        set('demo-cloud-https after demo-base-dns', 'demo-cloud-https top'),
        set('demo-cloud-http after demo-cloud-https', 'demo-cloud-http top'),
        set('demo-voice-media after demo-cloud-http', 'demo-voice-media top'),
        set('demo-deny after demo-voice-media', 'demo-deny top'),
      ],
      want: 'rules.set: the rule "demo-voice-media" stands below the denial, which decides first',
    },
    'an order other than that of the XML': {
      edits: [
        set('demo-cloud-https after demo-base-dns', 'demo-cloud-https before demo-base-dns'),
        set('demo-cloud-http after demo-cloud-https', 'demo-cloud-http after demo-base-dns'),
      ],
      want: 'the security rules of rules.xml stand in another order',
    },
    'an order that hangs on the one before': {
      edits: [
        set('move rulebase security rules demo-cloud-http after demo-cloud-https\n', ''),
        set(
          'move rulebase security rules demo-base-dns',
          'move rulebase security rules demo-cloud-http after demo-cloud-https\nmove rulebase security rules demo-base-dns',
        ),
        set('demo-voice-media after demo-cloud-http', 'demo-voice-media after demo-cloud-https'),
      ],
      want: "the site's own rules stand between ours",
    },
    'a decryption rule at the bottom': {
      edits: [set('demo-no-decrypt top', 'demo-no-decrypt bottom')],
      want: 'a decryption rule is not above every rule of the site, which might decrypt',
    },
    'a decryption rule next to a security rule': {
      edits: [set('demo-no-decrypt top', 'demo-no-decrypt before block-all')],
      want: 'a decryption rule is not above every rule of the site, which might decrypt',
    },
  });
});

describe('rejects an object over its limits', () => {
  const long = (length: number): string => `demo-${'x'.repeat(length - 5)}`;
  refuses({
    'a service of 64 characters': {
      edits: both('demo-udp-media', long(64)),
      want: `rules.set: the service "${long(64)}" has a name longer than 63`,
    },
    'an address of 64 characters': {
      edits: both('demo-client-1', long(64)),
      want: `rules.set: the address "${long(64)}" has a name longer than 63`,
    },
    'a group of 64 characters': {
      edits: both('demo-clients', long(64)),
      want: `rules.set: the address-group "${long(64)}" has a name longer than 63`,
    },
    'a category of 32 characters': {
      edits: both('demo-cloud-https', long(32)),
      want: `rules.set: the custom-url-category "${long(32)}" has a name longer than 31`,
    },
    'a rule of 64 characters': {
      edits: both('demo-voice-media', long(64)),
      want: `rules.set: the security "${long(64)}" has a name longer than 63`,
    },
    'a tag of 128 characters': {
      edits: [
        set('set tag demo ', `set tag ${long(128)} `),
        set('dns tag demo', `dns tag ${long(128)}`),
      ],
      want: `rules.set: the tag "${long(128)}" has a name longer than 127`,
    },
    'a tag with a comma': {
      edits: [set('set tag demo ', 'set tag demo,x '), set('dns tag demo', 'dns tag demo,x')],
      want: 'rules.set: the tag "demo,x" has a name with a comma',
    },
    'a name with a slash': {
      edits: both('demo-udp-media', 'demo-udp/media'),
      want: 'rules.set: the service "demo-udp/media" has a name with a forbidden character',
    },
    'a service of the firewall': {
      edits: both('demo-tcp-80', 'service-http'),
      want: 'rules.set: the service "service-http" has a name of the firewall\'s own',
    },
    'a name without the prefix': {
      edits: both('demo-udp-media', 'media-udp'),
      want: 'rules.set: the service "media-udp" does not begin with the prefix "demo"',
    },
    'a prefix that only looks like it': {
      edits: both('demo-udp-media', 'demonstration-udp'),
      want: 'rules.set: the service "demonstration-udp" does not begin with the prefix "demo"',
    },
    'a comment of 1024 characters': {
      edits: both('Demo Product', 'x'.repeat(1024)),
      want: 'rules.set: the tag "demo" has a comments longer than 1023',
    },
    'a description of a category with 256 characters': {
      edits: both('demo: cloud on TLS', 'x'.repeat(256)),
      want: 'rules.set: the custom-url-category "demo-cloud-https" has a description longer than 255',
    },
    'a description of a rule with 1025 characters': {
      edits: both('demo: names', 'x'.repeat(1025)),
      want: 'rules.set: the security "demo-base-dns" has a description longer than 1024',
    },
    '65 tags': {
      edits: [
        set(
          'set tag demo comments "Demo Product"\n',
          `${manyTags((tag) => `set tag ${tag} comments x\n`)}set tag demo comments "Demo Product"\n`,
        ),
        set('dns tag demo', `dns tag [ ${manyTags((tag) => `${tag} `)}]`),
      ],
      want: 'rules.set: the security "demo-base-dns" has more than 64 tags',
    },
    'a port string of 1024 characters': {
      edits: both(
        '3478,5000-5010',
        Array.from({ length: 171 }, (_, index) => 10000 + index).join(','),
      ),
      want: 'rules.set: the service "demo-udp-media" has a port string longer than 1023',
    },
    'port 0': {
      edits: both('3478,', '0,'),
      want: 'rules.set: the service "demo-udp-media" has the port "0", neither 1 to 65535 nor low-high',
    },
    'a port range backwards': {
      edits: both('5000-5010', '5010-5000'),
      want: 'rules.set: the service "demo-udp-media" has the port "5010-5000", neither 1 to 65535 nor low-high',
    },
    'a blank between ports': {
      edits: [set('3478,5000-5010', '"3478, 5000-5010"')],
      want: 'rules.set: the service "demo-udp-media" has the port " 5000-5010", neither 1 to 65535 nor low-high',
    },
    'a service of both transports': {
      edits: [
        set(
          'set service demo-tcp-80',
          'set service demo-tcp-80 protocol udp port 80\nset service demo-tcp-80',
        ),
      ],
      want: 'rules.set: the service "demo-tcp-80" is not exactly one of tcp and udp',
    },
    'an FQDN with a wildcard': {
      edits: both('fqdn media.example.com', 'fqdn *.example.com').slice(0, 1),
      want: 'rules.set: the address "demo-media" is an FQDN with a wildcard',
    },
    'an FQDN of 256 characters': {
      edits: both('media.example.com', `${'a.'.repeat(123)}example.com`),
      want: `rules.set: the address "demo-media" is the FQDN "${'a.'.repeat(123)}example.com", which is none`,
    },
    'an FQDN that is a number': {
      edits: [set('fqdn media.example.com', 'fqdn 2852039166')],
      want: 'rules.set: the address "demo-media" is the FQDN "2852039166", which is none',
    },
    'host bits in a network': {
      edits: both('192.0.2.0/24', '192.0.2.1/24'),
      want: 'rules.set: the address "demo-client-1" is "192.0.2.1/24", no canonical network',
    },
    'a range backwards': {
      edits: both('203.0.113.10-203.0.113.20', '203.0.113.20-203.0.113.10'),
      want: 'rules.set: the address "demo-media-pool" is "203.0.113.20-203.0.113.10", no range of addresses',
    },
    'an address of two kinds': {
      edits: [
        set(
          'set address demo-media fqdn',
          'set address demo-media ip-netmask 192.0.2.9\nset address demo-media fqdn',
        ),
      ],
      want: 'rules.set: the address "demo-media" is not exactly one of fqdn, ip-netmask and ip-range',
    },
    'a group without members': {
      edits: [
        set(
          'set address-group demo-resolvers static demo-resolver\n',
          'set address-group demo-resolvers description x\n',
        ),
      ],
      want: 'rules.set: the address-group "demo-resolvers" is a group without members',
    },
    'a group inside itself': {
      edits: both('static demo-media-pool', 'static demo-voice-hosts').slice(0, 1),
      want: 'rules.set: the address-group "demo-voice-hosts" is a member of itself',
    },
    'an object that nothing uses': {
      edits: [
        set(
          'set service demo-tcp-80',
          'set service demo-tcp-81 protocol tcp port 81\nset service demo-tcp-80',
        ),
      ],
      want: 'rules.set: the service "demo-tcp-81" is used by nothing',
    },
    'an address and a group of one name': {
      edits: both('demo-client-1', 'demo-clients'),
      want: 'rules.set: two objects are named "demo-clients"',
    },
    'a category of another type': {
      edits: both('URL List', 'Category Match'),
      want: 'rules.set: the custom-url-category "demo-cloud-https" is not of the type "URL List"',
    },
    'a category without entries': {
      edits: [
        set('set profiles custom-url-category demo-cloud-https list api.example.com/\n', ''),
        set('set profiles custom-url-category demo-cloud-https list *.cdn.example.com/\n', ''),
      ],
      want: 'rules.set: the custom-url-category "demo-cloud-https" is a category without entries',
    },
  });
});

function manyTags(each: (tag: string) => string): string {
  return Array.from({ length: 65 }, (_, index) => each(`demo-t${index}`)).join('');
}

describe('rejects an application group over its limits', () => {
  refuses({
    'a name of 32 characters': {
      edits: both('demo-cloud-apps', 'demo-cloud-apps-of-31-letters-32'),
      want: 'rules.set: the application-group "demo-cloud-apps-of-31-letters-32" has a name longer than 31',
    },
    'any among the members': {
      edits: [set('[ okta ssl ]', '[ any okta ssl ]')],
      want: 'rules.set: the application-group "demo-cloud-apps" is a group with any in it',
    },
    'a member that is no name': {
      edits: [set('[ okta ssl ]', '[ "okta base" ssl ]')],
      want: 'rules.set: the application-group "demo-cloud-apps" has the member "okta base", which is no name of an application',
    },
    'a member of our prefix that is no group': {
      edits: [set('[ okta ssl ]', '[ demo-other ssl ]')],
      want: 'rules.set: the application-group "demo-cloud-apps" names "demo-other", which is not in the file',
    },
    'a group within itself': {
      edits: [set('[ okta ssl ]', '[ demo-cloud-apps ssl ]')],
      want: 'rules.set: the application-group "demo-cloud-apps" is a member of itself',
    },
    'a group that no rule names': {
      edits: [set('application demo-cloud-apps', 'application ssl')],
      want: 'rules.set: the application-group "demo-cloud-apps" is used by nothing',
    },
    'a rule that lists App-IDs itself': {
      edits: [set('application dns', 'application [ dns dns-base ]')],
      want: 'rules.set: the rule "demo-base-dns" lists App-IDs instead of a group, so that a dropped one stays',
    },
    'another member in XML': {
      edits: [xml('<member>okta</member>', '<member>okta-base</member>')],
      want: 'the members of the application-group "demo-cloud-apps" differs between rules.set and rules.xml',
    },
  });

  test('accepts a name of 31 characters', () => {
    const name = 'demo-cloud-apps-of-31-letters31';
    expect(checkPaloalto(edited(base, ...both('demo-cloud-apps', name)))).toEqual([]);
  });
});

describe('rejects an entry that is not a URL of a category', () => {
  test.each([
    ['a scheme', 'https://api.example.com/', 'has a scheme'],
    ['a port', 'api.example.com:443/', 'has a port'],
    [
      'no slash',
      'api.example.com',
      'has no slash behind the host, so that it matches longer names',
    ],
    ['a part of a token', 'api*.example.com/', 'has a wildcard that is not a whole token'],
    ['a caret in a token', 'a^.example.com/', 'has a wildcard that is not a whole token'],
    [
      'a wildcard in a name of a path',
      'api.example.com/v*/x',
      'has a wildcard that is not a whole token',
    ],
    ['two asterisks in a row', '*.*.example.com/', 'has two asterisks in a row'],
    ['ten carets in a row', `${'^.'.repeat(10)}example.com/`, 'has ten carets in a row'],
    ['a wildcard alone', '*/', 'has no full host name'],
    ['a wildcard at the end', 'example.*/', 'has no full host name'],
    ['a single label', 'localhost/', 'has no full host name'],
    ['a capital letter', 'API.example.com/', 'has a host with a label that is none'],
    ['an empty label', 'api..example.com/', 'has a host with a label that is none'],
    ['a query', 'api.example.com/x?y', 'holds a character that no URL of ours has'],
    ['256 characters', `api.example.com/${'x'.repeat(240)}`, 'is longer than 255 characters'],
  ])('%s', (_, url, why) => {
    const reasons = checkPaloalto(edited(base, ...both('help.example.com/', url)));
    expect(reasons).toContain(
      `rules.set: the custom-url-category "demo-cloud-http" has the entry "${url}", which ${why}`,
    );
  });

  test.each([
    '198.51.100.7/',
    'a.^.example.com/',
    '*.example.com/',
    `api.example.com/${'x'.repeat(239)}`,
  ])('but %s is one', (url) => {
    expect(checkPaloalto(edited(base, ...both('help.example.com/', url)))).toEqual([]);
  });
});

describe('rejects a rule with a missing, wider or unknown part', () => {
  const rows: Record<string, Row> = {};
  for (const field of ['from', 'to', 'source', 'destination', 'application', 'service', 'action'])
    rows[`a security rule without ${field}`] = {
      edits: [set(lineOf(`security rules demo-cloud-http ${field}`), '')],
      want: `rules.set: the rule "demo-cloud-http" has no ${field}`,
    };
  for (const field of ['from', 'to', 'source', 'destination', 'service', 'action', 'type'])
    rows[`a decryption rule without ${field}`] = {
      edits: [set(lineOf(`decryption rules demo-no-decrypt ${field}`), '')],
      want: `rules.set: the rule "demo-no-decrypt" has no ${field}`,
    };
  refuses({
    ...rows,
    'any beside a member': {
      edits: [set('application demo-cloud-apps', 'application [ any demo-cloud-apps ]')],
      want: 'rules.set: the rule "demo-cloud-https" mixes any with members in its application',
    },
    'any beside a zone': {
      edits: [set('demo-deny to [ infra', 'demo-deny to [ any infra')],
      want: 'rules.set: the rule "demo-deny" mixes any with members in its to',
    },
    'any client': {
      edits: both('demo-cloud-http source demo-clients', 'demo-cloud-http source any').slice(0, 1),
      want: 'rules.set: the rule "demo-cloud-http" allows any in its source',
    },
    'any zone': {
      edits: [set('demo-cloud-http to untrust', 'demo-cloud-http to any')],
      want: 'rules.set: the rule "demo-cloud-http" allows any in its to',
    },
    'any service': {
      edits: [set('demo-cloud-http service demo-tcp-80', 'demo-cloud-http service any')],
      want: 'rules.set: the rule "demo-cloud-http" allows any in its service',
    },
    'service-http': {
      edits: [set('demo-cloud-http service demo-tcp-80', 'demo-cloud-http service service-http')],
      want: 'rules.set: the rule "demo-cloud-http" uses service-http, which opens other ports as well',
    },
    'application-default': {
      edits: [set('demo-base-dns service demo-dns', 'demo-base-dns service application-default')],
      want: 'rules.set: the rule "demo-base-dns" uses application-default, which opens other ports as well',
    },
    'a service that is not in the file': {
      edits: [set('demo-cloud-http service demo-tcp-80', 'demo-cloud-http service demo-tcp-8080')],
      want: 'rules.set: the security "demo-cloud-http" names "demo-tcp-8080", which is not in the file',
    },
    'a category that is not in the file': {
      edits: [
        set(
          'demo-cloud-http category demo-cloud-http',
          'demo-cloud-http category social-networking',
        ),
      ],
      want: 'rules.set: the security "demo-cloud-http" names "social-networking", which is not in the file',
    },
    'a tag that is not in the file': {
      edits: [set('demo-base-dns tag demo', 'demo-base-dns tag demo-x')],
      want: 'rules.set: the security "demo-base-dns" names "demo-x", which is not in the file',
    },
    'a client that is not in the file': {
      edits: [
        set('static [ demo-client-1 demo-client-2 ]', 'static [ demo-client-1 demo-client-9 ]'),
      ],
      want: 'rules.set: the address-group "demo-clients" names "demo-client-9", which is not in the file',
    },
    'a category for a source': {
      edits: [set('demo-cloud-http source demo-clients', 'demo-cloud-http source demo-cloud-http')],
      want: 'rules.set: the security "demo-cloud-http" names "demo-cloud-http", which is not in the file',
    },
    'an address in a rule instead of a group': {
      edits: [
        set(
          'demo-voice-media destination demo-voice-hosts',
          'demo-voice-media destination demo-media',
        ),
      ],
      want: 'rules.set: the rule "demo-voice-media" has the address "demo-media" in its destination instead of a group',
    },
    'a zone of 32 characters': {
      edits: both('infra', 'z'.repeat(32)),
      want: `rules.set: the rule "demo-base-dns" has the zone "${'z'.repeat(32)}", which is no name of at most 31 characters`,
    },
    'a log-setting of 64 characters': {
      edits: both('forward', 'f'.repeat(64)).slice(0, 1),
      want: 'rules.set: the rule "demo-cloud-https" has a log-setting that is no name of at most 63 characters',
    },
    'two profile groups': {
      edits: [set('group alert-only', 'group [ alert-only other ]')],
      want: 'rules.set: the rule "demo-cloud-https" has a profile group that is not one name',
    },
    'an action that nobody knows': {
      edits: [set('demo-cloud-http action allow', 'demo-cloud-http action permit')],
      want: 'rules.set: the rule "demo-cloud-http" has the action "permit"',
    },
    'web-browsing on an undecrypted 443': {
      edits: [set('[ okta ssl ]', '[ ssl web-browsing ]')],
      want: 'rules.set: the rule "demo-cloud-https" has web-browsing on an undecrypted 443',
    },
    'a path on 443': {
      edits: both('api.example.com/', 'api.example.com/v1'),
      want: 'rules.set: the rule "demo-cloud-https" has the path "api.example.com/v1" on TLS',
    },
    'a path in a no-decrypt rule': {
      edits: [
        set(
          'demo-no-decrypt category demo-cloud-https',
          'demo-no-decrypt category demo-cloud-http',
        ),
      ],
      want: 'rules.set: the rule "demo-no-decrypt" has the path "files.example.com/updates/v1" on TLS',
    },
    'a URL category on UDP': {
      edits: [set('demo-cloud-http service demo-tcp-80', 'demo-cloud-http service demo-udp-media')],
      want: 'rules.set: the rule "demo-cloud-http" matches a URL category on UDP, where there is no URL',
    },
    'a denial above an allow rule': {
      edits: [set('demo-base-dns action allow', 'demo-base-dns action deny')],
      want: 'rules.set: the rule "demo-cloud-https" stands below the denial, which decides first',
    },
    'a denial of one service': {
      edits: [set('demo-deny service any', 'demo-deny service demo-tcp-443')],
      want: 'rules.set: the rule "demo-deny" does not deny every service',
    },
    'a denial of one application': {
      edits: [set('demo-deny application any', 'demo-deny application ssl')],
      want: 'rules.set: the rule "demo-deny" does not deny every application',
    },
    'a denial of one destination': {
      edits: [set('demo-deny destination any', 'demo-deny destination demo-resolvers')],
      want: 'rules.set: the rule "demo-deny" does not deny every destination',
    },
    'a denial that leaves out a zone': {
      edits: [set('demo-deny to [ infra untrust ]', 'demo-deny to untrust')],
      want: 'rules.set: no denial covers the to "infra"',
    },
    'a denial of other clients': {
      edits: [set('demo-deny source demo-clients', 'demo-deny source demo-resolvers')],
      want: 'rules.set: no denial covers the source "demo-clients"',
    },
    'a decryption rule that decrypts': {
      edits: [set('action no-decrypt', 'action decrypt')],
      want: 'rules.set: the rule "demo-no-decrypt" has the action "decrypt", not no-decrypt',
    },
    'a decryption rule of another type': {
      edits: [set('type ssl-forward-proxy', 'type ssh-proxy')],
      want: 'rules.set: the rule "demo-no-decrypt" is not of the type ssl-forward-proxy',
    },
    'a decryption rule for every host': {
      edits: [set('set rulebase decryption rules demo-no-decrypt category demo-cloud-https\n', '')],
      want: 'rules.set: the rule "demo-no-decrypt" leaves every host undecrypted',
    },
    'a decryption rule for every client': {
      edits: [set('demo-no-decrypt source demo-clients', 'demo-no-decrypt source any')],
      want: 'rules.set: the rule "demo-no-decrypt" spares any in its source',
    },
    'a decryption rule for UDP': {
      edits: [
        set('demo-no-decrypt service demo-tcp-443', 'demo-no-decrypt service demo-udp-media'),
      ],
      want: 'rules.set: the rule "demo-no-decrypt" is about UDP, which no proxy decrypts',
    },
  });
});

function lineOf(words: string): string {
  const lines = (base.get(script) ?? '').split('\n');
  return `${lines.find((line) => line.startsWith(`set rulebase ${words} `)) ?? words}\n`;
}

describe('rejects XML that is incomplete, foreign or different from the set file', () => {
  refuses({
    'a tag that is never closed': {
      edits: [xml('</config>', '')],
      want: 'rules.xml is no XML: line 3: <config> is never closed',
    },
    'no declaration': {
      edits: [xml('<?xml version="1.0"?>\n', '')],
      want: 'rules.xml is no XML: line 1: the file does not begin with an XML declaration',
    },
    'a document type': {
      edits: [xml('<config ', '<!DOCTYPE config>\n<config ')],
      want: 'rules.xml is no XML: line 3: this is neither a tag, nor text, nor a comment',
    },
    'text beside elements': {
      edits: [xml('<member>trust</member>', 'trust<member>trust</member>')],
      want: 'rules.xml is no XML: line 63: <from> contains text beside elements',
    },
    'another root': {
      edits: [xml('<config ', '<response '), xml('</config>', '</response>')],
      want: 'rules.xml: the root is <response>, not <config>',
    },
    'another device': {
      edits: [xml('localhost.localdomain', 'fw1')],
      want: 'line 5 of rules.xml: the device is not localhost.localdomain',
    },
    'a second vsys': {
      edits: [xml('</vsys>', '<entry name="vsys2"></entry></vsys>')],
      want: 'rules.xml: <vsys> does not hold exactly one element',
    },
    'a path that is none': {
      edits: [xml('<vsys>', '<template>'), xml('</vsys>', '</template>')],
      want: 'rules.xml: the path is /config/devices/entry/template/entry, not that of a vsys or a device group',
    },
    'a container of the site': {
      edits: [xml('<service-group>', '<zone></zone><service-group>')],
      want: 'line 36 of rules.xml: <zone> is not of our form',
    },
    'two containers of one kind': {
      edits: [xml('<service-group>', '<tag></tag><service-group>')],
      want: 'line 7 of rules.xml: <tag> stands twice in <entry>',
    },
    'an entry without a name': {
      edits: [xml('<entry name="demo-media">', '<entry>')],
      want: 'rules.xml: <entry> on line 15 is not an entry with a name',
    },
    'two entries of one name': {
      edits: [xml('"demo-client-2"', '"demo-client-1"')],
      want: 'line 13 of rules.xml: two entries of address are named "demo-client-1"',
    },
    'a rule without from': {
      edits: [xml('<from><member>trust</member></from>', '')],
      want: 'rules.xml: the rule "demo-base-dns" has no from',
    },
    'a list without members': {
      edits: [xml('<source><member>demo-clients</member></source>', '<source/>')],
      want: 'line 65 of rules.xml: <source> is not a list with members',
    },
    'a list with a text for a member': {
      edits: [
        xml('<source><member>demo-clients</member></source>', '<source>demo-clients</source>'),
      ],
      want: 'line 65 of rules.xml: <source> is not a list with members',
    },
    'hip-profiles in XML': {
      edits: [
        xml(
          '<action>allow</action>',
          '<action>allow</action><hip-profiles><member>any</member></hip-profiles>',
        ),
      ],
      want: 'line 69 of rules.xml: there is hip-profiles, which later versions refuse',
    },
    'a URL filtering profile in XML': {
      edits: [
        xml(
          '<group><member>alert-only</member></group>',
          '<profiles><url-filtering><member>default</member></url-filtering></profiles>',
        ),
      ],
      want: 'line 84 of rules.xml: there is a URL filtering profile, which inspects',
    },
    'a decryption profile in XML': {
      edits: [xml('<type><ssl', '<profile>strict</profile><type><ssl')],
      want: 'line 126 of rules.xml: there is a decryption profile, which checks certificates',
    },
    'a type that is a text': {
      edits: [xml('<ssl-forward-proxy/>', 'ssl-forward-proxy')],
      want: 'line 126 of rules.xml: <type> is not one empty element',
    },
    'two rulebases': {
      edits: [
        xml(
          '</rulebase>',
          '</rulebase><pre-rulebase><security><rules></rules></security></pre-rulebase>',
        ),
      ],
      want: 'line 131 of rules.xml: there are two rulebases',
    },
    'any with a member in XML': {
      edits: [xml('<member>dns</member>', '<member>dns</member><member>any</member>')],
      want: 'rules.xml: the rule "demo-base-dns" mixes any with members in its application',
    },
    'a member twice in XML': {
      edits: [xml('<member>ssl</member>', '<member>ssl</member><member>ssl</member>')],
      want: 'rules.xml: the application-group "demo-cloud-apps" has a member twice in its members',
    },
    'a rule switched off in XML': {
      edits: [xml('<disabled>no</disabled>', '<disabled>yes</disabled>')],
      want: 'rules.xml: the rule "demo-base-dns" has "disabled yes" in the end',
    },
    'an entry of a category in the XML only': {
      edits: [
        xml(
          '<member>help.example.com/</member>',
          '<member>help.example.com/</member><member>more.example.com/</member>',
        ),
      ],
      want: 'the list of the custom-url-category "demo-cloud-http" differs between rules.set and rules.xml',
    },
    'an entry of a category in the script only': {
      edits: [
        set(
          'demo-cloud-http list help',
          'demo-cloud-http list more.example.com/\nset profiles custom-url-category demo-cloud-http list help',
        ),
      ],
      want: 'the list of the custom-url-category "demo-cloud-http" differs between rules.set and rules.xml',
    },
    'another action': {
      edits: [xml('<action>deny</action>', '<action>drop</action>')],
      want: 'the action of the security "demo-deny" differs between rules.set and rules.xml',
    },
    'another port': {
      edits: [xml('<port>80</port>', '<port>8080</port>')],
      want: 'the protocol tcp port of the service "demo-tcp-80" differs between rules.set and rules.xml',
    },
    'a rule in the script only': {
      edits: [xml(xmlRule('demo-voice-media'), '')],
      want: 'the security "demo-voice-media" is in rules.set only',
    },
    'a rule in the XML only': {
      edits: [
        xml(
          xmlRule('demo-voice-media'),
          xmlRule('demo-voice-media') +
            xmlRule('demo-voice-media').replace('demo-voice-media', 'demo-voice-more'),
        ),
      ],
      want: 'the security "demo-voice-more" is in rules.xml only',
    },
    'no word of the command in XML': {
      edits: [xml('portolan generate', 'somebody')],
      want: 'line 3 of rules.xml: the header does not name the command "portolan generate"',
    },
    'a letter beyond ASCII in XML': {
      edits: [xml('-->', '\u00e9 -->')],
      want: 'line 2 of rules.xml holds something other than printable ASCII',
    },
    'no newline at the end of the XML': {
      edits: [xml('</config>\n', '</config>')],
      want: 'rules.xml does not end in one newline',
    },
  });
});

function xmlRule(name: string): string {
  const text = base.get(document) ?? '';
  const pattern = new RegExp(` *<entry name="${name}">[\\s\\S]*?</entry>\\n`);
  return pattern.exec(text)?.[0] ?? '';
}
