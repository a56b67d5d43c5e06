import { describe, expect, test } from '@jest/globals';
import { plainlist } from '../../../scripts/new-target/src/targets/plainlist/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { loadFiles, specText } from '../../support/load.ts';
import { renderTarget, verifyTarget } from '../../support/output.ts';
import { must, policyOf } from '../../support/policy.ts';

// The list of the example target is the only output that holds every transport and protocol.
const services = {
  vpn: { ports: ['udp/500', 'esp'], application: 'other' },
  signals: { ports: ['sctp/2905'], application: 'other' },
} as const;

const policy = policyOf({
  services,
  groups: [
    { id: 'g', to: { vpn: ['vpn.example.com', '198.51.100.0/24'], signals: ['sig.example.com'] } },
  ],
  site: { targets: { plainlist: {} } },
});
const files = must(renderTarget(plainlist, policy));

const serviceText = [
  '  vpn: { ports: [udp/500], protocols: [esp], application: other }',
  '  signals: { ports: [sctp/2905], application: other }',
].join('\n');

/** What fails in the list after `edit`, with one test of the spec. */
function failures(words: string, edit: (text: string) => string = (text) => text): string[] {
  const text = specText({
    services: serviceText,
    endpoints: ['{ host: vpn.example.com, services: [vpn, signals] }'],
    tail: `tests:\n  - { name: it, ${words} }`,
  });
  const { tests } = must(loadFiles({ 'spec.yaml': text })).spec;
  const edited: TargetFiles = new Map([...files].map(([name, text]) => [name, edit(text)]));
  const { failed } = verifyTarget(plainlist, policy, tests, edited);
  return failed.map(({ flow, expected, check }) => `${expected} ${flow} (${check})`);
}

describe('a test of the spec about protocols', () => {
  const everything = 'only: [vpn, signals]';

  test.each([
    ['allow: ["esp://vpn.example.com", "sctp://sig.example.com:2905", "esp://198.51.100.7"]'],
    [
      'deny: ["gre://vpn.example.com", "icmp-echo://vpn.example.com", "sctp://sig.example.com:2906"]',
    ],
    ['deny: ["esp://sig.example.com", "tcp://sig.example.com:2905"]'],
    [everything],
    [
      'only: ["esp://vpn.example.com", "esp://198.51.100.0/24", "udp://vpn.example.com:500", "198.51.100.0/24:500/udp", "sig.example.com:2905/sctp"]',
    ],
    ['never: { protocols: [gre, ah, icmp-echo] }'],
    ['never: { ports: [sctp/2905], except: [sig.example.com] }'],
  ])('passes: %s', (words) => {
    expect(failures(words)).toEqual([]);
  });

  test.each([
    ['allow: ["gre://vpn.example.com"]', 'allow gre://vpn.example.com (test "it")'],
    ['deny: ["esp://vpn.example.com"]', 'deny esp://vpn.example.com (test "it")'],
    [
      'never: { protocols: [esp], except: [vpn.example.com] }',
      'deny esp://198.51.100.0 (test "it")',
    ],
    [
      'only: ["udp://vpn.example.com:500", "198.51.100.0/24:500/udp", "esp://198.51.100.0/24", signals]',
      'deny esp://vpn.example.com (test "it")',
    ],
    ['only: [vpn]', 'deny sctp://sig.example.com:2905 (test "it")'],
  ])('fails: %s', (words, want) => {
    expect(failures(words)).toEqual([want]);
  });
});

describe('an output that allows another protocol', () => {
  const gre = (text: string) =>
    text.replace('allow vpn.example.com esp,', 'allow vpn.example.com esp,gre,');

  test('fails, with the protocol as the example flow', () => {
    expect(failures('only: [vpn, signals]', gre)).toEqual([
      'deny gre://vpn.example.com (extra access)',
      'deny gre://vpn.example.com (test "it")',
    ]);
  });

  test('fails where it denies the protocol of the spec', () => {
    const without = (text: string) =>
      text.replace('allow vpn.example.com esp,', 'allow vpn.example.com ');
    expect(failures('deny: ["gre://vpn.example.com"]', without)).toContain(
      'allow esp://vpn.example.com (missing access)',
    );
  });

  test('fails where a port of SCTP is one of TCP', () => {
    const asTcp = (text: string) => text.replace('sctp/2905', 'tcp/2905');
    expect(failures('only: [vpn, signals]', asTcp)).toContain(
      'deny tcp://sig.example.com:2905 (extra access)',
    );
  });
});
