import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { policyOf } from '../../../support/policy.ts';
import { render } from '../../../targets/pfsense/support.ts';
import { type Firewall, needsPhp, succeeded, versions, withFirewall } from './firewall.ts';
import { changed, filesOf, siteRule, siteTree } from './site.ts';

const one = filesOf(['web']);
const two = filesOf(['mail', 'web']);

/** The numbers of the loaded rules with this description. */
function numbersOf({ loaded }: Firewall, descr: string): string[] {
  const lines = loaded.split('\n').filter((line) => line.includes(`${descr}"`));
  return [...new Set(lines.map((line) => /id[:=]\d+/.exec(line)?.[0] ?? ''))].sort();
}

/** Files with one rule of these hosts, and of an optional tier. */
const hosts = (...names: readonly string[]): TargetFiles =>
  render(
    policyOf({
      groups: [
        { id: 'web', to: { https: names } },
        { id: 'off', tier: 'optional', to: { https: ['off.example.com'] } },
      ],
      site: { targets: { pfsense: { interface: 'lan', disabledTiers: ['optional'] } } },
    }),
  );

describe.each(versions)('status on %s', (version) => {
  needsPhp('is 0 after apply, and 1 for each kind of drift', () => {
    withFirewall(version, siteTree(), (firewall) => {
      expect(firewall.run(one, 'status').status).toBe(1);
      firewall.apply(one);
      const { loaded } = firewall;
      expect(firewall.run(one, 'status')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      const drifts: readonly (readonly [string, string])[] = [
        ['', 'not loaded: rule "spt: web/http", tcp 80 to spt_web_http_h, id '],
        [
          loaded.replaceAll(/id([:=])\d+"/g, 'id$17"'),
          'still loaded, but not in the configuration: id 7',
        ],
      ];
      for (const [text, message] of drifts) {
        firewall.touch('loaded', text);
        const { status, stderr } = firewall.run(one, 'status');
        expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
      }
      firewall.touch('loaded', loaded);
      firewall.touch('filter.dirty');
      expect(firewall.run(one, 'status').stderr).toContain('not applied (filter)');
      firewall.remove('filter.dirty');
      const { status, stdout, stderr } = firewall.run(two, 'status');
      expect([status, stdout]).toEqual([1, expect.stringContaining('+ rule "spt: mail/https"')]);
      expect(stderr).toContain('run: php -q apply.php apply config.xml --yes');
    });
  });

  needsPhp(
    'expects no disabled rule, and ignores rules of the site with our alias or words',
    () => {
      const half = [
        siteRule('tablets', { source: { address: 'spt_clients' }, tracker: '1600000002' }),
        siteRule('spt: tablets', { source: { network: 'lan' }, tracker: '1600000003' }),
        siteRule('not spt: x', { source: { address: 'spt_clients' }, tracker: '1600000004' }),
      ];
      withFirewall(version, changed(siteTree(), 'filter/rule', half), (firewall) => {
        firewall.apply(hosts('a.example.com'));
        expect(firewall.loaded).not.toContain('spt: off');
        expect(succeeded(firewall.run(hosts('a.example.com'), 'status'))).toBe('');
      });
    },
  );
});

describe.each(versions)('--cut on %s', (version) => {
  /** Applies the first files, then the second with --cut: the labels whose states were ended. */
  function cutBetween(
    from: TargetFiles,
    to: TargetFiles,
    between: (firewall: Firewall) => void = () => {},
  ) {
    return withFirewall(version, siteTree(), (firewall) => {
      firewall.apply(from);
      const mail = numbersOf(firewall, 'spt: mail/https');
      const web = numbersOf(firewall, 'spt: web/https');
      between(firewall);
      firewall.apply(to, '--cut');
      return { cut: firewall.taken('cut').sort(), mail, web };
    });
  }

  needsPhp('ends the states of removed rules, by the labels before', () => {
    const { cut, mail } = cutBetween(two, one);
    expect(mail.length).toBe(2);
    expect(cut).toEqual(expect.arrayContaining(mail));
    expect(cut.length).toBe(3);
  });

  needsPhp('ends those of a rule whose alias lost an entry, and none if it only gained', () => {
    const lost = cutBetween(hosts('a.example.com', 'b.example.com'), hosts('a.example.com'));
    expect(lost.cut).toEqual(lost.web);
    expect(lost.cut.length).toBe(1);
    expect(cutBetween(hosts('a.example.com'), hosts('a.example.com', 'b.example.com')).cut).toEqual(
      [],
    );
  });

  needsPhp('ends those of every rule when the clients become fewer', () => {
    const fewer = filesOf(['web'], { clients: ['192.0.2.0/25', '2001:db8:c1::/64'] });
    expect(cutBetween(one, fewer).cut.length).toBe(4);
  });

  needsPhp('goes by the numbers that the device has, not by those of the files', () => {
    const { cut } = cutBetween(one, one, (firewall) => {
      const index = firewall.rules.findIndex(({ descr }) => descr === 'spt: web/http');
      firewall.tree = changed(firewall.tree, `filter/rule/${index}/tracker`, '4200000001');
      firewall.touch(
        'loaded',
        firewall.loaded.replaceAll(/(web\/http" label "id[:=])\d+/g, '$14200000001'),
      );
    });
    expect(cut).toEqual([expect.stringMatching(/^id[:=]4200000001$/)]);
  });

  needsPhp('ends nothing if nothing changed, and nothing without the option', () => {
    expect(cutBetween(one, one).cut).toEqual([]);
    withFirewall(version, siteTree(), (firewall) => {
      firewall.apply(two);
      firewall.apply(one);
      expect(firewall.taken('cut')).toEqual([]);
    });
  });

  needsPhp('ends what an apply that was killed left loaded', () => {
    const { cut, mail } = cutBetween(two, one, (firewall) => {
      firewall.during({ KILL_AT: 'filter_configure_sync' }).run(one, 'apply', '--yes', '--cut');
    });
    expect(cut).toEqual(expect.arrayContaining(mail));
  });

  needsPhp('exits with 1 if pf does not end them; the rules are applied', () => {
    withFirewall(version, siteTree(), (firewall) => {
      firewall.apply(two);
      const { status, stderr } = firewall
        .during({ FAIL: 'states' })
        .run(one, 'apply', '--yes', '--cut');
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/run: pfctl -k label -k id[:=]\d+/),
      ]);
      expect(firewall.run(one, 'status').status).toBe(0);
    });
  });
});
