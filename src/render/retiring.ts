import { targets } from '../targets/list.ts';
import type { RetireTarget, Target } from '../targets/target.ts';

export type { Dump, Former, Retired, RetireFormat, TargetFiles } from '../targets/target.ts';

/** A target whose devices keep what left the files until a command deletes it. */
export type Retiring = Pick<Target, 'name' | 'namesAt'> & { readonly retire: RetireTarget };

/** The target with such devices. */
export async function retiringTarget(): Promise<Retiring> {
  const target = targets.find(({ retire }) => retire !== undefined);
  const retire = await target?.retire?.();
  if (target === undefined || retire === undefined)
    throw new Error('no target deletes what left its files');
  const { name, namesAt } = target;
  return { name, retire, ...(namesAt && { namesAt }) };
}
