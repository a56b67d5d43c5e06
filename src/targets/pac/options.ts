import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The options of one site, defaults filled in. */
export type Options = {
  /** The answer for hosts that bypass inspection. */
  readonly direct: string;
  /** The answer for all other hosts; unused in a function that a site's own file includes. */
  readonly proxy: string;
  readonly functionName: string;
  /** The function is included in a site's own file, which decides where this one does not. */
  readonly included: boolean;
  readonly compact: boolean;
};

const standardName = 'FindProxyForURL';

/** The site's options for this target; `optionRefusals` checks whether browsers accept them. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'pac');
  const { direct = 'DIRECT', proxy = '', functionName = standardName, compact = false } = options;
  return { direct, proxy, functionName, included: functionName !== standardName, compact };
}
