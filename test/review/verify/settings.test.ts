import { describe, expect, test } from '@jest/globals';
import { settingsCheck } from '../../../src/review/verify/report.ts';
import { targets } from '../../../src/targets/list.ts';
import { type RenderedSite, sitesWith } from '../../engines/sites.ts';
import { type Edit, edited } from '../../engines/support.ts';
import { verifyTarget } from '../../support/output.ts';
import { must } from '../../support/policy.ts';

function siteNamed(name: string, target: string): RenderedSite {
  const site = sitesWith(target).find((each) => each.name === name);
  if (site === undefined) throw new Error(`${name} has no ${target}`);
  return site;
}

/** What verify finds in a site of the guide after the edits: `expected, got (file:line)`. */
function found(target: string, edits: readonly Edit[]): string[] {
  const { target: own, policy, files } = siteNamed('the guide/example', target);
  return verifyTarget(own, policy, [], edited(files, ...edits)).failed.map(
    ({ flow, expected, got, decidedBy, check }) => {
      expect([flow, check]).toEqual([null, settingsCheck]);
      return `${expected}, got ${got} (${decidedBy?.file}:${decidedBy?.line})`;
    },
  );
}

const pac = 'pac/proxy.pac';

describe('verify of edited settings', () => {
  test.each<[name: string, target: string, edits: Edit[], finds: string[]]>([
    [
      'the PAC fails open',
      'pac',
      [{ file: pac, from: ':3128"', to: ':3128; DIRECT"' }],
      [
        'proxy PROXY proxy.example.net:3128, got proxy PROXY proxy.example.net:3128; DIRECT (pac/proxy.pac:8)',
      ],
    ],
    [
      'the PAC names another proxy',
      'pac',
      [{ file: pac, from: 'PROXY proxy.', to: 'PROXY evil.' }],
      [
        'proxy PROXY proxy.example.net:3128, got proxy PROXY evil.example.net:3128 (pac/proxy.pac:8)',
      ],
    ],
    [
      'what goes around the proxy goes by another one',
      'pac',
      [{ file: pac, from: '"DIRECT"', to: '"PROXY evil.example:80"' }],
      ['direct DIRECT, got direct PROXY evil.example:80 (pac/proxy.pac:7)'],
    ],
    [
      'pfSense filters on another interface',
      'pfsense',
      [{ file: 'pfsense/config.xml', from: '<interface>lan<', to: '<interface>wan<', all: true }],
      ['interface lan, got interface wan (pfsense/config.xml:67)'],
    ],
    [
      'pfSense drops what it should reject',
      'pfsense',
      [{ file: 'pfsense/config.xml', from: '<type>reject<', to: '<type>block<' }],
      ['closing reject, got closing block (pfsense/config.xml:178)'],
    ],
    [
      'pfSense does not log what it denies',
      'pfsense',
      [{ file: 'pfsense/config.xml', from: '\t\t\t<log></log>\n', to: '' }],
      ['log true, got log false (pfsense/config.xml:175)'],
    ],
    [
      'the jumps go into another chain',
      'iptables',
      [{ file: 'iptables/apply.sh', from: "hook='FORWARD'", to: "hook='DOCKER-USER'" }],
      ['hook FORWARD, got hook DOCKER-USER (iptables/apply.sh:54)'],
    ],
    [
      'the rules of Palo Alto go to another place',
      'paloalto',
      [{ file: 'paloalto/rules.set', from: ' after portolan', to: ' before portolan' }],
      [
        'position after portolan-marker, got position before portolan-marker (paloalto/rules.set:298)',
      ],
    ],
  ])('%s', (_name, target, edits, finds) => {
    expect(found(target, edits)).toEqual(finds);
  });

  test('verify reports a PAC file with another function name', () => {
    const called = [
      "// Include this in the site's own PAC file. Call it first, and decide there if it returns null:",
      '//   var way = findWay(url, host);',
      '//   if (way !== null) return way;',
      'function findWay',
    ].join('\n');
    expect(
      found('pac', [
        { file: pac, from: 'function FindProxyForURL', to: called },
        { file: pac, from: 'FindProxyForURL', to: 'findWay', all: true },
        { file: pac, from: '"PROXY proxy.example.net:3128"', to: 'null' },
      ]),
    ).toEqual([
      'functionName FindProxyForURL, got functionName findWay (pac/proxy.pac:6)',
      'proxy PROXY proxy.example.net:3128, got no proxy (undefined:undefined)',
    ]);
  });

  test('verify reports a setting at its line of the spec', () => {
    const { target, policy, files } = siteNamed('the guide/example', 'pac');
    const changed = edited(files, { file: pac, from: 'PROXY proxy.', to: 'PROXY evil.' });
    const [failure] = verifyTarget(target, policy, [], changed).failed;
    expect(failure?.origin).toEqual(policy.site.targetPlaces.get('pac.proxy'));
  });
});

describe.each(targets.map(({ name }) => name))('every site of %s', (target) => {
  test.each(sitesWith(target).map((site) => [site.name, site] as const))(
    '%s says what its options say, each once',
    (_name, { target: own, policy, files }) => {
      const { settings } = must(own.read(files));
      expect(Object.fromEntries(settings.map(({ name, value }) => [name, value]))).toEqual(
        own.stated(policy),
      );
      expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
    },
  );
});
