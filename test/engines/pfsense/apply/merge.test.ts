import { describe, expect } from '@jest/globals';
import { type Fields, needsPhp, succeeded, versions, withFirewall } from './firewall.ts';
import { changed, filesOf, siteAliases, siteRules, siteTree } from './site.ts';

const one = filesOf(['web']);
const two = filesOf(['mail', 'web']);

const descriptions = (rules: readonly Fields[]) => rules.map(({ descr }) => descr);
const own = (rules: readonly Fields[]) =>
  rules.filter(
    ({ descr, source }) =>
      String(descr).startsWith('spt: ') && (source as Fields)['address'] === 'spt_clients',
  );
const others = (rules: readonly Fields[]) => rules.filter((rule) => !own([rule]).includes(rule));

describe.each(versions)('on %s', (version) => {
  const site = (work: Parameters<typeof withFirewall>[2], tree = siteTree()) =>
    withFirewall(version, tree, work);

  needsPhp('the first apply adds aliases last and rules on top of the interface', () => {
    site((firewall) => {
      firewall.apply(two);
      expect(descriptions(firewall.rules)).toEqual([
        'outside',
        'quick',
        'spt: mail/http',
        'spt: mail/https',
        'spt: mail/https',
        'spt: web/http',
        'spt: web/https',
        'spt: web/https',
        'spt: everything else is denied',
        'threats',
        'spt: tablets',
        'tablets',
        'Default allow LAN to any rule',
        'guests',
      ]);
      expect(firewall.aliases.slice(0, 2)).toEqual(siteAliases);
      expect(firewall.aliases.slice(2).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['spt_clients']),
      );
      expect(firewall.loaded).toContain('from <spt_clients>');
      expect(others(firewall.rules)).toEqual(siteRules);
    });
  });

  needsPhp('the second apply changes no byte, and loads the rules again', () => {
    site((firewall) => {
      firewall.apply(two);
      const { text } = firewall;
      firewall.taken('calls');
      expect(firewall.apply(two)).toBe('');
      expect(firewall.text).toBe(text);
      const calls = firewall.taken('calls');
      expect(calls).not.toContain('write_config');
      expect(calls).toContain('filter_configure_sync');
    });
  });

  needsPhp('remove gives the configuration back, twice', () => {
    const unused = changed(siteTree(), 'filter/rule/4/source', { network: 'lan' });
    site((firewall) => {
      firewall.apply(two);
      for (const round of [1, 2]) {
        const said = succeeded(firewall.run(two, 'remove', '--yes'));
        expect(said === '').toBe(round === 2);
        const { revision: _ours, ...tree } = firewall.tree;
        const { revision: _site, ...before } = unused;
        expect(tree).toEqual(before);
        expect(firewall.loaded).not.toContain('from <spt_clients>');
        expect(firewall.loaded).toContain('threats');
      }
    }, unused);
  });

  needsPhp('an empty firewall gets everything, and keeps empty areas', () => {
    const bare = changed(changed(siteTree(), 'aliases', undefined), 'filter', '');
    site((firewall) => {
      firewall.apply(one);
      expect(firewall.apply(one)).toBe('');
      succeeded(firewall.run(one, 'remove', '--yes'));
      expect(firewall.tree).toMatchObject({ aliases: '', filter: '' });
    }, bare);
  });

  needsPhp('a change touches what changed and nothing else', () => {
    site((firewall) => {
      firewall.apply(one);
      const said = firewall.apply(two).split('\n').slice(0, -1);
      expect(said.every((line) => /^\+ (alias|rule) /.test(line))).toBe(true);
      expect(said.filter((line) => line.startsWith('+ rule')).length).toBe(3);
      const back = firewall.apply(one).split('\n').slice(0, -1);
      expect(back.map((line) => line.replace(/^-/, '+').replace(/ \(.*/, '')).sort()).toEqual(
        said.map((line) => line.replace(/ \(.*/, '')).sort(),
      );
      expect(others(firewall.rules)).toEqual(siteRules);
    });
  });

  needsPhp('diff and apply without --yes print the changes, and change nothing', () => {
    site((firewall) => {
      const { text } = firewall;
      const diff = firewall.run(two, 'diff');
      expect(diff.status).toBe(0);
      expect(diff.stdout.split('\n')).toContain(
        '+ alias spt_clients (network): 192.0.2.0/24 2001:db8:c1::/64',
      );
      expect(diff.stdout).toContain('+ rule "spt: everything else is denied", any to any');
      expect(diff.stderr).toContain(
        "the rules are on lan, below 0 and above 4 of the site's own rules there",
      );
      const apply = firewall.run(two, 'apply', '--cut');
      expect(apply.stdout).toBe(diff.stdout);
      expect(apply.stderr).toContain('nothing was changed; run apply with --yes');
      expect(firewall.run(two, 'remove').status).toBe(0);
      expect(firewall.run(two, 'check')).toMatchObject({ status: 0, stdout: '' });
      expect(firewall.text).toBe(text);
      expect(firewall.taken('calls').filter((call) => /^(write|filter|set)/.test(call))).toEqual(
        [],
      );
    });
  });
});
