import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import {
  type Fields,
  type Firewall,
  needsPhp,
  type Version,
  versions,
  withFirewall,
} from './firewall.ts';
import { changed, filesOf, siteTree } from './site.ts';

const one = filesOf(['web']);
const two = filesOf(['mail', 'web']);

// Nothing of the site may use our aliases, so that they can go.
const tree = changed(siteTree(), 'filter/rule/4/source', { network: 'lan' });

/** What is on the firewall, except when and by whom it was written. */
function stateOf({ tree: { revision: _when, ...areas }, loaded }: Firewall): unknown {
  return { areas, loaded };
}

type Change = {
  readonly from?: TargetFiles;
  readonly to: TargetFiles;
  readonly verb: 'apply' | 'remove';
};

/** The calls of a run that nothing disturbs, as the stand-ins count them, and its result. */
function undisturbed(version: Version, { from, to, verb }: Change) {
  return withFirewall(version, tree, (firewall) => {
    if (from !== undefined) firewall.apply(from);
    firewall.taken('calls');
    expect(firewall.run(to, verb, '--yes', '--cut').status).toBe(0);
    const counts = new Map<string, number>();
    const calls = firewall.taken('calls').map((call) => {
      counts.set(call, (counts.get(call) ?? 0) + 1);
      return `${call}#${counts.get(call)}`;
    });
    return { calls, state: stateOf(firewall) };
  });
}

describe.each(versions)('a kill on %s, at every call', (version) => {
  const changes: readonly (readonly [string, Change])[] = [
    ['of the first apply', { to: two, verb: 'apply' }],
    ['of a change', { from: two, to: one, verb: 'apply' }],
    ['of remove', { from: two, to: two, verb: 'remove' }],
  ];
  for (const [what, change] of changes)
    needsPhp(
      `${what} is mended by the next`,
      () => {
        const { calls, state } = undisturbed(version, change);
        expect(calls.length).toBeGreaterThan(8);
        const killed = calls.map((call) =>
          withFirewall(version, tree, (firewall) => {
            if (change.from !== undefined) firewall.apply(change.from);
            // pfctl counts its calls in this file.
            firewall.taken('calls');
            const { status } = firewall
              .during({ KILL_AT: call })
              .run(change.to, change.verb, '--yes', '--cut');
            const next = firewall.run(change.to, change.verb, '--yes', '--cut').status;
            return [call, status, next, stateOf(firewall)];
          }),
        );
        expect(killed).toEqual(calls.map((call) => [call, null, 0, state]));
      },
      120_000,
    );

  needsPhp('between write and reload shows in status, until the next apply', () => {
    withFirewall(version, tree, (firewall) => {
      firewall.apply(two);
      firewall.during({ KILL_AT: 'filter_configure_sync' }).run(one, 'apply', '--yes');
      const { status, stdout, stderr } = firewall.run(one, 'status');
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain('still loaded, but not in the configuration: id 3');
      firewall.apply(one);
      expect(firewall.run(one, 'status').status).toBe(0);
    });
  });
});

describe.each(versions)('a failure on %s', (version) => {
  const failures: readonly (readonly [string, number, string, boolean])[] = [
    ['read', 1, 'could not read its configuration', false],
    ['set', 1, 'did not accept the new aliases', false],
    ['false', 1, 'could not write its configuration', false],
    ['-1', 1, 'could not write its configuration', false],
    ['lost', 1, 'wrote a different configuration', false],
    ['pfctl', 2, 'pfctl -sr failed', false],
    ['reload', 1, 'pf has not loaded it', true],
  ];
  for (const [failure, exit, message, written] of failures)
    needsPhp(`${failure} exits with ${exit}, and the next apply succeeds`, () => {
      withFirewall(version, tree, (firewall) => {
        firewall.apply(one);
        const { text, loaded } = firewall;
        const { status, stderr } = firewall.during({ FAIL: failure }).run(two, 'apply', '--yes');
        expect([status, stderr]).toEqual([exit, expect.stringContaining(message)]);
        expect(firewall.loaded).toBe(loaded);
        expect(firewall.text === text).toBe(!written);
        firewall.apply(two);
        expect(firewall.run(two, 'status').status).toBe(0);
      });
    });
});

describe('another person', () => {
  // The calls after the configuration was read and before it is written.
  for (const call of ['read.', 'config_set_path', 'config_set_path.'])
    needsPhp(`who writes at ${call} loses nothing: apply stops`, () => {
      withFirewall('master', tree, (firewall) => {
        const late = firewall.during({ MEANWHILE: `${call}=hostname=changed` });
        const { status, stderr } = late.run(one, 'apply', '--yes');
        expect([status, stderr]).toEqual([
          1,
          expect.stringContaining('changed the configuration meanwhile'),
        ]);
        expect(firewall.tree).toEqual(changed(tree, 'system/hostname', 'changed'));
        firewall.apply(one);
        expect((firewall.tree['system'] as Fields)['hostname']).toBe('changed');
      });
    });

  needsPhp('whose edits wait since the check: apply stops', () => {
    withFirewall('master', tree, (firewall) => {
      const late = firewall.during({ MEANWHILE: 'config_set_path=dirty=natconf' });
      const { status, stderr } = late.run(one, 'apply', '--yes');
      expect([status, stderr]).toEqual([1, expect.stringContaining('not applied (natconf)')]);
      expect(firewall.tree).toEqual(tree);
    });
  });

  needsPhp('who runs apply.php: the second one stops', () => {
    withFirewall('2.8', tree, (firewall) => {
      firewall.touch(
        'inc/shaper.inc',
        "<?php $held = fopen(firewall('portolan.lock'), 'c'); flock($held, LOCK_EX);",
      );
      const { status, stderr } = firewall.run(one, 'apply', '--yes');
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining('another apply.php is running'),
      ]);
      expect(firewall.tree).toEqual(tree);
    });
  });
});
