import { expect, test } from '@jest/globals';
import { portolan } from '../support/cli.ts';
import { inFolder, writeFiles } from '../support/folder.ts';
import { expectReport } from '../support/report.ts';

const spec = (protocols: string) => `version: 1
name: demo
prefix: dmo
title: Demo
services:
  tunnel: { ports: [udp/500, sctp/2905], protocols: ${protocols}, application: other }
groups:
  - id: gateway
    title: Gateway
    tier: required
    endpoints:
      - { network: 203.0.113.9, service: tunnel }
      - { to: peer, service: tunnel }
sites:
  branch:
    clients: [192.0.2.0/24]
    resolvers: [self]
    enforce: closed
    tiers: [required]
    destinations: { peer: [self] }
    targets: { iptables: {} }
`;

test.each<readonly [readonly string[], number]>([
  [['list', '--format', 'json'], 0],
  [['explain', 'gre://203.0.113.9', '--format', 'json'], 1],
  [['explain', 'esp://203.0.113.9', '--format', 'json'], 0],
  [['explain', 'sctp://203.0.113.9:2906', '--format', 'json'], 1],
  [['diff', 'before.yaml', 'spec.yaml', '--no-fail', '--format', 'json'], 0],
  [['lint', '--format', 'json'], 0],
])('%j matches the schema of reports where a service has protocols', (words, code) => {
  inFolder((folder) => {
    writeFiles(folder, {
      'before.yaml': spec('[icmp-echo]'),
      'spec.yaml': spec('[icmp-echo, esp, ah]'),
    });
    const run = portolan(folder, words);
    expect([run.code, run.stderr]).toEqual([code, '']);
    expect(JSON.stringify(expectReport(run.stdout))).toMatch(/sctp\/2905|esp|icmp-echo/);
  });
});
