import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import type { Former, Retired } from '../../../src/targets/device.ts';
import { retire } from '../../../src/targets/pfsense/retire/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { backupOf, type Others, otherAlias, otherRule } from '../../support/pfsense-backup.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { configFile, policyOf, render } from './support.ts';

const interfaceOf = (key: string) => ({ targets: { pfsense: { interface: key } } });

const web = { id: 'web', to: { https: ['www.example.com', '198.51.100.0/25'] } };
const talk = { id: 'talk', to: { media: ['talk.example.com'], https: ['talk.example.com'] } };

const words = {
  services: { media: { ports: ['tcp/5061', 'udp/3478-3481'], application: 'other' as const } },
  groups: [web, talk],
  site: { inner: ['10.0.0.0/8'], ...interfaceOf('lan') },
} satisfies SpecWords;

const filesOf = (given: SpecWords) => render(policyOf(given));
const site = (more: NonNullable<SpecWords['site']>) => ({
  ...words,
  site: { ...words.site, ...more },
});
const oldFiles = filesOf(words);

type Change = readonly [name: string, older: SpecWords, newer: SpecWords | undefined];

const changes: readonly Change[] = [
  ['nothing', words, words],
  [
    'a name of several',
    { ...words, groups: [{ id: 'web', to: { https: ['a.example.com', 'b.example.com'] } }] },
    { ...words, groups: [{ id: 'web', to: { https: ['a.example.com'] } }] },
  ],
  [
    'the last name of a rule',
    words,
    { ...words, groups: [{ id: 'web', to: { https: ['198.51.100.0/25'] } }, talk] },
  ],
  ['a group', words, { ...words, groups: [web] }],
  [
    'a port of a service',
    words,
    { ...words, services: { media: { ...words.services.media, ports: ['tcp/5061'] } } },
  ],
  [
    'another port of a service',
    words,
    { ...words, services: { media: { ...words.services.media, ports: ['tcp/5062'] } } },
  ],
  ['the interface', words, site(interfaceOf('opt1'))],
  ['the prefix', words, site({ prefix: 'other' })],
  ['the last rule', words, site({ enforce: 'additive', inner: [] })],
  ['the inner networks', words, site({ inner: [] })],
  ['one of the inner networks', site({ inner: ['10.0.0.0/8', '172.16.0.0/12'] }), words],
  ['the log', words, site({ targets: { pfsense: { interface: 'lan', log: false } } })],
  [
    'a tier that is on',
    { ...words, groups: [{ ...web, tier: 'optional' as const }, talk] },
    {
      ...words,
      groups: [{ ...web, tier: 'optional' as const }, talk],
      site: {
        ...words.site,
        targets: { pfsense: { interface: 'lan', disabledTiers: ['optional' as const] } },
      },
    },
  ],
  ['the whole output', words, undefined],
];

type Rule = { readonly interface: string; readonly name: string; readonly content: string };
type Firewall = { readonly rules: readonly Rule[]; readonly aliases: readonly string[] };

/** What a configuration has, read without the code under test. */
function firewallOf(text: string): Firewall {
  const rules = [...text.matchAll(/<rule>[\s\S]*?<\/rule>/g)].map(([rule]) => ({
    interface: /<interface>(.*?)</.exec(rule)?.[1] ?? '',
    name: /<descr><!\[CDATA\[(.*?)\]\]>/.exec(rule)?.[1] ?? '',
    content: rule.replace(/<tracker>.*/, ''),
  }));
  return {
    rules,
    aliases: [...text.matchAll(/<alias>\s*<name>(.*?)</g)].map(([, name = '']) => name),
  };
}

const nothing: Firewall = { rules: [], aliases: [] };

type Item = { readonly name: string; readonly interface?: string; readonly state: string };
type Task = {
  readonly 'pfsensible.core.pfsense_aggregate': {
    readonly purge_rules?: boolean;
    readonly purge_aliases?: boolean;
    readonly aggregated_rules?: readonly Item[];
    readonly aggregated_aliases?: readonly Item[];
  };
};

function argumentsIn(text: string): readonly Task['pfsensible.core.pfsense_aggregate'][] {
  const tasks = (text === '' ? [] : load(text)) as readonly Task[];
  return tasks.map((task) => task['pfsensible.core.pfsense_aggregate']);
}

/** What the modules of Ansible leave: each item takes the first rule with its interface and name. */
function runTasks({ rules, aliases }: Firewall, text: string): Firewall {
  const left = [...rules];
  let names = [...aliases];
  for (const given of argumentsIn(text)) {
    expect([given.purge_rules ?? false, given.purge_aliases ?? false]).toEqual([false, false]);
    for (const item of given.aggregated_rules ?? []) {
      expect(item.state).toBe('absent');
      const at = left.findIndex(
        (rule) => rule.interface === item.interface && rule.name === item.name,
      );
      if (at >= 0) left.splice(at, 1);
    }
    for (const item of given.aggregated_aliases ?? [])
      names = names.filter((name) => name !== item.name);
  }
  return { rules: left, aliases: names };
}

const retired = (former: Former, newer: TargetFiles | undefined): Retired =>
  must(retire.retire(former, newer, 'ansible'));

const between = (older: TargetFiles, newer: TargetFiles | undefined): Retired =>
  retired({ kind: 'files', files: older }, newer);

const named = (text: string) => ({ kind: 'dump' as const, dump: { name: 'fw.xml', text } });

describe('the tasks', () => {
  test('are empty, or delete rules and then aliases', () => {
    expect(between(oldFiles, oldFiles)).toEqual({ text: '', notes: [] });
    const newer = filesOf({ ...words, groups: [web] });
    expect(between(oldFiles, newer)).toEqual({
      text: `# Run these tasks once, before those that add rules and aliases. A rule is found by its interface and name.
---
- name: "Delete rules that left the files"
  pfsensible.core.pfsense_aggregate:
    purge_rules: false
    aggregated_rules:
      - { name: "spt: talk/https", interface: "lan", state: absent }
      - { name: "spt: talk/media", interface: "lan", state: absent }
      - { name: "spt: talk/media", interface: "lan", state: absent }
- name: "Delete aliases that left the files"
  pfsensible.core.pfsense_aggregate:
    purge_aliases: false
    aggregated_aliases:
      - { name: "spt_talk_https_h", state: absent }
      - { name: "spt_talk_media_h", state: absent }
`,
      notes: [],
    });
  });

  test.each(changes)('leave nothing that the new files do not have: %s', (_name, older, newer) => {
    const [before, after] = [filesOf(older), newer === undefined ? undefined : filesOf(newer)];
    const { text, notes } = between(before, after);
    const rule = otherRule({ descr: 'by hand' });
    const alias = otherAlias('mine', 'host', '192.0.2.7');
    const backup = backupOf(before, { above: [rule], below: [rule], aliases: [alias] });
    const left = runTasks(firewallOf(backup), text);
    const kept = firewallOf(after?.get(configFile) ?? '');
    // A rule that denies stays, and a note says that it changed.
    const changed = left.rules.filter(
      ({ name, content }) =>
        name !== 'by hand' && !kept.rules.some((other) => other.content === content),
    );
    const denials = notes.filter((note) => note.endsWith('change it in its place'));
    expect(changed.map(({ name }) => name)).toEqual(
      denials.map((note) => /"(.*)"/.exec(note)?.[1]),
    );
    expect(left.rules.filter(({ name }) => name === 'by hand')).toHaveLength(2);
    expect(left.aliases.filter((name) => !kept.aliases.includes(name))).toEqual(['mine']);
  });

  test.each(changes)('keep what stays the same: %s', (_name, older, newer) => {
    const before = filesOf(older);
    const after = newer === undefined ? undefined : filesOf(newer);
    const { text, notes } = between(before, after);
    const [had, kept] = [before, after].map((each) => firewallOf(each?.get(configFile) ?? ''));
    const left = runTasks(had ?? nothing, text);
    const staying = (rules: readonly Rule[]) =>
      rules
        .filter(({ content }) => kept?.rules.some((other) => other.content === content))
        .filter(({ name }) => !notes.some((note) => note.includes(`"${name}"`)));
    expect(staying(left.rules)).toEqual(staying(had?.rules ?? []));
  });

  test.each(changes)('are the same for the backup of a firewall: %s', (_name, older, newer) => {
    // A backup does not tell what the site had under another prefix.
    if (newer === undefined || newer.site?.prefix !== undefined) return;
    const [before, after] = [filesOf(older), filesOf(newer)];
    expect(retired(named(backupOf(before)), after)).toEqual(between(before, after));
  });

  test('delete all rules of a name if one of them changed, and say so', () => {
    const newer = filesOf({
      ...words,
      services: { media: { ...words.services.media, ports: ['tcp/5061'] } },
    });
    const { text, notes } = between(oldFiles, newer);
    const [{ aggregated_rules: rules } = {}] = argumentsIn(text);
    expect(rules).toEqual([
      { name: 'spt: talk/media', interface: 'lan', state: 'absent' },
      { name: 'spt: talk/media', interface: 'lan', state: 'absent' },
    ]);
    expect(notes).toEqual([
      'the rules "spt: talk/media" on lan changed, so all of them are deleted: add those of the new files again',
    ]);
  });

  test('never delete a rule that denies and stays, and delete denials last', () => {
    const silent = filesOf(site({ targets: { pfsense: { interface: 'lan', log: false } } }));
    expect(between(oldFiles, silent)).toEqual({
      text: '',
      notes: ['inner networks are denied', 'everything else is denied'].map(
        (name) =>
          `the rule "spt: ${name}" on lan changed, and it denies, so it is not deleted: change it in its place`,
      ),
    });
    const [{ aggregated_rules: rules = [] } = {}] = argumentsIn(between(oldFiles, undefined).text);
    expect(rules.slice(-2).map(({ name }) => name)).toEqual([
      'spt: inner networks are denied',
      'spt: everything else is denied',
    ]);
  });
});

describe('a backup', () => {
  const newer = filesOf({ ...words, groups: [web] });
  const ours = '<address>spt_clients</address>';
  const from = (others: Others) => retired(named(backupOf(oldFiles, others)), newer);
  const plain = between(oldFiles, newer).text;
  const left =
    'of the site has a name or an interface that Portolan does not write; delete it by hand';

  test('has rules of the site only if they have its name and its clients', () => {
    const others = [otherRule({ descr: 'spt: web/https' }), otherRule({ source: ours })];
    expect(from({ above: others })).toEqual({ text: plain, notes: [] });
    const old = otherRule({ descr: 'spt: old/https', source: ours });
    expect(from({ above: [old] }).text).toContain('"spt: old/https"');
    expect(must(retire.prefixesIn({ name: 'fw.xml', text: backupOf(oldFiles) }))).toEqual(
      new Set(['spt']),
    );
  });

  test.each([
    '{{ lookup("pipe", "id") }}',
    '{% raw %}',
    'a", state: present }, { name: "b',
    'a\n- name: x',
    '\u202e\u0085',
    '*a &b !unsafe',
    'A',
  ])('prints no name that Portolan does not write: %j', (name) => {
    const { text, notes } = from({
      above: [otherRule({ descr: `spt: ${name}`, source: ours })],
      aliases: [otherAlias('spt_a b', 'host', '192.0.2.7')],
    });
    expect(text).toBe(plain);
    expect(notes).toEqual([
      expect.stringMatching(new RegExp(`^fw\\.xml:\\d+: this rule ${left}$`)),
      expect.stringMatching(new RegExp(`^fw\\.xml:\\d+: this alias ${left}$`)),
    ]);
  });

  test.each([{ floating: 'yes' }, { interface: 'lan,wan' }, { interface: 'Group' }])(
    'has no rule of the site on %j',
    (fields) => {
      const { text, notes } = from({
        above: [otherRule({ descr: 'spt: old/https', source: ours, ...fields })],
      });
      expect([text, notes]).toEqual([plain, [expect.stringContaining(left)]]);
    },
  );

  test('is refused if it is not one, and if the site has no output now', () => {
    const refusal = (former: Former, files: TargetFiles | undefined = newer) => {
      const outcome = retire.retire(former, files, 'ansible');
      return outcome.ok ? 'accepted' : `${outcome.error.message}; ${outcome.error.help}`;
    };
    expect(refusal(named('hello'))).toMatch(/^fw\.xml is not a backup of pfSense; save a backup/);
    expect(refusal(named('---- BEGIN config.xml ----'))).toMatch(/^fw\.xml is encrypted; /);
    expect(refusal(named('<pfsense><filter>'))).toMatch(/not valid XML/);
    expect(refusal(named(oldFiles.get(configFile) ?? ''))).toMatch(/^fw\.xml is a generated file/);
    const config = must(retire.retire({ kind: 'nothing' }, newer, 'ansible'));
    expect(config).toEqual({ text: '', notes: [] });
    const gone = retire.retire(named(backupOf(oldFiles)), undefined, 'ansible');
    expect(!gone.ok && gone.error.message).toMatch(/^the spec no longer has this output/);
    const edited = new Map([[configFile, '<pfsense/>\n']]);
    expect(refusal({ kind: 'files', files: edited })).toMatch(
      /^pfsense\/config\.xml:1: .*; if the file was edited or is of another version, use --base /,
    );
    expect(retire.prefixesIn({ name: 'x', text: 'hello' }).ok).toBe(false);
  });
});
