import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import {
  type Fields,
  type Firewall,
  needsPhp,
  type Tree,
  versions,
  withFirewall,
} from './firewall.ts';
import { changed, filesOf, siteRule, siteTree } from './site.ts';

const files = filesOf(['web']);
const [configFile, scriptFile] = ['pfsense/config.xml', 'pfsense/apply.php'];

/** Runs check, apply and remove; each must exit with 1, say this, and change nothing. */
function refuses(
  firewall: Firewall,
  given: TargetFiles,
  message: RegExp | string,
  verbs = ['check', 'apply'],
) {
  const { text, loaded } = firewall;
  for (const verb of verbs) {
    const { status, stderr } = firewall.run(given, verb, ...(verb === 'check' ? [] : ['--yes']));
    if (typeof message === 'string') expect(stderr).toContain(message);
    else expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect([firewall.text, firewall.loaded]).toEqual([text, loaded]);
  }
  const made = firewall.taken('calls');
  expect(made.filter((call) => /^(write|filter|config_set)/.test(call))).toEqual([]);
}

describe.each(versions)('on %s', (version) => {
  needsPhp('edits that are not applied', () => {
    withFirewall(version, siteTree(), (firewall) => {
      for (const area of ['filter', 'aliases', 'natconf', 'shaper']) {
        firewall.touch(`${area}.dirty`);
        refuses(firewall, files, `has edits that are not applied (${area})`, [
          'check',
          'apply',
          'remove',
        ]);
        firewall.remove(`${area}.dirty`);
      }
      firewall.touch('dhcpd.dirty');
      firewall.apply(files);
    });
  });
});

describe('the firewall', () => {
  const lacks: readonly (readonly [string, Fields, string])[] = [
    [
      'no such interface',
      changed(siteTree(), 'interfaces/lan', undefined),
      'is not on this firewall',
    ],
    [
      'a disabled interface',
      changed(siteTree(), 'interfaces/lan/enable', undefined),
      '"lan" is disabled',
    ],
    [
      'a disabled filter',
      changed(siteTree(), 'system/disablefilter', ''),
      'packet filtering is disabled',
    ],
    [
      'the secondary',
      siteTree({ hasync: { pfsyncenabled: 'on', synchronizetoip: '' } }),
      'looks like the secondary',
    ],
    [
      'rules without aliases',
      siteTree({ hasync: { synchronizetoip: '192.0.2.2', synchronizerules: 'on' } }),
      'only one of rules and aliases',
    ],
    [
      'aliases without rules',
      siteTree({ hasync: { synchronizetoip: '192.0.2.2', synchronizealiases: 'on' } }),
      'only one of rules and aliases',
    ],
  ];
  for (const [what, tree, message] of lacks)
    needsPhp(`is refused: ${what}`, () => {
      withFirewall('2.8', tree, (firewall) => refuses(firewall, files, message));
    });

  const fine: readonly (readonly [string, Tree])[] = [
    ['no pair', ''],
    [
      'a primary',
      {
        pfsyncenabled: 'on',
        synchronizetoip: '192.0.2.2',
        synchronizerules: 'on',
        synchronizealiases: 'on',
      },
    ],
  ];
  for (const [what, hasync] of fine)
    needsPhp(`is accepted: ${what}`, () => {
      withFirewall('2.8', siteTree({ hasync }), (firewall) => firewall.apply(files));
    });
});

describe('a vanishing alias', () => {
  const gone = 'spt_mail_https_h';
  // The field of every kind that can name an alias, and where it is.
  const uses: readonly (readonly [string, Fields])[] = [
    ['nat/rule/0/target', { target: gone }],
    ['nat/rule/0/source/address', { source: { address: gone } }],
    ['nat/outbound/rule/0/source/network', { source: { network: gone } }],
    ['nat/onetoone/0/destination/address', { destination: { address: gone } }],
    ['nat/npt/0/source/address', { source: { address: gone } }],
    ['aliases/alias/0/address', { name: 'all', type: 'host', address: `192.0.2.9 ${gone}` }],
    ['filter/rule/0/source/address', siteRule('a', { source: { address: gone } })],
    ['filter/rule/0/source/network', siteRule('a', { source: { network: gone } })],
    ['filter/rule/0/destination/address', siteRule('a', { destination: { address: gone } })],
    ['filter/rule/0/destination/port', siteRule('a', { destination: { port: gone } })],
    ['staticroutes/route/0/network', { network: gone }],
    ['openvpn/openvpn-server/0/local_network', { local_network: `192.0.2.0/24,${gone}` }],
    ['installedpackages/squid/config/0/allowed', { allowed: `x\n${gone}` }],
  ];
  for (const [leaf, value] of uses)
    needsPhp(`is refused at ${leaf}`, () => {
      withFirewall('master', siteTree(), (firewall) => {
        firewall.apply(filesOf(['mail', 'web']));
        const at = leaf.split('/0/')[0] ?? '';
        firewall.tree = changed(firewall.tree, `${at}/0`, value);
        const list = valueAt(firewall.tree, at);
        firewall.tree = changed(
          firewall.tree,
          at,
          Array.isArray(list) ? list : Object.values(list as Fields),
        );
        firewall.taken('calls');
        refuses(firewall, files, `${leaf} uses the alias ${gone}, which would go`, [
          'check',
          'apply',
          'remove',
        ]);
        firewall.apply(filesOf(['mail', 'web']));
      });
    });

  needsPhp('may be named in a description, in a longer word, and in what goes with it', () => {
    withFirewall('master', siteTree(), (firewall) => {
      firewall.apply(filesOf(['mail', 'web']));
      firewall.tree = changed(firewall.tree, 'nat/rule', [
        { descr: gone, target: `${gone}2`, description: gone },
      ]);
      firewall.apply(files);
      expect(firewall.aliases.map(({ name }) => name)).not.toContain(gone);
    });
  });
});

function valueAt(tree: Fields, path: string): Tree | undefined {
  return path
    .split('/')
    .reduce<Tree | undefined>((here, key) => (here as Fields | undefined)?.[key], tree);
}

describe('the files', () => {
  const config = files.get(configFile) ?? '';
  const lines = config.split('\n');
  const broken: readonly (readonly [string, string, RegExp])[] = [
    ['empty', '', /not complete/],
    ['without its last line feed', config.slice(0, -1), /not complete/],
    ['with CRLF', config.replaceAll('\n', '\r\n'), /not what Portolan writes/],
    ['with a line too many', `${config}<pfsense>\n`, /not what Portolan writes/],
    [
      'of another prefix',
      config.replace('alias-prefix="spt_"', 'alias-prefix="other_"'),
      /prefix "other"/,
    ],
    [
      'without aliases',
      config.replace(/<aliases>[\s\S]*<\/aliases>/, '<aliases>\n\t</aliases>'),
      /missing or doubled/,
    ],
    [
      'without rules',
      config.replace(/<filter>[\s\S]*<\/filter>/, '<filter>\n\t</filter>'),
      /missing or doubled/,
    ],
    [
      'with a foreign alias',
      config.replace('<name>spt_web_http_h', '<name>other_web'),
      /an alias is not one/,
    ],
    ['with a foreign rule', config.replace('[spt: web/http]', '[web/http]'), /a rule is not one/],
    [
      'with a second interface',
      config.replace('<interface>lan', '<interface>wan'),
      /a rule is not one/,
    ],
    [
      'with a rule without its alias',
      config.replace('<address>spt_web_http_h<', '<address>spt_none<'),
      /a rule is not one/,
    ],
    [
      'with an element twice',
      config.replace('<type>pass</type>', '<type>pass</type>\n\t\t\t<type>pass</type>'),
      /<type> twice/,
    ],
    [
      'with an entity',
      config.replace('<type>pass</type>', '<type>p&#97;ss</type>'),
      /not what Portolan writes/,
    ],
    ['with an attribute', config.replace('<rule>', '<rule x="1">'), /not what Portolan writes/],
    [
      'with another root',
      config.replace('<pfsense fragment="aliases filter"', '<pfsense'),
      /not what Portolan writes/,
    ],
  ];
  for (const [what, text, message] of broken)
    needsPhp(`are refused: ${what}`, () => {
      withFirewall('2.8', siteTree(), (firewall) =>
        refuses(firewall, new Map([...files, [configFile, text]]), message),
      );
    });

  needsPhp('are refused if they end at any line', () => {
    withFirewall('2.8', siteTree(), (firewall) => {
      for (let end = 1; end < lines.length - 1; end += 7) {
        const part = `${lines.slice(0, end).join('\n')}\n`;
        const given = new Map([...files, [configFile, part]]);
        expect(firewall.run(given, 'check').status).toBe(1);
      }
    });
  });

  needsPhp('a script of another site does not take them', () => {
    const script = (files.get(scriptFile) ?? '').replace("PREFIX = 'spt'", "PREFIX = 'other'");
    withFirewall('2.8', siteTree(), (firewall) =>
      refuses(firewall, new Map([...files, [scriptFile, script]]), 'copy both files of one site'),
    );
  });
});

describe('wrong usage', () => {
  const words: readonly (readonly string[])[] = [
    ['nothing'],
    ['check', '--yes'],
    ['diff', '--cut'],
    ['apply', '--yes', '--force'],
    ['apply', '--yes', 'another.xml'],
    ['status', '--cut'],
  ];
  for (const [verb = '', ...options] of words)
    needsPhp(`exits with 2: ${[verb, ...options].join(' ')}`, () => {
      withFirewall('2.8', siteTree(), (firewall) => {
        const { status, stderr } = firewall.run(files, verb, ...options);
        expect([status, stderr]).toEqual([2, expect.stringContaining('usage: php -q apply.php')]);
      });
    });

  needsPhp('exits with 2 on a machine without the functions of pfSense', () => {
    withFirewall('2.8', siteTree(), (firewall) => {
      firewall.remove('inc/filter.inc');
      const { status, stderr } = firewall.run(files, 'apply', '--yes');
      expect([status, stderr]).toEqual([2, expect.stringContaining('run this on the firewall')]);
    });
  });
});
