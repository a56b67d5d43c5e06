import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../support/programs.ts';
import { type Setting, settings } from './lab.ts';
import { programsOf, variants } from './namespace.ts';
import { liveThrough, type Seen } from './stages.ts';

// The labs wait more than they work, so the settings are lived through side by side.
let labs: Map<Setting, Promise<Seen>> | undefined;

function seenIn(setting: Setting): Promise<Seen> {
  labs ??= new Map(settings.map((each) => [each, settled(liveThrough(each))]));
  const seen = labs.get(setting);
  if (seen === undefined) throw new Error('there is no lab with this setting');
  return seen;
}

/** Both kinds of visitors reached these hosts in both families every time. */
function unbroken(...hosts: string[]): Record<string, unknown> {
  const labels = hosts.flatMap((host) =>
    ['asked', 'cached'].flatMap((how) => [4, 6].map((family) => `${host} ${how} in IPv${family}`)),
  );
  return Object.fromEntries(labels.map((label) => [label, { open: expect.any(Number) }]));
}

describe.each([...settings])('iptables-$variant, FORWARD policy $policy', (setting) => {
  const it = needsNamespace(...variants.flatMap(programsOf), 'ip', 'conntrack');
  const says = (name: string, look: (seen: Seen) => void) =>
    it(name, async () => look(await seenIn(setting)));

  says(
    'an apply that adds hosts, over files of an earlier version too, breaks no visit, whether its name was asked now or long ago',
    ({ duringWider, said }) => {
      expect(duringWider).toEqual(unbroken('www.example.com', 'docs.example.com'));
      expect(said).toBe('');
    },
  );

  says('a new host is closed until its name is asked, and then open', ({ newHost }) => {
    expect(newHost).toEqual({ unasked: ['refused', 'refused'], asked: ['open', 'open'] });
  });

  says(
    'an apply that takes hosts away, and two more of the same, break no visit to a kept one, whether asked now or long ago',
    ({ duringNarrower }) => {
      expect(duringNarrower).toEqual(
        unbroken('www.example.com', 'docs.example.com', 'turn.example.com', 'both.example.com'),
      );
    },
  );

  const after = {
    app: ['refused', 'refused'],
    new: ['refused', 'refused'],
    // Its addresses are also those of www.example.com.
    twin: ['open', 'open'],
    www: ['open', 'open'],
    docs: ['open', 'open'],
    turn: ['open', 'open'],
    both: ['open', 'open'],
    'both, port 80': ['refused', 'refused'],
  };

  says(
    'at once after it a removed host is closed, a host on the service that it left too, and an address that a kept name shares is open',
    ({ cached }) => expect(cached).toEqual(after),
  );

  says('a removed host stays denied after all names are resolved again', ({ asked }) =>
    expect(asked).toEqual(after),
  );

  says('a host that moves to another group breaks no visit', ({ duringMove }) => {
    expect(duringMove).toEqual(unbroken('docs.example.com', 'turn.example.com'));
  });

  says(
    'a connection that is open stays so through every apply, and ends to the host that is removed',
    ({ lasting }) => {
      expect(lasting).toEqual({
        www: ['alive', 'alive'],
        docs: ['alive', 'alive'],
        app: ['closed', 'closed'],
      });
    },
  );

  says('status sees that the set of a name is missing or foreign, and apply mends it', (seen) => {
    expect(seen.drift.split('\n')).toEqual([
      'sets.ipset: < expected, > loaded',
      '< kind_www.example.com_v6 hash:ip inet6 65536 86400 counters',
      '> kind_x.example.com_v4 hash:ip inet 65536 60',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'status 0',
    ]);
  });

  says('remove leaves no set behind', ({ removed }) => expect(removed).toBe('remove 0'));
});

/** A test network that fails before a test awaits it fails only the tests that use it. */
function settled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
