import { describe, expect, test } from '@jest/globals';
import { accessText } from '../../../src/report/diff/words.ts';
import { compareLive, type LiveReport, type WithLive } from '../../../src/review/live/compare.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { live } from '../../../src/targets/paloalto/live/index.ts';
import { ruleItem } from '../../../src/targets/paloalto/read/config/entries.ts';
import { sitesWith } from '../../engines/sites.ts';
import { growth } from '../../support/growth.ts';
import {
  configOf,
  natRule,
  type Others,
  otherObject,
  otherRule,
} from '../../support/pan-config.ts';
import { setDumpOf } from '../../support/pan-set.ts';
import { must } from '../../support/policy.ts';
import { files, harmless, swap, words } from './live-dumps.ts';
import { policyFor, render } from './support.ts';

const device: WithLive = { target: paloalto, live };

/** Compares a device with its files, after changes of its configuration. */
function compared(
  change: (text: string) => string,
  others: Others = {},
  of: ReadonlyMap<string, string> = files,
): LiveReport {
  const text = change(configOf(of, others));
  const report = must(compareLive('branch', device, [{ name: 'pa.xml', text }], of));
  // Set commands do not show what Panorama pushed.
  if (!/<panorama/.test(text)) expect(answer(inSet(text, of), 2)).toEqual(answer(report));
  return report;
}

/** The same configuration in set commands. */
function inSet(text: string, of: ReadonlyMap<string, string>): LiveReport {
  const dump = { name: 'pa.set', text: setDumpOf(text) };
  return must(compareLive('branch', device, [dump], of));
}

/** What a report says, without the places; `about` is the number of notes about the dump itself. */
function answer({ gained, lost, differences, notes }: LiveReport, about = 0) {
  const words = ({ message, text }: LiveReport['notes'][number]) => `${message}: ${text}`;
  return {
    gained: gained.map(({ at: _at, ...each }) => each),
    lost: lost.map(({ at: _at, ...each }) => each),
    differences: differences.map(words),
    notes: notes.slice(about).map(words),
  };
}

/** What differs, in short lines. */
function drift(change: (text: string) => string, others: Others = {}, of = files): string[] {
  const report = compared(change, others, of);
  return [
    ...report.gained.map((each) => `+ ${accessText(each)}`),
    ...report.lost.map((each) => `- ${accessText(each)}`),
    ...report.differences.map(({ message, text }) => `${message}: ${text}`),
  ];
}

const same = (text: string) => text;
describe('a device that has what its files say', () => {
  for (const { name, files: own } of sitesWith('paloalto'))
    test(`is no drift: ${name}`, () => {
      expect(drift(same, {}, new Map(own))).toEqual([]);
    });

  test.each(harmless)('is no drift with %s', (_name, change, others = {}) => {
    expect(drift(change, others)).toEqual([]);
  });

  test('names the device', () => {
    expect(compared(same).dumps).toEqual([
      { name: 'pa.xml', kind: 'running configuration of PAN-OS, XML', host: 'pa1', date: null },
    ]);
  });
});

const target = '203.0.113.9';
const ssh = [`+ ${target} on tcp/22`];

/** A rule of another person that allows one service of one address. */
const allow = (fields: Readonly<Record<string, string>> = {}) =>
  otherRule({ destination: target, service: 'ssh', ...fields });

const port = (text: string, more = '') =>
  `<protocol><tcp><port>${text}</port>${more}</tcp></protocol>`;
const members = (list: string, ...names: string[]) =>
  `<${list}>${names.map((name) => `<member>${name}</member>`).join('')}</${list}>`;

const objects = [
  otherObject('service', 'ssh', port('22')),
  otherObject('service', 'many', port('22,8000-8010')),
  otherObject('service', 'from-low', port('22', '<source-port>1-1023</source-port>')),
  otherObject('service-group', 'admin', members('members', 'ssh', 'inner-admin')),
  otherObject('service-group', 'inner-admin', members('members', 'many')),
  otherObject('service-group', 'circle-services', members('members', 'circle-services')),
  otherObject('address', 'server', `<ip-netmask>${target}/32</ip-netmask>`),
  otherObject('address', 'named', '<fqdn>Server.example.com</fqdn>'),
  otherObject('address', 'odd', '<ip-wildcard>10.0.0.1/0.0.255.0</ip-wildcard>'),
  otherObject('address-group', 'servers', members('static', 'server', 'inner-servers')),
  otherObject('address-group', 'inner-servers', members('static', 'named')),
  otherObject('address-group', 'circle', members('static', 'circle')),
  otherObject('address-group', 'tagged', '<dynamic><filter>web</filter></dynamic>'),
  otherObject(
    'custom-url-category',
    'sites',
    `<type>URL List</type>${members('list', 'www.example.org/', '*.example.net/a')}`,
  ),
  otherObject(
    'custom-url-category',
    'kinds',
    `<type>Category Match</type>${members('list', 'games')}`,
  ),
];

describe('access that the device adds', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['a rule above ours', allow(), ssh],
    ['several ports', allow({ service: 'many' }), [`+ ${target} on tcp/22, tcp/8000-8010`]],
    ['a group of services', allow({ service: 'admin' }), [`+ ${target} on tcp/22, tcp/8000-8010`]],
    [
      'a group of services in itself',
      allow({ service: 'circle-services' }),
      [`+ ${target} on ah, esp, gre, icmp-echo, sctp/1-65535, tcp/1-65535, udp/1-65535`],
    ],
    [
      'a service of the vendor',
      allow({ service: 'service-http' }),
      [`+ ${target} on tcp/80, tcp/8080`],
    ],
    ['a condition on the source port', allow({ service: 'from-low' }), ssh],
    [
      'the protocol of an App-ID',
      allow({ service: 'application-default', application: 'ping' }),
      [`+ ${target} on icmp-echo`],
    ],
    [
      'the ports of an App-ID',
      allow({ service: 'application-default', application: 'ssh' }),
      [`+ ${target} on ah, esp, gre, icmp-echo, sctp/1-65535, tcp/1-65535, udp/1-65535`],
    ],
    ['an address', allow({ destination: 'server' }), ssh],
    [
      'groups of addresses',
      allow({ destination: 'servers' }),
      [...ssh, '+ server.example.com on tcp/22'],
    ],
    ['a group of addresses in itself', allow({ destination: 'circle' }), ['+ any on tcp/22']],
    ['a group by tags', allow({ destination: 'tagged' }), ['+ any on tcp/22']],
    ['an address with a wildcard', allow({ destination: 'odd' }), ['+ any on tcp/22']],
    ['an unknown name', allow({ destination: 'gone' }), ['+ any on tcp/22']],
    ['all except', allow({ 'negate-destination': 'yes' }), ['+ any on tcp/22']],
    [
      'a URL category',
      allow({ destination: 'any', category: 'sites' }),
      ['+ *.example.net/a on tcp/22', '+ www.example.org on tcp/22'],
    ],
    [
      'categories of the vendor',
      allow({ destination: 'any', category: 'kinds' }),
      ['+ any on tcp/22'],
    ],
    ['for one client', allow({ source: '192.0.2.9' }), ssh],
    ['for a name', allow({ source: 'named' }), ssh],
    ['for all except one', allow({ source: '10.0.0.1', 'negate-source': 'yes' }), ssh],
    ['from any zone', allow({ from: 'any' }), ssh],
    ['to another zone', allow({ to: 'dmz' }), ssh],
    ['under a condition', allow({ schedule: 'nights' }), ssh],
    ['for one App-ID', allow({ application: 'ssh' }), ssh],
    ['an action that is not known', allow({ action: 'permit' }), ssh],
    [
      'for all except one, in both directions',
      allow({ source: '10.0.0.1', 'negate-source': 'yes', 'negate-destination': 'yes' }),
      ['+ any on tcp/22'],
    ],
  ])('%s', (_name, above, expected) => {
    expect(drift(same, { above: [above], objects })).toEqual(expected);
  });

  test.each(['icmp', 'ping icmp', 'routing'])(
    'a protocol that no spec can name, by its App-IDs: %s',
    (application) => {
      const rule = allow({ service: 'application-default', application });
      const group = otherObject('application-group', 'routing', members('members', 'ospfigp'));
      expect(drift(same, { above: [rule], objects: [...objects, group] })).toEqual([
        expect.stringMatching(/^\+ 203\.0\.113\.9 on ah/),
        expect.stringMatching(/^this rule allows a protocol that no spec can allow: /),
      ]);
    },
  );

  test('a rule after a denial of others', () => {
    const behind = (deny: Readonly<Record<string, string>>, rule = allow({ to: 'dmz' })) =>
      drift(same, {
        above: [otherRule({ to: 'any', ...deny, action: 'deny' }, 'closed'), rule],
        objects,
      });
    expect(behind({})).toEqual([]);
    expect(behind({ from: 'any' })).toEqual([]);
    expect(behind({ from: 'trust guests', source: '192.0.2.0/24 2001:db8:c1::/64' })).toEqual([]);
    expect(behind({ from: 'guests' })).toEqual(ssh);
    expect(behind({ to: 'untrust dmz' })).toEqual([]);
    expect(behind({ to: 'dmz' })).toEqual([]);
    expect(behind({ to: 'dmz' }, allow({ to: 'dmz untrust' }))).toEqual(ssh);
    expect(behind({ to: 'untrust' }, allow({ to: 'any' }))).toEqual(ssh);
    expect(behind({ to: 'untrust' }, allow({ 'rule-type': 'intrazone' }))).toEqual(ssh);
  });

  test('a rule after denials of others, one for each zone', () => {
    const deny = (to: string) => otherRule({ to, action: 'deny' }, `closed-${to}`);
    const behind = (to: string) =>
      drift(same, { above: [deny('dmz'), deny('untrust'), allow({ to })], objects });
    expect(behind('dmz untrust')).toEqual([]);
    expect(behind('dmz guests')).toEqual(ssh);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['to the zone of the site alone', { to: 'untrust' }],
    ['within zones', { 'rule-type': 'intrazone' }],
    ['of all except some', { source: '10.0.0.1', 'negate-source': 'yes' }],
    ['to all except some', { destination: '10.0.0.1', 'negate-destination': 'yes' }],
    ['of all except any', { 'negate-source': 'yes' }],
    ['of a name', { source: 'named' }],
    ['of a group by tags', { source: 'tagged' }],
    ['of an unknown name', { source: 'gone' }],
    ['to an unknown name', { destination: 'gone' }],
    ['to categories of the vendor', { category: 'kinds' }],
    ['of one App-ID', { application: 'ssh' }],
    ['of the ports of App-IDs', { service: 'application-default' }],
    ['of a service that is not known', { service: 'circle-services' }],
    ['of one person', { 'source-user': 'bo' }],
  ])('a rule after a denial of others %s, which does not surely deny it', (_name, fields) => {
    const deny = otherRule({ to: 'any', ...fields, action: 'drop' }, 'closed');
    expect(drift(same, { above: [deny, allow({ to: 'dmz' })], objects })).toEqual(ssh);
  });

  test('a rule after a denial of others that lacks a list', () => {
    const deny = otherRule({ to: 'any', action: 'deny' }, 'closed');
    for (const list of ['from', 'to', 'source', 'destination', 'application', 'service']) {
      const lacking = deny.replace(new RegExp(`<${list}>.*?</${list}>`), '');
      expect(drift(same, { above: [lacking, allow()], objects })).toEqual(ssh);
    }
  });

  test('after the rules of a firewall, once the last rule does not deny', () => {
    const pushed = `<panorama><vsys><entry name="vsys1"><post-rulebase><security><rules>${allow()}</rules></security></post-rulebase></entry></vsys></panorama>`;
    const open = swap(/(<entry name="spt-deny" (?:(?!<\/entry>)[\s\S])*?<disabled>)no/, '$1yes');
    expect(drift(open, { pushed, objects })[0]).toBe(ssh[0]);
  });

  test('is shown with the rule', () => {
    const { gained, lineAt } = compared(same, { above: [allow()], objects });
    const [place] = gained.map(({ at }) => at);
    expect(place && lineAt(place)).toBe(
      `security rule by-hand: allow from trust to untrust, source any, destination ${target}, application any, service ssh, category any`,
    );
    expect(place && lineAt({ ...place, file: 'other.xml' })).toBeNull();
  });

  test('a rule after ours, once the last rule of ours does not deny', () => {
    const others = { below: [allow()], objects };
    const deny = (from: string, to: string) =>
      swap(new RegExp(`(<entry name="spt-deny" (?:(?!</entry>)[\\s\\S])*?)${from}`), `$1${to}`);
    expect(drift(same, others)).toEqual([]);
    expect(drift(deny('<disabled>no', '<disabled>yes'), others)[0]).toBe(ssh[0]);
    expect(drift(deny('<action>', '<schedule>nights</schedule><action>'), others)[0]).toBe(ssh[0]);
    expect(drift(deny('<application>\\s*<member>any', '<application><member>ssl'), others)[0]).toBe(
      ssh[0],
    );
    expect(drift(deny('<to>\\s*<member>any', '<to><member>untrust'), others)).toEqual([
      expect.stringMatching(/^this rule is not as in the files: to/),
    ]);
    expect(drift(deny('<to>\\s*<member>any', '<to><member>dmz'), others)[0]).toBe(ssh[0]);
  });

  test('an entry in a list of ours', () => {
    expect(
      drift(swap('<member>www.example.com/</member>', '<member>*.example.com/</member>')),
    ).toEqual([
      '+ *.example.com except www.example.com on tcp/443',
      'the files do not have this entry in the list: custom-url-category spt-web-https: *.example.com/',
      'this entry is missing in the list: custom-url-category spt-web-https: www.example.com/',
    ]);
    expect(drift(swap('<ip-netmask>198.51.100.0/25', '<ip-netmask>198.51.100.0/24'))).toEqual([
      '+ 198.51.100.128/25 on tcp/443',
      'this object is not as in the files: ip-netmask: address spt-198.51.100.0-25',
    ]);
    expect(drift(swap('<port>443', '<port>443-444'))[0]).toMatch(/tcp\/444$/);
  });
});

describe('what Panorama pushes', () => {
  const pushed = (base: string) =>
    `<panorama><vsys><entry name="vsys1"><service><entry name="ssh" loc="G">${port('22')}</entry></service><${base}><security><rules>${allow()}</rules></security></${base}></entry></vsys></panorama>`;

  test('decides before the rules of a firewall, or after them', () => {
    expect(drift(same, { pushed: pushed('pre-rulebase') })).toEqual(ssh);
    expect(drift(same, { pushed: pushed('post-rulebase') })).toEqual([]);
  });

  test.each(['shared', 'panorama'])(
    'decides also from the rulebases of all systems: %s',
    (place) => {
      const of = (base: string, ...rules: string[]) =>
        `<${place}><service><entry name="ssh">${port('22')}</entry></service><${base}><security><rules>${rules.join('')}</rules></security></${base}></${place}>`;
      expect(drift(same, { shared: of('pre-rulebase', allow()) })).toEqual(ssh);
      expect(drift(same, { shared: of('post-rulebase', allow()) })).toEqual([]);
      expect(compared(same, { shared: of('pre-rulebase', allow()) }).notes).toEqual([
        expect.objectContaining({
          message: 'not all conditions of this rule are compared: it counts as if they were met',
        }),
      ]);
      // A firewall may not ask these rules, so a denial hides no rule after it.
      const deny = otherRule({ action: 'deny' }, 'closed');
      expect(drift(same, { shared: of('pre-rulebase', deny, allow()) })).toEqual(ssh);
      expect(drift(same, { shared: of('pre-rulebase', deny), above: [allow()], objects })).toEqual(
        ssh,
      );
    },
  );

  test.each([
    '<panorama><local-panorama/></panorama>',
    '<panorama-server>192.0.2.7</panorama-server>',
  ])('is noted if a firewall with %s shows none of it', (element) => {
    const managed = swap('<hostname>pa1</hostname>', `<hostname>pa1</hostname>${element}`);
    const messages = (others: Others) =>
      compared(managed, others).notes.map(({ message }) => message);
    const note =
      'Panorama manages this firewall, and the rules that it pushes are not in this dump';
    expect(messages({})).toEqual([note]);
    expect(messages({ pushed: pushed('post-rulebase') })).toEqual([]);
  });

  const group = render(
    policyFor(words, { location: { deviceGroup: 'Branches', rulebase: 'pre' } }),
  );

  test('is compared in Panorama, with the rules of shared above', () => {
    expect(drift(same, {}, group)).toEqual([]);
    const shared = (base: string) =>
      `<shared><service><entry name="ssh">${port('22')}</entry></service><${base}><security><rules>${allow()}</rules></security></${base}></shared>`;
    expect(drift(same, { shared: shared('pre-rulebase') }, group)).toEqual(ssh);
    expect(drift(same, { shared: shared('post-rulebase') }, group)).toEqual([]);
  });

  test('an object of ours with other contents in shared, which an option puts first', () => {
    const shared = (name: string) =>
      `<shared><address-group><entry name="${name}">${members('static', 'everyone')}</entry></address-group></shared>`;
    const message = 'another place has this object of the site with other contents';
    expect(drift(same, { shared: shared('spt-clients') }, group)).toEqual([
      `${message}: address-group spt-clients`,
    ]);
    expect(drift(same, { shared: shared('spt-others') }, group)).toEqual([]);
    // A virtual system takes its own objects first.
    expect(drift(same, { shared: shared('spt-clients') })).toEqual([]);
  });

  test('is compared on the firewall that it was pushed to', () => {
    const onFirewall = (text: string) =>
      text
        .replace(/<device-group>\s*<entry name="Branches">/, '<panorama><vsys><entry name="vsys1">')
        .replace(
          /<\/entry>\s*<\/device-group>\s*<\/entry>\s*<\/devices>/,
          '</entry></vsys></panorama>',
        )
        .replace(
          /<devices>\s*<entry name="localhost.localdomain">\s*(<deviceconfig>.*<\/deviceconfig>)/,
          `<devices><entry name="localhost.localdomain">$1<vsys><entry name="vsys1"><rulebase><security><rules>${allow({ service: 'service-https' })}</rules></security></rulebase></entry></vsys></entry></devices>`,
        );
    expect(drift(onFirewall, {}, group)).toEqual([]);
    const open = (text: string) =>
      onFirewall(text).replace(
        /(<entry name="spt-deny" (?:(?!<\/entry>)[\s\S])*?<disabled>)no/,
        '$1yes',
      );
    expect(drift(open, {}, group)[0]).toBe(`+ ${target} on tcp/443`);
  });

  test('a rule in the other rulebase is told', () => {
    const text = configOf(group);
    const [rule = ''] = /<entry name="spt-deny"[\s\S]*?<\/entry>/.exec(text) ?? [];
    const moved = swap(
      '</pre-rulebase>',
      `</pre-rulebase><post-rulebase><security><rules>${rule}</rules></security></post-rulebase>`,
    );
    expect(drift(moved, {}, group)).toEqual([
      expect.stringMatching(
        /^this rule of the site is in another rulebase than in the files: security rule spt-deny/,
      ),
    ]);
  });
});

describe('what differs on the device', () => {
  const entry = (name: string) =>
    new RegExp(`\\s*<entry name="${name}" uuid(?:(?!</entry>)[\\s\\S])*</entry>`);
  const inRule = (name: string, from: string, to: string) =>
    swap(new RegExp(`(<entry name="${name}" uuid(?:(?!</entry>)[\\s\\S])*?)${from}`), `$1${to}`);

  test('a rule that is disabled, open to other services, or under a condition', () => {
    expect(drift(inRule('spt-web-https-ip', '<disabled>no', '<disabled>yes'))).toEqual([
      '- 198.51.100.0/25 on tcp/443',
      expect.stringMatching(
        /^this rule is not as in the files: disabled: disabled security rule spt-web-https-ip: allow/,
      ),
    ]);
    expect(
      drift(
        inRule('spt-web-https-ip', '<service>\\s*<member>spt-web-https-ip', '<service><member>any'),
      )[0],
    ).toMatch(/^\+ 198\.51\.100\.0\/25 on ah/);
    expect(
      drift(inRule('spt-web-https', '<action>', '<schedule>nights</schedule><action>')),
    ).toEqual([expect.stringMatching(/^this rule is not as in the files: schedule/)]);
    expect(
      drift(
        inRule(
          'spt-web-https',
          '<application>\\s*<member>spt-web-https',
          '<application><member>any',
        ),
      ),
    ).toEqual([expect.stringMatching(/^this rule is not as in the files: application/)]);
  });

  test('rules that are missing, of others, or in another order', () => {
    expect(drift(swap(entry('spt-web-https'), ''))).toEqual([
      '- www.example.com on tcp/443',
      expect.stringMatching(
        /^this rule of the files is missing on the device: security rule spt-web-https:/,
      ),
    ]);
    expect(drift(swap(entry('spt-web-https-raw'), ''))).toEqual([
      expect.stringMatching(
        /^this rule of the files is missing on the device: decryption rule spt-web-https-raw:/,
      ),
    ]);
    expect(
      drift(same, {
        above: [otherRule({ destination: '198.51.100.1', service: 'service-https' }, 'spt-old')],
      }),
    ).toEqual([expect.stringMatching(/^the files do not have this rule: security rule spt-old:/)]);
    const text = configOf(files);
    const [guard = ''] = entry('spt-inner').exec(text) ?? [];
    const moved = (config: string) =>
      config.replace(guard, '').replace(/(\s*)(<entry name="spt-deny")/, `${guard}$1$2`);
    expect(drift(moved)).toEqual([
      expect.stringMatching(
        /^this rule is not in its place: from here on, the order differs from the files: security rule spt-web-http:/,
      ),
    ]);
  });

  test('objects that are missing, old, or have other fields', () => {
    const old = otherObject('address', 'spt-old', '<fqdn>old.example.com</fqdn>');
    expect(drift(same, { objects: [old] })).toEqual([
      'the files have no object with this name: address spt-old',
    ]);
    expect(drift(swap('<entry name="spt-tcp-443">', '<entry name="other">')).at(-1)).toBe(
      'this object of the files is missing on the device: service spt-tcp-443',
    );
    expect(drift(swap(/<comments>[^<]*/, '<comments>mine'))).toEqual([
      'this object is not as in the files: comments: tag spt',
    ]);
    expect(drift(swap('<type>URL List', '<type>Category Match')).slice(0, 1)).toEqual([
      expect.stringMatching(/^\+ any/),
    ]);
  });

  test('nothing of the site, or another place', () => {
    expect(drift(swap(/<rules>[\s\S]*?<\/rules>/, '<rules></rules>'))).toContain(
      'the rules of the site are not in this configuration: "vsys vsys1" has none of them: null',
    );
    const read = live.read(
      [{ name: 'pa.xml', text: configOf(files).replace('"vsys1"', '"vsys2"') }],
      files,
    );
    expect(!read.ok && read.error.message).toBe(
      'pa.xml has no "vsys vsys1", where the site has its rules',
    );
  });
});

describe('notes', () => {
  const notes = (others: Others, of = files) =>
    compared(same, { objects, ...others }, of).notes.map(
      ({ message, text }) => `${message}: ${text}`,
    );

  test('name what is no drift: denials, conditions, decryption', () => {
    expect(notes({ above: [otherRule({ action: 'drop' })] })).toEqual([
      expect.stringMatching(
        /^this rule denies before the rules of the site: security rule by-hand: drop/,
      ),
    ]);
    for (const fields of [
      { schedule: 'nights' },
      { application: 'ssh' },
      { to: 'dmz' },
      { service: 'from-low' },
    ])
      expect(notes({ above: [allow(fields)] })).toEqual([
        expect.stringMatching(
          /^not all conditions of this rule are compared: it counts as if they were met: /,
        ),
      ]);
    const decrypt = (fields: Readonly<Record<string, string>> = {}) =>
      otherRule({ action: 'decrypt', ...fields });
    expect(notes({ decryption: [decrypt()] })).toEqual([
      expect.stringMatching(
        /^this rule may decrypt traffic before the rules of the site exclude it: decryption rule by-hand/,
      ),
    ]);
    expect(
      notes({
        decryption: [
          decrypt({ source: '10.9.0.0/16' }),
          decrypt({ from: 'dmz' }).replace('by-hand', 'two'),
          decrypt({ action: 'no-decrypt' }).replace('by-hand', 'three'),
        ],
      }),
    ).toEqual([]);
  });

  test('name conditions of rules, and no rule that decrypts after ours', () => {
    expect(notes({ above: [allow({ category: 'sites' })] })).toHaveLength(1);
    expect(notes({ above: [allow({ destination: 'any', category: 'sites' })] })).toEqual([]);
    const decrypt = otherRule({ action: 'decrypt' });
    const after = swap('</rules>\n            </decryption>', `${decrypt}</rules></decryption>`);
    expect(compared(after).notes).toEqual([]);
  });

  const address = '<translated-address>192.0.2.7</translated-address>';
  const forward = `<destination-translation>${address}</destination-translation>`;
  const both = `<source-translation><static-ip>${address}<bi-directional>yes</bi-directional></static-ip></source-translation>`;
  const about =
    'this NAT rule may change the destination of packets: the rules compare the address before it, and the zone after it: nat rule forward: from';

  test.each<readonly [string, string, string]>([
    ['a destination', natRule(forward), 'trust, destination 203.0.113.9, translated to 192.0.2.7'],
    [
      'several destinations',
      natRule(`<dynamic-destination-translation>${address}</dynamic-destination-translation>`, {
        from: 'any',
      }),
      'any, destination 203.0.113.9, translated to 192.0.2.7',
    ],
    [
      'only the port of a destination',
      natRule(
        '<destination-translation><translated-port>8443</translated-port></destination-translation>',
      ),
      'trust, destination 203.0.113.9',
    ],
    [
      'the source of a server, in both directions',
      natRule(both, { from: 'dmz', source: '10.9.0.9', destination: 'any' }),
      'dmz, destination any, in both directions',
    ],
    [
      'IPv6 to IPv4',
      natRule('', { 'nat-type': 'nat64', destination: 'any' }),
      'trust, destination any',
    ],
    [
      'a destination for a list that is not known',
      natRule(forward, { source: 'vendor-list' }),
      'trust, destination 203.0.113.9, translated to 192.0.2.7',
    ],
  ])('name NAT rules that translate %s', (_name, rule, text) => {
    expect(notes({ nat: [rule] })).toEqual([`${about} ${text}`]);
    expect(drift(same, { nat: [rule] })).toEqual([]);
  });

  test('name no NAT rules that translate only sources, or nothing for the clients', () => {
    const interfaces =
      '<source-translation><dynamic-ip-and-port><interface-address><interface>ethernet1/1</interface></interface-address></dynamic-ip-and-port></source-translation>';
    const nat = [
      natRule(interfaces, {}, 'hide'),
      natRule(both.replace('yes', 'no'), {}, 'one-way'),
      natRule('', {}, 'none'),
      natRule(forward, { from: 'untrust' }, 'inbound'),
      natRule(forward, { source: '10.9.0.0/16' }, 'lab'),
      natRule(forward, { disabled: 'yes' }, 'off'),
      natRule(both, { disabled: 'yes' }, 'off-both'),
    ];
    expect(notes({ nat })).toEqual([]);
  });

  test.each(['pre-rulebase', 'post-rulebase'])('name NAT rules of a pushed %s', (rulebase) => {
    const rules = `<${rulebase}><nat><rules>${natRule(forward)}</rules></nat></${rulebase}>`;
    const at = (text: string) => `<panorama>${text}</panorama>`;
    const all = notes({ pushed: at(rules) });
    const one = notes({ pushed: at(`<vsys><entry name="vsys1">${rules}</entry></vsys>`) });
    const shared = notes({ shared: `<shared>${rules}</shared>` });
    for (const found of [all, one, shared])
      expect(found).toEqual([expect.stringContaining('this NAT rule')]);
  });

  test.each([
    ['its own', '<pre-rulebase>', (rules: string) => `${rules}<pre-rulebase>`],
    ['the shared', '</config>', (rules: string) => `<shared>${rules}</shared></config>`],
  ])('name NAT rules of %s rulebases in Panorama', (_name, from, to) => {
    const location = { deviceGroup: 'Branches', rulebase: 'pre' } as const;
    const own = render(policyFor(words, { location }));
    const rules = `<post-rulebase><nat><rules>${natRule(forward)}</rules></nat></post-rulebase>`;
    expect(compared(swap(from, to(rules)), {}, own).notes.map(({ message }) => message)).toEqual([
      expect.stringContaining('this NAT rule'),
    ]);
  });

  test('a member of the clients that is no network opens nothing', () => {
    const name = swap('<member>spt-192.0.2.0-24</member>', '$&<member>pc</member>');
    expect(
      drift(name, { objects: [otherObject('address', 'pc', '<fqdn>pc.example.com</fqdn>')] }),
    ).toEqual(['the files do not have this entry in the list: address-group spt-clients: pc']);
  });

  test('an allow-only site does not judge rules of others', () => {
    const additive = render(policyFor({ ...words, site: { enforce: 'additive' } }));
    const others = { above: [allow()], below: [otherRule({}, 'after')], objects };
    expect(drift(same, others, additive)).toEqual([]);
    expect(notes(others, additive)).toEqual([
      expect.stringMatching(
        /^this rule allows before the rules of the site: security rule by-hand/,
      ),
    ]);
  });
});

describe('configurations that do not show enough', () => {
  const refusal = (text: string, ...more: string[]) => {
    const dumps = [text, ...more].map((each, at) => ({ name: `pa${at}.xml`, text: each }));
    const [dump] = dumps;
    const kind = dump === undefined ? undefined : live.recognize(dump);
    if (kind?.ok !== true)
      return kind === undefined ? 'unknown' : `${kind.error.message}; ${kind.error.help}`;
    const read = live.read(dumps, files);
    return read.ok ? 'accepted' : `${read.error.message}; ${read.error.help}`;
  };

  test('are refused: a candidate, a generated file, one that is cut off, two of them', () => {
    const config = configOf(files);
    expect(refusal(config)).toBe('accepted');
    const candidate =
      'pa0.xml is the candidate configuration, which the device does not use before a commit; export the running configuration: scp export configuration from running-config.xml';
    expect(
      refusal(config.replace(/uuid="[^"]*"/, 'admin="bo" dirtyId="3" time="2026/11/26"')),
    ).toBe(candidate);
    expect(
      refusal(
        '<response status="success" code="19"><result total-count="1" count="1"><config/></result></response>',
      ),
    ).toBe(candidate);
    expect(refusal(files.get('paloalto/rules.xml') ?? '')).toMatch(/^pa0\.xml is a generated file/);
    expect(refusal(files.get('paloalto/rules.set') ?? '')).toMatch(/^pa0\.xml is a generated file/);
    expect(refusal(config.slice(0, -30))).toMatch(/^pa0\.xml: the document is not valid XML/);
    expect(refusal('<response status="success"><result></result></response>')).toMatch(
      /^pa0\.xml has no element "config"/,
    );
    expect(refusal(config, config)).toMatch(/^2 configurations of PAN-OS/);
    expect(refusal('<html></html>')).toBe('unknown');
  });

  test('shows no secret of the configuration', () => {
    const report = compared(same, { above: [allow()], objects });
    const text = JSON.stringify(report, (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).toContain(target);
    expect(text).not.toMatch(/Secret/);
  });
});

test('the lists of a rule are sets', () => {
  const entry = (...to: readonly string[]) =>
    ruleItem('security', {
      name: 'spt-web',
      fields: new Map([['to', to]]),
      at: { file: 'pa.xml', line: 1 },
    }).fields;
  expect(entry('dmz', 'untrust')).toEqual(entry('untrust', 'dmz'));
});

test('the time grows with the number of rules, not with its square', () => {
  const read = (count: number) => {
    const above = Array.from({ length: count }, (_, each) =>
      allow({ destination: `198.18.${each >> 8}.${each & 255}` }).replace(
        '"by-hand"',
        `"rule-${each}"`,
      ),
    );
    expect(compared(same, { above, objects }).gained.length).toBeGreaterThan(0);
  };
  expect(growth(1000, read)).toBeLessThan(30);
});
