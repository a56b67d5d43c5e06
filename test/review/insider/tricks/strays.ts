import type { Trick } from './trick.ts';

const coverage = 'branch/coverage.md';

/** Tricks with files in the output directory that belong to no target, and with the report that verify uses. */
export const strayTricks: readonly Trick[] = [
  {
    name: 'the output directory contains a whole site with the manifest of another spec',
    outputs: [
      { file: 'annex/squid/bypass.conf', text: 'http_access allow all\n' },
      {
        file: 'annex/manifest.json',
        text: JSON.stringify({
          tool: { name: 'portolan', version: '0.1.0' },
          spec: 'other',
          site: 'annex',
          policy: 'a'.repeat(64),
          targets: {},
          files: {},
        }),
      },
    ],
    caught: [
      { by: 'check', files: { 'annex/squid/bypass.conf': 'unknown' } },
      { by: 'diff', approval: ['annex/squid/bypass.conf'] },
    ],
  },
  {
    name: 'the coverage report claims exact for a wider endpoint, under a forged manifest',
    outputs: [
      {
        file: coverage,
        from: '| `https://api.example.com` | `https` | allow | iptables | wider | dnsmasq also allows the subdomains of this host |',
        to: '| `https://api.example.com` | `https` | allow | iptables | exact | |',
      },
    ],
    isForged: true,
    caught: [
      { by: 'check', files: { [coverage]: 'stale' } },
      { by: 'verify', fails: ['coverage.md'] },
    ],
  },
  {
    name: 'the output directory contains another site without a manifest',
    outputs: [{ file: 'annex/squid/bypass.conf', text: 'http_access allow all\n' }],
    caught: [
      { by: 'check', files: { 'annex/squid/bypass.conf': 'unknown' } },
      { by: 'diff', approval: ['annex/squid/bypass.conf'] },
    ],
  },
  {
    name: 'the output directory contains a script',
    outputs: [{ file: 'apply-all.sh', text: 'iptables -P FORWARD ACCEPT\n' }],
    caught: [
      { by: 'check', files: { 'apply-all.sh': 'unknown' } },
      { by: 'diff', approval: ['apply-all.sh'] },
    ],
  },
  {
    name: 'the output directory contains a hidden directory',
    outputs: [{ file: '.x/iptables/rules.v4', text: '*filter\nCOMMIT\n' }],
    caught: [
      { by: 'check', files: { '.x/iptables/rules.v4': 'unknown' } },
      { by: 'diff', approval: ['.x/iptables/rules.v4'] },
    ],
  },
  {
    name: 'the directory of a site contains files of an unlisted target, and the forged manifest lists them',
    outputs: [
      { file: 'depot/pac/proxy.pac', text: 'function FindProxyForURL() { return "DIRECT"; }\n' },
    ],
    isForged: true,
    caught: [
      { by: 'check', files: { 'depot/pac/proxy.pac': 'stale' } },
      { by: 'verify', fails: ['pac'] },
    ],
  },
];
