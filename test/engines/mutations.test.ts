import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../src/net/destination.ts';
import { formatNetwork } from '../../src/net/network.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { targets } from '../../src/targets/list.ts';
import type { Target, TargetFiles } from '../../src/targets/target.ts';
import { committedFiles } from '../support/committed.ts';
import { mutantsOf, type Widen } from '../support/mutants.ts';
import { widened as iptables } from '../targets/iptables/widened.ts';
import { widened as pac } from '../targets/pac/widened.ts';
import { widened as paloalto } from '../targets/paloalto/widened.ts';
import { widened as pfsense } from '../targets/pfsense/widened.ts';
import { widened as squid } from '../targets/squid/widened.ts';

// The same files as go into the engines: one line of them changed must never be taken for what the spec says.
const widen: Readonly<Record<string, Widen>> = { iptables, pac, paloalto, pfsense, squid };

/** Everything that files open, sorted; or where they are not what the tool writes. */
function meaningOf(target: Target, files: TargetFiles): string {
  const reading = target.read(files);
  if (!reading.ok) return `${reading.error.file}:${reading.error.line}`;
  const { access } = reading.value;
  return access
    .map(({ destination, path, ports, clients }) =>
      [
        formatDestination(destination),
        path,
        formatPortRange(ports),
        ...clients.map(formatNetwork),
      ].join(' '),
    )
    .sort()
    .join('\n');
}

describe.each(targets.map((target) => [target.name, target] as const))('%s', (name, target) => {
  const kept = committedFiles(name).filter(([folder]) =>
    /^generated\/|every-kind-in-two-sites/.test(folder),
  );

  test('has the files of the guide and of the story with every kind of destination', () => {
    expect(kept.map(([folder]) => folder)).toEqual([
      'test/golden/every-kind-in-two-sites/expected/additive',
      'test/golden/every-kind-in-two-sites/expected/closed',
      'generated/example',
    ]);
  });

  test.each(kept)(
    'no line of %s can be changed without a refusal or another access',
    (_, files) => {
      const before = meaningOf(target, files);
      let tried = 0;
      const survivors: string[] = [];
      for (const mutant of mutantsOf(files, widen[name] ?? (() => []))) {
        tried += 1;
        if (meaningOf(target, mutant.files) === before) survivors.push(mutant.what);
      }
      expect(survivors).toEqual([]);
      expect(tried).toBeGreaterThan(500);
    },
  );
});
