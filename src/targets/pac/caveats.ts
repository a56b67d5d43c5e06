import type { TargetPolicy } from '../../policy/types.ts';
import type { TargetFiles } from '../target.ts';
import { optionsOf } from './options.ts';
import { view } from './view.ts';
import { largestEverywhere, sizeOf } from './view-size.ts';

/** What holds for the whole file: what a PAC is not, and what follows from this site's options. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    'A PAC decides the way, not the permission: a program that does not ask it is held by the packet filter alone.',
    'Mistakes in a PAC fail open: a browser that cannot read it goes DIRECT without a word, so the file is executed before it is written.',
    'Every device that loads the file follows all of it: it sees neither the client nor the path.',
    ...(policy.site.inner.length === 0 ? [] : [innerCaveat]),
    ...optionCaveats(policy),
    ...sizeCaveats(policy),
  ];
}

const innerCaveat =
  "A PAC looks no name up, so it guards none of the site's inner networks: a listed name that leads there goes around the proxy.";

function optionCaveats(policy: TargetPolicy): string[] {
  const { proxy, functionName, included } = optionsOf(policy);
  if (included)
    return [
      `The site's own PAC must call ${functionName} and decide where it answers null; the option "proxy" is not used.`,
    ];
  if (!proxy.split('; ').includes('DIRECT')) return [];
  return [
    'The option "proxy" holds DIRECT: when the proxy does not answer, every host goes around it.',
  ];
}

/** What is said when the file is written, since it may not be served as it is: its size. */
export function warnings(files: TargetFiles, policy: TargetPolicy): string[] {
  const size = Buffer.byteLength(files.get('pac/proxy.pac') ?? '');
  return size < largestEverywhere ? [] : [tooLargeSomewhere(policy)];
}

function sizeCaveats(policy: TargetPolicy): string[] {
  const made = view(policy);
  if (!made.ok || sizeOf(made.value['pac/proxy.pac']) < largestEverywhere) return [];
  return [tooLargeSomewhere(policy)];
}

function tooLargeSomewhere(policy: TargetPolicy): string {
  const more = optionsOf(policy).compact ? '' : ', and so does "compact: true"';
  return `The file is larger than 256 KB, which some cloud proxies refuse to serve; a wildcard in place of many hosts makes it smaller${more}.`;
}
