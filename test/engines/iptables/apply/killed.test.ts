import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import type { SpecWords } from '../../../support/policy.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf, type Variant, variants } from '../namespace.ts';

const it = needsNamespace(...variants.flatMap(programsOf), 'setsid', 'conntrack');

const words = (hosts: readonly string[], first: number, clients: readonly string[]): SpecWords => ({
  name: 'killed',
  groups: [{ id: 'web', to: { https: [...hosts, ...networksFrom(first)] } }],
  site: { clients },
});

/** So many networks that a set holds them. */
function networksFrom(first: number): string[] {
  return Array.from({ length: 40 }, (_, index) => `203.0.${first + index}.0/24`);
}

// From one to the other: a host goes, one comes, a network goes, one comes, the client networks change, a set grows.
const old = renderWords(words(['gone.example.com', 'kept.example.com'], 0, ['192.0.2.0/24']));
const next = renderWords(
  words(['kept.example.com', 'new.example.com'], 1, ['203.0.113.0/24', '2001:db8:c1::/64']),
);
const files: TargetFiles = new Map([
  ...old,
  ...[...next].map(
    ([file, text]) => [`next/${file}`, text.replace('maxelem 65536', 'maxelem 131072')] as const,
  ),
]);

const prelude = readFileSync(join(import.meta.dirname, 'killed.sh'), 'utf8');

/** Which calls of apply.sh: all, or the first and the last of each program; of these every so many, from the first. */
type Calls = {
  readonly of: 'at_calls' | 'at_kinds';
  readonly first: number;
  readonly step: number;
};

/** What a device has before, what is ended there, and what runs afterwards. */
type Ending = {
  readonly before: string;
  readonly begin?: string;
  readonly end: string;
  readonly after: string;
};

/** What is left when apply.sh was ended before each of the calls, and something else was run. */
function leftAfter(
  variant: Variant,
  { of, first, step }: Calls,
  { before, begin = '', end, after }: Ending,
): string[] {
  const commands = `${prelude}
${before}
keep start
begin() { back_to start; ${begin || ':'}; }
end() { ${end}; }
after() { ${after}; }
${of} ${first} ${step}`;
  const { stdout, status } = inNamespace(files, variant, commands);
  expect(status).toBe(0);
  const lines = stdout.trim().split('\n');
  // The calls were all that there are.
  expect(lines.pop()).toBe('whole');
  expect(lines.length).toBeGreaterThan(0);
  return [...new Set(lines)].sort();
}

const every: Calls = { of: 'at_calls', first: 1, step: 1 };

/** Every so many of the calls, in tests of their own. */
function parts(of: Calls['of'], step: number): Calls[] {
  return Array.from({ length: step }, (_, index) => ({ of, first: index + 1, step }));
}

// A name and a set that lose addresses.
const oldFiles = 'use old; apply_silently';
const addresses =
  'ipset -exist add spt_gone.example.com_v4 198.51.100.1; ipset -exist add spt_web_https_v4 198.51.100.1';
const waits = `${oldFiles}; use next/iptables; apply apply --confirm 900 > /dev/null`;

// Debian's iptables-nft tries every call. The other one has the same script, so it tries the calls of each kind.
const long = [
  ...parts('at_calls', 12).map((calls) => ['nft', calls] as const),
  ...parts('at_kinds', 4).map((calls) => ['legacy', calls] as const),
].map(
  ([variant, calls]) =>
    [`iptables-${variant}, ${calls.of} ${calls.first} of ${calls.step}`, variant, calls] as const,
);

describe.each(long)('apply.sh, killed before a call: %s', (_name, variant, calls) => {
  it('is completed by the next apply, undone by one of the files before, and removed by remove', () => {
    expect(
      leftAfter(variant, calls, {
        before: `${oldFiles}; ${addresses}`,
        begin: 'use next/iptables',
        end: 'end_at iptables apply',
        after: `keep left
          apply_silently; is new
          back_to left; use old; apply_silently; is old
          back_to left; use next/iptables; remove_all`,
      }),
    ).toEqual(['new 0', 'old 0', 'remove 0 dnsmasq.d: state: 0']);
  });

  it('is completed by an apply after a killed apply --confirm', () => {
    expect(
      leftAfter(variant, calls, {
        before: oldFiles,
        begin: 'use next/iptables',
        end: "end_at iptables 'apply --confirm 900'",
        after: `is_kept old || echo 'another at boot'
          apply_silently; is new; which_is_kept; count_of_state`,
      }),
    ).toEqual(['2', 'kept new', 'new 0']);
  });
});

describe.each([...variants])('apply.sh with iptables-%s, killed before a call', (variant) => {
  const most: Calls = variant === 'nft' ? every : { ...every, of: 'at_kinds' };

  it('a confirm completes after a killed one', () => {
    expect(
      leftAfter(variant, every, {
        before: waits,
        end: 'end_at iptables confirm',
        after: 'apply confirm; is new; which_is_kept; count_of_state',
      }),
    ).toEqual(['2', 'kept new', 'new 0']);
  });

  it('status reports a killed undo, and an apply of the files before completes it', () => {
    const isOver = '[ -e killed ] || ! [ -e state/spt/pending -o -e state/spt/undoing ]';
    expect(
      leftAfter(variant, every, {
        before: oldFiles,
        begin: 'use next/iptables',
        end: `end_at iptables 'apply --confirm 70' undo
          count=0; until ${isOver} || [ $count = 400 ]; do $nap; count=$((count + 1)); done`,
        after: `sh state/spt/current/apply.sh status > /dev/null; echo "status $?"
          sh state/spt/current/apply.sh apply > /dev/null; use old; is old; which_is_kept; count_of_state`,
      }),
    ).toEqual(['2', 'kept old', 'old 0', 'status 1']);
  });

  it('load completes after a killed load', () => {
    expect(
      leftAfter(variant, most, {
        before: `${oldFiles}; ipset -exist add spt_web_https_v4 198.51.100.1; bare`,
        end: 'end_at state/spt/current load',
        after: 'sh state/spt/current/apply.sh load > /dev/null; is old',
      }),
    ).toEqual(['old 0']);
  });

  it('remove completes after a killed remove', () => {
    expect(
      leftAfter(variant, every, {
        before: oldFiles,
        end: 'end_at iptables remove',
        after: 'remove_all',
      }),
    ).toEqual(['remove 0 dnsmasq.d: state: 0']);
  });

  it('each of these begins with what was there before', () => {
    const { stdout } = inNamespace(
      files,
      variant,
      `${prelude}
       ${waits}; ${addresses}; keep first; apply remove > /dev/null; keep none
       back_to first; keep second; kept first > one; kept second > two; wc -l < one; cmp one two && echo same
       kept none | cmp -s one - || echo other`,
    );
    expect(stdout.trim().split('\n').slice(1)).toEqual(['same', 'other']);
    expect(Number(stdout.split('\n')[0])).toBeGreaterThan(100);
  });
});
