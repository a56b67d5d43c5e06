import { describe, expect, test } from '@jest/globals';
import { targets } from '../../src/targets/list.ts';
import type { TargetFiles } from '../../src/targets/reading.ts';
import { committedFiles } from '../support/committed.ts';
import { mutantsOf, type Widen } from '../support/mutants.ts';
import { verifyTarget } from '../support/output.ts';
import { widened as iptables } from '../targets/iptables/widened.ts';
import { widened as pac } from '../targets/pac/widened.ts';
import { widened as paloalto } from '../targets/paloalto/widened.ts';
import { widened as pfsense } from '../targets/pfsense/widened.ts';
import { widened as squid } from '../targets/squid/widened.ts';
import { type RenderedSite, sitesWith } from './sites.ts';

// The files that the engines load. verify must detect every change of one line of them.
const widen: Readonly<Record<string, Widen>> = { iptables, pac, paloalto, pfsense, squid };

/** The sites whose files the engines load, and their directories in the repository. */
const kept: Readonly<Record<string, string>> = {
  'the guide/example': 'generated/example',
  'every-kind-in-two-sites/closed': 'test/golden/every-kind-in-two-sites/expected/closed',
  'every-kind-in-two-sites/additive': 'test/golden/every-kind-in-two-sites/expected/additive',
  'a-router-that-protects-itself/both': 'test/golden/a-router-that-protects-itself/expected/both',
  'many-networks-in-sets/closed': 'test/golden/many-networks-in-sets/expected/closed',
  'protocols-beside-ports/lab': 'test/golden/protocols-beside-ports/expected/lab',
  'what-each-site-knows/head-office': 'test/golden/what-each-site-knows/expected/head-office',
  'inner-networks-behind-pfsense/closed':
    'test/golden/inner-networks-behind-pfsense/expected/closed',
};

/**
 * The site whose files are changed only for these targets. PAC and Squid hold no protocols. For iptables, its rule for
 * ping to any destination also allows what the other rules for ping do, so verify does not miss one of them.
 */
const onlyFor: Readonly<Partial<Record<string, readonly string[]>>> = {
  'protocols-beside-ports/lab': ['paloalto', 'pfsense'],
};

/** The sites that have files of a target, each with its files. */
function keptOf(target: string): [name: string, files: TargetFiles][] {
  const committed = new Map(committedFiles(target));
  return Object.entries(kept).flatMap(([name, folder]) => {
    const files = committed.get(folder);
    const isTried = onlyFor[name]?.includes(target) ?? true;
    return files !== undefined && isTried ? [[name, files]] : [];
  });
}

function siteNamed(name: string, target: string): RenderedSite {
  const site = sitesWith(target).find((each) => each.name === name);
  if (site === undefined) throw new Error(`${name} has no files of ${target}`);
  return site;
}

describe.each(targets.map(({ name }) => name))('%s', (target) => {
  test('has files of at least three sites', () => {
    expect(keptOf(target).length).toBeGreaterThanOrEqual(3);
  });

  test.each(keptOf(target))('fails to verify after a change to any line of %s', (name, files) => {
    const site = siteNamed(name, target);
    const judge = (changed: TargetFiles) =>
      verifyTarget(site.target, site.policy, [], changed).failed.length;
    expect(judge(files)).toBe(0);
    const survivors: string[] = [];
    let tried = 0;
    for (const mutant of mutantsOf(files, widen[target] ?? (() => []))) {
      tried += 1;
      if (judge(mutant.files) === 0) survivors.push(mutant.what);
    }
    expect(survivors).toEqual([]);
    expect(tried).toBeGreaterThan(500);
  });
});
