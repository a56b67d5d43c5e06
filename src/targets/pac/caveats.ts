import type { TargetPolicy } from '../../policy/types.ts';
import type { TargetFiles } from '../reading.ts';
import { optionsOf } from './options.ts';
import { view } from './view.ts';
import { largestEverywhere, sizeOf } from './view-size.ts';

/** What a reviewer must know about the whole file and about this site's options. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    'A PAC file selects a route; it does not block traffic. Only the firewall controls programs that ignore it.',
    'Errors in a PAC file fail open: a browser that cannot parse it silently goes DIRECT. Portolan therefore runs the file before writing it.',
    'Every device that loads the file uses all of it: a PAC file sees neither the client nor the path.',
    ...(policy.site.inner.length === 0 ? [] : [innerCaveat]),
    ...optionCaveats(policy),
    ...sizeCaveats(policy),
  ];
}

const innerCaveat =
  "A PAC file makes no DNS queries, so it does not guard the site's inner networks: a listed name that points there skips the proxy.";

function optionCaveats(policy: TargetPolicy): string[] {
  const { proxy, functionName, included } = optionsOf(policy);
  if (included)
    return [
      `The site's own PAC file must call ${functionName} and decide if it returns null. The option "proxy" is not used.`,
    ];
  if (!proxy.split('; ').includes('DIRECT')) return [];
  return ['The option "proxy" contains DIRECT: if the proxy does not answer, every host skips it.'];
}

/** Warns about the size of a written file: some servers refuse to serve large ones. */
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
  const fix = optionsOf(policy).compact
    ? 'list groups in the site\'s "exclude"'
    : 'set "compact: true"';
  return `The file is larger than 256 KB, and some cloud proxies refuse to serve it. To shrink it, ${fix}.`;
}
