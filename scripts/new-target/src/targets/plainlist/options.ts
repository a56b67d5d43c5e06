import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import { namedOptions } from '../../../../../src/targets/kit/writing/options.ts';

/** The options of one site, defaults filled in. The option `clients` has taken the place of the site's clients before. */
export type Options = {
  /** The ticket that the list is handed over with; undefined where there is none. */
  readonly reference: string | undefined;
};

/** The site's options for this target; the schema refuses a reference that could be more than a word. */
export function optionsOf({ site }: TargetPolicy): Options {
  const { reference } = namedOptions(site, 'plainlist');
  return { reference };
}
