import { describe, expect } from '@jest/globals';
import { needsNamespace } from '../../support/programs.ts';
import { rollOut } from './rollout.ts';

const it = needsNamespace(
  ...['ansible-playbook', 'iptables-restore', 'ip6tables-restore', 'ipset'],
  ...['dnsmasq', 'ip', 'dig', 'nsenter'],
);

let outputs: Readonly<Record<string, string>> | undefined;

/** The output of a play. All plays run once, one after the other. */
function outputOf(name: string): string {
  outputs ??= rollOut();
  return outputs[name] ?? `${name} did not run: ${outputs['stderr']}`;
}

/** The last lines of a play: changed and failed tasks of each router, the exit code, and the hosts of its sets. */
function endOf(name: string): string[] {
  const lines = outputOf(name).split('\n');
  const ends = lines.flatMap((line) => {
    const counts = /^(\w+) +: ok=\d+ +changed=(\d+) .* failed=(\d+) /.exec(line);
    if (counts !== null) return [`${counts[1]}: ${counts[2]} changed, ${counts[3]} failed`];
    return /^exit |^\w+ has:/.test(line) ? [line.trim()] : [];
  });
  return ends.length > 0 ? ends : lines;
}

const three = (...hosts: readonly string[]) =>
  ['first', 'second', 'third'].map((name, index) => `${name} has: ${hosts[index]}`.trim());

describe('the role for Ansible, on three routers', () => {
  // The first test waits for all plays.
  it('changes nothing with --check, and says what would change', () => {
    expect(endOf('predicted')).toEqual([
      'first: 1 changed, 0 failed',
      'exit 0',
      ...three('', '', ''),
    ]);
    expect(outputOf('predicted')).toContain('+ set dmo_old.test_v4');
  }, 600_000);

  it('stops at a failed check, before the other routers of its batch change', () => {
    expect(endOf('stopped')).toEqual([
      'first: 2 changed, 0 failed',
      'second: 0 changed, 1 failed',
      'third: 0 changed, 0 failed',
      'exit 2',
      ...three('old', '', ''),
    ]);
    expect(outputOf('stopped')).toMatch(/second\/dnsmasq\.d is not a directory/);
  });

  it('goes on with the others if max_fail_percentage allows it', () => {
    expect(endOf('tolerated')).toEqual([
      'first: 0 changed, 0 failed',
      'second: 0 changed, 1 failed',
      'third: 2 changed, 0 failed',
      'exit 2',
      ...three('old', '', 'old'),
    ]);
  });

  it('changes only the routers that differ, and nothing in a second run', () => {
    expect(endOf('repaired')).toEqual([
      'first: 0 changed, 0 failed',
      'second: 2 changed, 0 failed',
      'third: 0 changed, 0 failed',
      'exit 0',
      ...three('old', 'old', 'old'),
    ]);
  });

  it('does not confirm if a test fails, so the router restores the previous files', () => {
    expect(outputOf('untested')).toContain('the test failed');
    expect(outputOf('untested')).toContain('applied; to keep it, run this within 40 seconds');
    expect(outputOf('untested')).not.toContain('apply.sh confirm]');
    expect(endOf('untested')).toContain('first has: new old');
    expect(endOf('restored')).toEqual([
      'first: 0 changed, 0 failed',
      'exit 0',
      ...three('old', 'old', 'old'),
    ]);
  });

  it('reports drift, and changes nothing then', () => {
    expect(endOf('changed').slice(1)).toEqual(['exit 0', ...three('new old', 'old', 'old')]);
    expect(endOf('drifted')).toEqual([
      'first: 0 changed, 1 failed',
      'exit 2',
      ...three('new old', 'old', 'old'),
    ]);
    expect(outputOf('drifted')).toContain('> dmo_new.test_v4 hash:ip');
    expect(outputOf('drifted')).toContain('ansible-playbook apply.yml --limit first');
  });

  it('takes a router back to earlier files', () => {
    expect(endOf('returned')).toEqual([
      'first: 2 changed, 0 failed',
      'exit 0',
      ...three('old', 'old', 'old'),
    ]);
    expect(outputOf('returned')).toContain('- set dmo_new.test_v4');
  });

  it('writes dumps that "check --live" finds equal to the files', () => {
    expect(endOf('dumped')).toContain('exit 0');
    expect(outputOf('live')).toMatch(/exit 0$/);
  });
});
