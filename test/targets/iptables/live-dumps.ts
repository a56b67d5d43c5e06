import { accessText } from '../../../src/report/diff/words.ts';
import { compareLive, type LiveReport, type WithLive } from '../../../src/review/live/compare.ts';
import type { Dump } from '../../../src/targets/device.ts';
import { iptables } from '../../../src/targets/iptables/index.ts';
import { live } from '../../../src/targets/iptables/live/index.ts';
import { type Dumps, dumpsOf, type Foreign } from '../../support/dumps.ts';
import { must } from '../../support/policy.ts';
import { renderWords } from './render.ts';

/** The dumps as files. */
export function named({ v4, v6, sets }: Dumps): Dump[] {
  return [
    { name: 'v4', text: v4 },
    { name: 'v6', text: v6 },
    { name: 'sets', text: sets },
  ];
}

const networks = Array.from({ length: 32 }, (_, each) => `203.0.${each}.0/24`);
export const words = {
  name: 'demo',
  services: { ntp: { ports: ['udp/123'], application: 'other' as const } },
  groups: [
    { id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } },
    { id: 'cdn', to: { https: networks } },
    { id: 'time', tier: 'optional' as const, to: { ntp: ['any'] } },
  ],
};
export const files = renderWords(words);

export const same = (dumps: Dumps): Dumps => dumps;
export const inV4 = (from: string | RegExp, to: string) => (dumps: Dumps) => {
  const v4 = dumps.v4.replace(from, to);
  if (v4 === dumps.v4) throw new Error(`the dump does not hold ${from}`);
  return { ...dumps, v4 };
};
export const inSets = (from: string | RegExp, to: string) => (dumps: Dumps) => {
  const sets = dumps.sets.replace(from, to);
  if (sets === dumps.sets) throw new Error(`the dump does not hold ${from}`);
  return { ...dumps, sets };
};

export const target: WithLive = { target: iptables, live };

/** Compares a router with its files, after changes of what it prints. */
export function compared(
  change: (dumps: Dumps) => Dumps,
  foreign: Foreign = {},
  of = files,
): LiveReport {
  return must(compareLive('branch', target, named(change(dumpsOf(of, foreign))), of));
}

/** What differs, in short lines. */
export function drift(
  change: (dumps: Dumps) => Dumps,
  foreign: Foreign = {},
  of = files,
): string[] {
  const { gained, lost, differences } = compared(change, foreign, of);
  return [
    ...gained.map((each) => `+ ${accessText(each)} ${each.at?.file}:${lineOf(each.at?.line)}`),
    ...lost.map((each) => `- ${accessText(each)}`),
    ...differences.map(({ message, text }) => `${message}: ${text}`),
  ].map((line) => line.replace(/:\d+$/, ''));
}

function lineOf(line: number | undefined): string {
  return line === undefined ? 'nowhere' : String(line);
}

/** What a dump may contain besides, or in another way, without drift. */
export const harmless: readonly (readonly [string, (dumps: Dumps) => Dumps, Foreign?])[] = [
  ['other dates and versions', inV4(/v1\.8\.9 .* on .*/, 'v1.8.11 on Mon Jan  1 00:00:00 2035')],
  ['no first line', inV4(/^# Generated.*\n/, '')],
  ['counters', inV4(/^(?=-A )/gm, '[12:3456] ')],
  ['counters of chains', inV4(/\[0:0\]/g, '[5:600]')],
  ['line ends of Windows', inV4(/\n/g, '\r\n')],
  [
    'other tables, also with chains of our names',
    same,
    {
      tables:
        '*nat\n:SPT-OUT - [0:0]\n-A SPT-OUT -j ACCEPT\nCOMMIT\n*mangle\n-A FORWARD -j ACCEPT\nCOMMIT\n',
    },
  ],
  [
    'chains of other tools, also with our prefix',
    same,
    {
      chains: [
        ':SPT-OUTSIDE - [0:0]',
        '-A SPT-OUTSIDE -j ACCEPT',
        ':DOCKER - [0:0]',
        '-A DOCKER -d 172.17.0.2/32 -j ACCEPT',
      ],
    },
  ],
  [
    'denials of a chain with our prefix',
    same,
    {
      chains: [':SPT-OUTSIDE - [0:0]', '-A SPT-OUTSIDE -j DROP'],
      before: ['-A FORWARD -j SPT-OUTSIDE'],
    },
  ],
  ['rules after ours', same, { after: ['-A FORWARD -j ACCEPT'] }],
  ['rules for other clients', same, { before: ['-A FORWARD -s 10.9.0.0/16 -j ACCEPT'] }],
  [
    'replies before ours',
    same,
    { before: ['-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'] },
  ],
  ['what comes from this device', same, { before: ['-A FORWARD -i lo -j ACCEPT'] }],
  ['denials before ours', same, { before: ['-A FORWARD -s 192.0.2.7/32 -j DROP'] }],
  [
    'access that the files allow too',
    same,
    {
      before: ['-A FORWARD -s 192.0.2.0/24 -d 198.51.100.7/32 -p tcp -m tcp --dport 443 -j ACCEPT'],
    },
  ],
  [
    'hash sizes, bucket sizes and seeds of sets',
    inSets(/hashsize 1024|bucketsize 12/g, 'hashsize 4096'),
  ],
  ['addresses that dnsmasq added', inSets(/^add \S+ 198\.51\.100\.200 .*\n/gm, '')],
  ['the time left of addresses', inSets(/timeout 86399/g, 'timeout 1')],
  ['counters of sets', inSets(/packets 4 bytes 320/g, 'packets 99 bytes 9999')],
  [
    'sets of other tools, also with our prefix',
    inSets(/^/, 'create spt_other_tool hash:ip family inet hashsize 1024 maxelem 9\n'),
  ],
];
