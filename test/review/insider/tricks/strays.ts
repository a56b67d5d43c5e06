import type { Trick } from './trick.ts';

const coverage = 'branch/coverage.md';

/** What lies below the output folder and is no target's: files of nobody, and the report that verify leans on. */
export const strayTricks: readonly Trick[] = [
  {
    name: 'the folder of a whole site lies beside, with the manifest of another spec',
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
    name: 'the coverage report says exact where it is not, under a forged manifest',
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
    name: 'a folder of another site lies beside, without a manifest',
    outputs: [{ file: 'annex/squid/bypass.conf', text: 'http_access allow all\n' }],
    caught: [
      { by: 'check', files: { 'annex/squid/bypass.conf': 'unknown' } },
      { by: 'diff', approval: ['annex/squid/bypass.conf'] },
    ],
  },
  {
    name: 'a script lies beside the sites',
    outputs: [{ file: 'apply-all.sh', text: 'iptables -P FORWARD ACCEPT\n' }],
    caught: [
      { by: 'check', files: { 'apply-all.sh': 'unknown' } },
      { by: 'diff', approval: ['apply-all.sh'] },
    ],
  },
  {
    name: 'a folder whose name begins with a dot lies beside the sites',
    outputs: [{ file: '.x/iptables/rules.v4', text: '*filter\nCOMMIT\n' }],
    caught: [
      { by: 'check', files: { '.x/iptables/rules.v4': 'unknown' } },
      { by: 'diff', approval: ['.x/iptables/rules.v4'] },
    ],
  },
  {
    name: 'the files of a target that the site does not name lie in its folder, and the forged manifest names them',
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
