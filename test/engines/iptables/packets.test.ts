import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../support/programs.ts';
import { additive, closed, guide } from './expected.ts';
import { type Setting, settings } from './lab.ts';
import { programsOf, variants } from './namespace.ts';
import { observe, type Seen } from './observe.ts';
import { type Promised, promisedTo } from './promised.ts';
import { type Family, families, familyOf, type Table } from './table.ts';

const sites: [string, Promised][] = [
  ['the guide', guide],
  ['every kind, closed', closed],
  ['every kind, additive', additive],
];

describe.each(sites)('%s', (_site, site) => {
  const it = needsNamespace(...variants.flatMap(programsOf), 'ip');
  // The labs wait more than they work, so the settings are lived through side by side.
  let labs: Map<Setting, Promise<Seen>> | undefined;
  const seenIn = (setting: Setting): Promise<Seen> => {
    labs ??= new Map(settings.map((each) => [each, settled(observe(site, each))]));
    const seen = labs.get(setting);
    if (seen === undefined) throw new Error('there is no lab with this setting');
    return seen;
  };

  describe.each([...settings])('iptables-$variant, FORWARD policy $policy', (setting) => {
    const { policy } = setting;
    const isOpen = site.enforce === 'additive' && policy === 'ACCEPT';
    const says = (name: string, look: (seen: Seen) => void) =>
      it(name, async () => look(await seenIn(setting)));

    says(
      'every host is open on every listed port once its name was asked, and on no other',
      (seen) => {
        for (const family of families)
          expect(seen.tables[family]).toEqual(tableOf(site, family, policy, promisedTo(site)));
      },
    );

    if (site.enforce === 'closed') {
      says('the first packet of a connection is never lost: none is sent again', (seen) => {
        expect(seen.sentAgain).toBe(0);
      });

      says('what is refused is refused at once, by TCP reset or ICMP error', ({ refusals }) => {
        const outcomes = refusals.map(({ outcome }) => outcome);
        expect(outcomes).toEqual(['refused', 'prohibited', 'refused', 'prohibited']);
        expect(Math.max(...refusals.map(({ milliseconds }) => milliseconds))).toBeLessThan(500);
      });
    }

    says('a name that was not asked here opens nothing, listed networks are open', (seen) => {
      for (const family of families) {
        const expected = tableOf(site, family, policy, site.places);
        expect(seen.unasked[family]).toEqual(expected);
        expect(seen.askedElsewhere[family]).toEqual(expected);
      }
    });

    says('every name is answered as it is outside, inner addresses too', ({ answers }) => {
      for (const [name, { addresses }] of Object.entries(site.pointing))
        expect(answers[name]).toEqual(addresses);
      expect(Object.values(answers).filter((addresses) => addresses.length !== 2)).toEqual([]);
    });

    says('clients may ask the router names and nothing else, neighbours may not', (seen) => {
      expect(seen.before.toRouter).toEqual([
        'client udp/53 silent',
        'client tcp/53 silent',
        'client tcp/22 silent',
        'neighbour udp/53 silent',
        'neighbour tcp/53 silent',
      ]);
      expect(seen.after.toRouter).toEqual([
        'client udp/53 open',
        'client tcp/53 open',
        'client tcp/22 silent',
        'neighbour udp/53 silent',
        'neighbour tcp/53 silent',
      ]);
    });

    says('a neighbour outside the client networks is untouched', (seen) => {
      const outcome = policy === 'ACCEPT' ? 'open' : 'silent';
      const expected = [
        `listed tcp/443 ${outcome}`,
        `listed tcp/22 ${outcome}`,
        `listed udp/443 ${outcome}`,
        'listed tcp/8088 open',
        `neighbour tcp/80 ${outcome}`,
        `neighbour udp/443 ${outcome}`,
      ];
      expect(seen.before.neighbour).toEqual(expected);
      expect(seen.after.neighbour).toEqual(expected);
    });

    says('nothing new comes in from outside, unless an additive site lets it in itself', (seen) => {
      const outcome = isOpen ? 'open' : 'silent';
      expect(seen.inbound).toEqual([
        `client tcp/80 ${outcome}`,
        `client udp/443 ${outcome}`,
        `client tcp/8088 ${site.enforce === 'closed' ? 'silent' : 'open'}`,
      ]);
    });

    says("the site's own rules go on in an additive site, and end in a closed one", (seen) => {
      const outcome = site.enforce === 'closed' ? 'refused' : 'open';
      expect(seen.siteRule).toEqual([`listed tcp/8088 ${outcome}`, `inner tcp/8088 ${outcome}`]);
    });

    says('an ICMP error of the far end comes back to the client', ({ farErrors }) => {
      expect(farErrors).toEqual([true, true]);
    });

    says('three times applied is once applied: one set of jumps', ({ applied, life }) => {
      expect(applied).toBe('');
      expect(life.appliedAgain.split('\n')).toEqual([
        'status 0',
        `-A FORWARD -s 192.0.2.0/24 -j ${site.chains}-OUT`,
        `-A FORWARD -d 192.0.2.0/24 -j ${site.chains}-IN`,
        `-A INPUT -s 192.0.2.0/24 -j ${site.chains}-SELF`,
        `-A FORWARD -s 2001:db8:c1::/64 -j ${site.chains}-OUT`,
        `-A FORWARD -d 2001:db8:c1::/64 -j ${site.chains}-IN`,
        `-A INPUT -s 2001:db8:c1::/64 -j ${site.chains}-SELF`,
      ]);
    });

    says('status sees a rule that was put in by hand, and apply takes it away', ({ life }) => {
      expect(life.drift.split('\n')).toEqual([
        'rules.v4: < expected, > loaded',
        `> -A ${site.chains}-OUT -j ACCEPT`,
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
        'status 1',
        'status 0',
      ]);
    });

    says(
      'a foreign line for a name of ours is found by check, and apply refuses too',
      ({ life }) => {
        const found = [
          'apply.sh: conflicting ipset= or nftset= lines in the dnsmasq configuration:',
          expect.stringMatching(/^dnsmasq\.d\/other\.conf: ipset=\/[a-z.]+\/other$/),
          'remove these lines: dnsmasq fills the sets of only one line',
        ];
        expect(life.foreign.split('\n')).toEqual([...found, ...found]);
      },
    );

    says('a bad IPv6 file changes nothing in either family', ({ life }) => {
      expect(life.badSix.split('\n')).toEqual([
        'apply 1',
        'apply.sh: rules.v6 cannot be loaded',
        'unchanged',
      ]);
    });

    says('after all this the same is open as before', ({ life, tables }) => {
      expect(life.tables).toEqual(tables);
    });

    says('remove leaves nothing, and the site is what it was', ({ life }) => {
      expect(life.removed.split('\n')).toEqual(['remove 0', 'remove 0', 'as before']);
      const rest = policy === 'ACCEPT' ? [] : ['tcp silent', 'udp silent'];
      for (const family of families) {
        expect(life.tablesAfterRemove[family].rest).toEqual(rest);
        const open = Object.values(life.tablesAfterRemove[family].open);
        expect(new Set(open)).toEqual(new Set([policy === 'ACCEPT' ? site.ports.join(' ') : '']));
      }
    });
  });
});

/** The table of one family if the rules allow this; destinations that are not in `open` are denied. */
function tableOf(
  site: Promised,
  family: Family,
  policy: Setting['policy'],
  open: Readonly<Record<string, string>>,
): Table {
  const names = [...Object.keys(site.names), ...Object.keys(site.pointing)];
  const places = Object.keys(site.places).filter((place) => familyOf(place) === family);
  const rows = (of: (label: string) => string) =>
    Object.fromEntries([...names, ...places].map((label) => [label, of(label)]));
  if (site.enforce === 'additive' && policy === 'ACCEPT')
    return { open: rows(() => site.ports.join(' ')), rest: [] };
  const rest =
    site.enforce === 'closed' ? ['tcp refused', 'udp prohibited'] : ['tcp silent', 'udp silent'];
  return { open: rows((label) => open[label] ?? ''), rest };
}

/** A test network that fails before a test awaits it fails only the tests that use it. */
function settled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
