import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import { namedOptions } from '../../../../../src/targets/kit/writing/options.ts';

/** The options of one site, with defaults filled in. The policy already contains the option `clients`. */
export type Options = {
  /** The ticket for the list, if there is one. */
  readonly reference: string | undefined;
};

/** The site's options for this target; the schema refuses a reference that is not a single word. */
export function optionsOf({ site }: TargetPolicy): Options {
  const { reference } = namedOptions(site, 'plainlist');
  return { reference };
}
