import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The options of one site, defaults filled in. */
export type Options = {
  /** The answer for what bypasses. */
  readonly direct: string;
  /** The answer for everything else; unused in a function that a site's own file includes. */
  readonly proxy: string;
  readonly functionName: string;
  /** The function is included in a site's own file, which decides where this one does not. */
  readonly included: boolean;
  readonly compact: boolean;
};

const standardName = 'FindProxyForURL';

/** The site's options for this target; whether browsers take them is for the refusals to say. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'pac');
  const { direct = 'DIRECT', proxy = '', functionName = standardName, compact = false } = options;
  return { direct, proxy, functionName, included: functionName !== standardName, compact };
}
