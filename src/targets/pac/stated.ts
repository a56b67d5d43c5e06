import type { TargetPolicy } from '../../policy/types.ts';
import { optionsOf } from './options.ts';

/** The expected options in proxy.pac; a function that another file includes has no proxy. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { functionName, direct, proxy, included, compact } = optionsOf(policy);
  return { functionName, direct, compact: String(compact), ...(included ? {} : { proxy }) };
}
