import { describe, expect, test } from '@jest/globals';
import { formatAddress } from '../../../src/net/address.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { committedFiles } from '../../support/committed.ts';
import type { SpecWords } from '../../support/policy.ts';
import { needsNamespace, needsProgram } from '../../support/programs.ts';
import { everything, fileOf, renderWords } from '../../targets/iptables/render.ts';
import { inFolder, inNamespace, programsOf, variants } from './namespace.ts';

const longest: SpecWords = {
  services: {
    'a-service-with-a-very-long-name': {
      ports: ['tcp/1-65535', 'udp/443-65535'],
      application: 'other',
    },
  },
  groups: [
    {
      id: 'a-group-with-a-very-long-name-ab',
      to: {
        'a-service-with-a-very-long-name': [
          `${'a'.repeat(63)}.example.com`,
          '::506:708',
          '::1:0/112',
          '8.0.0.0/5',
        ],
      },
    },
  ],
  site: { prefix: 'abcdefgh', clients: ['192.0.2.1-192.0.2.6', '2001:db8:c1::/64'] },
};

/** A block of each length: ipset takes all of them but that of every address. */
const lengths4 = Array.from({ length: 32 }, (_, index) => {
  const first = formatAddress({ family: 4, value: 2n ** BigInt(31 - index) });
  return index === 31 ? first : `${first}/${index + 1}`;
});
const lengths6 = Array.from({ length: 128 }, (_, index) => {
  const first = formatAddress({ family: 6, value: 2n ** BigInt(127 - index) });
  return index === 127 ? first : `${first}/${index + 1}`;
});
// Where the C library prints dotted quads, the lowest and highest addresses, and a range around IPv4-mapped addresses.
const odd = [
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::ffff',
  '::1:0',
  '::506:708',
  '::1:0/112',
  '::fffe:ffff:ffff-::1:0:0:0',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];

const stories: Record<string, SpecWords> = {
  'every kind of destination': everything,
  'names at their limits': longest,
  'an additive site': { ...everything, site: { ...everything.site, enforce: 'additive' } },
  'one family': { ...everything, site: { ...everything.site, clients: ['192.0.2.0/24'] } },
  'sets of networks of every kind': {
    groups: [{ id: 'n', to: { https: [...lengths4, ...lengths6, ...odd] } }],
  },
  'networks only': { groups: [{ id: 'n', to: { https: ['198.51.100.0/25'] } }] },
};

/** The lines of the generated chains in a saved table. */
function ours(text: string): string[] {
  return text.split('\n').filter((line) => /^(:[A-Z]|-A [A-Z])[A-Z0-9]*-/.test(line));
}

function accepts(files: TargetFiles): void {
  for (const variant of variants) {
    needsNamespace(...programsOf(variant))(
      `is what iptables-${variant}-save prints once it is loaded`,
      () => {
        const { status, stdout, stderr } = inNamespace(
          files,
          variant,
          `ipset restore < iptables/sets.ipset || exit 1
         for program in $ipt:rules.v4 $ip6t:rules.v6; do
           \${program%:*}-restore --noflush -w 10 --test iptables/\${program#*:} || exit 2
           \${program%:*}-restore --noflush -w 10 iptables/\${program#*:} || exit 3
           \${program%:*}-save -t filter
         done`,
        );
        const loaded = stdout.replace(/ \[[0-9:]+\]$/gm, ' [0:0]');
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(ours(loaded)).toEqual(ours(fileOf(files, 'rules.v4') + fileOf(files, 'rules.v6')));
      },
    );
  }

  needsNamespace(...programsOf('nft'))(
    'its networks are what ipset prints once they are loaded',
    () => {
      const { status, stdout } = inNamespace(
        files,
        'nft',
        'ipset restore < iptables/sets.ipset || exit 1; ipset save',
      );
      const networks = (text: string) =>
        text
          .split('\n')
          .filter((line) => line.startsWith('add '))
          .sort();
      expect(status).toBe(0);
      // Each network has counters.
      expect(networks(stdout.replaceAll(/ packets 0 bytes 0$/gm, ''))).toEqual(
        networks(fileOf(files, 'sets.ipset')),
      );
    },
  );

  needsProgram('dnsmasq')('dnsmasq accepts its names', () => {
    const { status, stderr } = inFolder(files, () => [
      'dnsmasq',
      ['--test', '-C', 'iptables/dnsmasq.conf'],
    ]);
    expect({ status, stderr: stderr.trim() }).toEqual({
      status: 0,
      stderr: 'dnsmasq: syntax check OK.',
    });
  });
}

describe.each(Object.entries(stories))('%s', (_name, words) => {
  const files = renderWords(words);
  accepts(files);

  test('names its chains by its prefix alone', () => {
    const [chain, ...more] = new Set(fileOf(files, 'rules.v4').match(/^:[A-Z]+/gm));
    expect([chain?.length, more]).toEqual([(words.site?.prefix ?? 'spt').length + 1, []]);
  });
});

describe('the files that the repository keeps', () => {
  const kept = committedFiles('iptables');

  test('are of several folders', () => {
    expect(kept.length).toBeGreaterThan(8);
  });

  describe.each(kept)('%s', (_folder, files) => {
    accepts(files);

    test('declare their seven chains in each family', () => {
      for (const file of ['rules.v4', 'rules.v6'])
        expect(ours(fileOf(files, file)).filter((line) => line.startsWith(':'))).toHaveLength(7);
    });
  });
});

needsProgram('shellcheck')('shellcheck has nothing to say of apply.sh', () => {
  const { status, stdout } = inFolder(renderWords(everything), () => [
    'shellcheck',
    ['-s', 'sh', 'iptables/apply.sh'],
  ]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test('apply.sh explains its use and ends with 2', () => {
  const { status, stderr } = inFolder(renderWords(everything), () => [
    'sh',
    ['iptables/apply.sh', 'start'],
  ]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr:
      'usage: apply.sh check|diff|apply|confirm|load|remove|status\n       apply.sh check|apply|remove --owner SITE\n       apply.sh apply --confirm SECONDS\n       apply.sh units [DIRECTORY]\n',
  });
});
