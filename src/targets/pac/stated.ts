import type { TargetPolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';

/** What proxy.pac should say of the site's options; a function that another file includes names no proxy. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { functionName, direct, proxy, included, compact } = optionsOf(policy);
  return { functionName, direct, compact: String(compact), ...(included ? {} : { proxy }) };
}
