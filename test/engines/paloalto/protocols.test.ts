import { describe, expect, test } from '@jest/globals';
import type { EngineFlow } from '../flow.ts';
import { sitesWith } from '../sites.ts';
import { type Edit, edited } from '../support.ts';
import { checkPaloalto, evaluatePaloalto } from './checker.ts';

const site = sitesWith('paloalto').find(({ name }) => name === 'protocols-beside-ports/lab');
const files = site?.files ?? new Map<string, string>();
const ping = 'prt-vpn-ping-icmp-echo';

function set(from: string, to: string): Edit {
  return { file: 'paloalto/rules.set', from, to };
}

describe('the checker', () => {
  test.each<[string, Edit, string]>([
    [
      'an App-ID with ports of its own',
      set(`${ping} members ping`, `${ping} members ssl`),
      `the rule "${ping}" uses application-default, which opens other ports as well`,
    ],
    [
      'one more App-ID',
      set(
        `set application-group ${ping} members ping`,
        `set application-group ${ping} members [ ping ssl ]`,
      ),
      `the rule "${ping}" uses application-default, which opens other ports as well`,
    ],
    [
      'all ICMP',
      set(`${ping} members ping`, `${ping} members icmp`),
      `the rule "${ping}" uses application-default, which opens other ports as well`,
    ],
    [
      'every application',
      set(`${ping} application ${ping}`, `${ping} application any`),
      `the rule "${ping}" uses application-default, which opens other ports as well`,
    ],
    [
      'the service any',
      set(`${ping} service application-default`, `${ping} service any`),
      `the rule "${ping}" allows any in its service`,
    ],
    [
      'a protocol in a rule with ports',
      set('prt-signalling-portal members web-browsing', 'prt-signalling-portal members gre'),
      'the rule "prt-signalling-portal" has the App-ID gre, which is no application on a port',
    ],
    [
      'application-default in a rule with ports',
      set(
        'prt-signalling-portal service prt-signalling-portal',
        'prt-signalling-portal service application-default',
      ),
      'the rule "prt-signalling-portal" uses application-default, which opens other ports as well',
    ],
  ])('rejects %s', (_what, edit, want) => {
    expect(checkPaloalto(edited(files, edit))).toContain(`rules.set: ${want}`);
  });
});

describe('the rules decide', () => {
  const four = { client: '192.0.2.10', port: 0 };
  const six = { client: '2001:db8:c1::10', port: 0 };

  test.each<[string, EngineFlow, string]>([
    ['a ping', { ...four, destination: 'vpn.example.com', transport: 'icmp-echo' }, 'allow'],
    ['other ICMP', { ...four, destination: 'vpn.example.com', transport: 'icmp' }, 'deny'],
    ['a ping in IPv6', { ...six, destination: 'vpn.example.com', transport: 'icmp-echo' }, 'deny'],
    ['ESP in IPv6', { ...six, destination: '2001:db8:7::9', transport: 'esp' }, 'allow'],
    ['AH in IPv6', { ...six, destination: '2001:db8:7::9', transport: 'ah' }, 'deny'],
    ['GRE', { ...four, destination: '198.51.100.3', transport: 'gre' }, 'allow'],
    ['GRE by name', { ...four, destination: 'vpn.example.com', transport: 'gre' }, 'deny'],
    [
      'a port of a ping',
      { ...four, destination: '203.0.113.9', transport: 'tcp', port: 7 },
      'deny',
    ],
  ])('%s', (_what, flow, want) => {
    expect(evaluatePaloalto(files, flow).verdict).toBe(want);
  });
});
