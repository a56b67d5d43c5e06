import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/documents/config/index.ts';
import { parseXml } from '../../../src/xml.ts';
import { configXml } from '../../support/config/pfsense.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';
import { root } from '../../support/rendered.ts';

const refusalOf = (text: string) => rowsIn(readConfig, text).join('\n');

describe('the kind of a configuration', () => {
  test.each([
    [
      'rules of iptables',
      '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j ACCEPT\nCOMMIT',
      'import-iptables',
    ],
    ['rules of nftables', 'table inet fw {\n}', 'import-nftables'],
    ['a PAC file', 'function FindProxyForURL(url, host) { return "DIRECT" }', 'import-pac'],
    ['set commands of PAN-OS', 'set address a fqdn a.example.com', 'import-set-commands'],
    [
      'an encrypted backup',
      '---- BEGIN config.xml ----\nU2Fs\n---- END config.xml ----',
      'import-encrypted',
    ],
    ['a configuration of OPNsense', '<opnsense></opnsense>', 'import-unknown-configuration'],
    ['other XML', '<html></html>', 'import-unknown-configuration'],
    ['passwords', 'bob:$apr1$x\nroot:x:0:0:root:/root:/bin/sh', 'import-unknown-configuration'],
    ['prose', 'Allow the following.', 'import-unknown-configuration'],
    ['nothing', '', 'import-unknown-configuration'],
  ])('is told by its content: %s', (_name, text, rule) => {
    expect(refusalOf(text)).toMatch(new RegExp(`^refused ${rule}: `));
  });
});

const deep = '<a>'.repeat(70) + '</a>'.repeat(70);
const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<pfsense>&b;</pfsense>`;

describe('XML', () => {
  test.each([
    ['a document type', laughs, 'refused import-doctype: line 1 declares a document type'],
    [
      'an external document type',
      '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<pfsense/>',
      'refused import-doctype: line 1',
    ],
    [
      'an entity',
      '<pfsense>\n&a;</pfsense>',
      'refused import-not-xml: the document is not valid XML: see line 2',
    ],
    [
      'an open element',
      '<pfsense>\n\n<filter>',
      'refused import-not-xml: the document is not valid XML: see line 3',
    ],
    [
      'two roots',
      '<pfsense/>\n<pfsense/>',
      'refused import-not-xml: the document is not valid XML: see line 2',
    ],
    [
      'a repeated attribute',
      '<config a="1" a="2"/>',
      'refused import-not-xml: the document is not valid XML: see line 1',
    ],
    [
      'a deep tree',
      `<pfsense>\n${deep}</pfsense>`,
      'refused import-too-deep: line 2 is nested more than 64 levels deep',
    ],
  ])('is refused with its line: %s', (_name, text, want) => {
    expect(refusalOf(text)).toContain(want);
  });

  test('is read with CDATA, comments and instructions', () => {
    const alias =
      '<alias><name><![CDATA[we]]>b</name><type>host</type><!-- x --><address>a.example.com</address></alias>';
    expect(
      rowsIn(
        readConfig,
        `<?xml version="1.0"?>\n<?php x ?>\n${configXml([alias], []).replace(/^.*\n/, '')}`,
      ),
    ).toEqual(['4 web: unresolved, no rule of the file uses this alias']);
  });
});

describe('parseXml', () => {
  test('keeps only wanted elements, their texts, and their names', () => {
    const text = '<a name="r">1<b name="x" y="2">3<c>4</c></b><d>5<b>6</b></d><e>7<f>8</f></e></a>';
    expect(must(parseXml(text, { a: { b: 'all', e: { g: 'all' } } }))).toEqual({
      name: 'a',
      label: 'r',
      line: 1,
      text: '',
      children: [
        {
          name: 'b',
          label: 'x',
          line: 1,
          text: '3',
          children: [{ name: 'c', label: undefined, line: 1, text: '4', children: [] }],
        },
        { name: 'e', label: undefined, line: 1, text: '', children: [] },
      ],
    });
  });
});

const secret = 'S3cr3t-hunter2';

/** Every text that a reading or a refusal contains. */
function everything(text: string): string {
  const reading = readConfig({ name: 'document', text }, {});
  return JSON.stringify(reading, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return value instanceof Map ? [...value] : value;
  });
}

const xmlSecrets = `<user><name>${secret}</name><member>${secret}</member><password>${secret}</password></user>
<!-- ${secret} --><${secret} ${secret}="${secret}"/><x><![CDATA[${secret}]]></x>
<mgt-config><users><entry name="${secret}"><phash>${secret}</phash></entry></users></mgt-config>`;

describe('passwords', () => {
  const inRule = `<descr>${secret}</descr><created><username>${secret}</username></created><x a="${secret}">${secret}</x>`;
  const rule = (more: string) =>
    `<rule a="${secret}"><type>pass</type><interface>lan</interface><protocol>tcp</protocol><source><any/></source>
    <destination><address>web</address><port>443</port></destination>${more}</rule>`;
  const alias = `<alias><name>web</name><type>host</type><address>a.example.com</address><descr>${secret}</descr><detail>${secret}</detail></alias>
  <alias><name>feed</name><type>url</type><url>https://u:${secret}@example.com</url></alias>`;
  const panosRule = (more: string) =>
    `<entry name="r" uuid="${secret}"><from><member>a</member></from><to><member>b</member></to><source><member>any</member></source>
    <destination><member>web</member></destination><service><member>service-https</member></service>
    <application><member>any</member></application><action>allow</action><description>${secret}</description>${more}</entry>`;
  const panos = (more: string) =>
    `<config a="${secret}">${xmlSecrets}<shared><address><entry name="web"><fqdn>a.example.com</fqdn><description>${secret}</description></entry></address>
    <rulebase><security><rules>${panosRule('')}${panosRule(more)}</rules></security></rulebase></shared></config>`;
  const squid = `cache_peer p parent 3128 0 login=u:${secret}\n# ${secret}\nacl a dstdomain a.example.com # ${secret}\nauth_param basic ${secret}\nhttp_access allow a`;

  test.each([
    ['pfSense', configXml([alias], [rule(''), rule(inRule)], xmlSecrets), 'a.example.com'],
    ['PAN-OS', panos(`<x>${secret}</x>`), 'a.example.com'],
    ['squid.conf', squid, 'a.example.com'],
    [
      'dnsmasq',
      `# ${secret}\nipset=/a.example.com/s # ${secret}\nserver=${secret}`,
      'a.example.com',
    ],
    ['ipset', `create s hash:ip family inet\nadd s 192.0.2.1 comment "${secret}"`, '192.0.2.1'],
  ])('in a configuration of %s occur nowhere', (_name, text, named) => {
    const all = everything(text.replaceAll('a.example.com', 'A.example.com.'));
    expect(all).toContain('"kind":"facts"');
    expect(all.toLowerCase()).toContain(named);
    expect(all).not.toContain(secret);
  });

  test.each([
    ['in XML that ends early', `<pfsense>${xmlSecrets}<y>${secret}`],
    ['in a wrong entity', `<pfsense>&${secret};</pfsense>`],
    ['in a declared entity', `<!DOCTYPE a [<!ENTITY b "${secret}">]><pfsense>&b;</pfsense>`],
    ['in an attribute without an end', `<pfsense a="${secret}`],
    ['in other XML', `<${secret}>${secret}</${secret}>`],
    ['in a file of no kind', `password ${secret}`],
    [
      'in set commands',
      `set deviceconfig system x ${secret}\nset mgt-config users a phash ${secret}`,
    ],
    ['in an encrypted file', `---- BEGIN config.xml ----\n${secret}`],
    ['in a PAC file', `function FindProxyForURL() { ${secret} }`],
    ['in rules of iptables', `*filter\n# ${secret}\n`],
  ])('%s occur in no refusal', (_name, text) => {
    expect(everything(text)).toContain('"ok":false');
    expect(everything(text)).not.toContain(secret);
  });
});

/** The destinations and ports that the reader takes from a file of the example. */
function takenFrom(file: string): readonly string[] {
  const text = readFileSync(join(root, 'generated/example', file), 'utf8');
  const rows = rowsIn(readConfig, text).map((row) => row.replace(/^\d+(?: [a-z0-9-]*)?: /, ''));
  return [...new Set(rows.filter((row) => !/^(?:unresolved|declined|refused)/.test(row)))].sort();
}

const web = [
  ...[
    'api.pitneybowes.com',
    'foundation.us.sending.pitneybowes.com',
    'integration.sending.us.pitneybowes.com',
  ],
  ...[
    'locations.sendpro.pitneybowes.com',
    'pitneybowes.okta.com',
    'play.google.com',
    'sending.us.pitneybowes.com',
  ],
  ...[
    'sendpro.pitneybowes.com',
    'sendpro.us.pitneybowes.com',
    'shipping.sending.us.pitneybowes.com',
  ],
  ...['smb.pitneybowes.com', 'uam.sendpro.pitneybowes.com', 'www.pitneybowes.com'],
];
const secure = web.map((host) => `${host} tcp/443`);
const plain = ['mail.o365.pb.com tcp/80', 'www.pitneybowes.com tcp/80'];

describe('the generated files of the example give back its endpoints', () => {
  test.each<[string, string[]]>([
    // Squid's file limits microsoft.com to a path, by a pattern: that one is unresolved.
    ['squid/bypass.conf', [...secure, ...plain]],
    ['pfsense/config.xml', [...secure, ...plain, 'microsoft.com tcp/80']],
    [
      'paloalto/rules.xml',
      [
        ...secure,
        ...plain,
        'http microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService tcp/80',
        '192.0.2.53 tcp/53 udp/53',
        '2001:db8:c1::53 tcp/53 udp/53',
      ],
    ],
    [
      'iptables/dnsmasq.conf',
      [...web, 'mail.o365.pb.com', 'microsoft.com'].map((host) => `${host}; *.${host}`),
    ],
  ])('%s', (file, want) => {
    expect(takenFrom(file)).toEqual([...want].sort());
  });

  test.each(['iptables/sets.ipset'])('%s has only sets that a program fills', (file) => {
    expect(takenFrom(file)).toEqual([]);
  });
});
