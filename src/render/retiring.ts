import type { RetireFormat, RetireTarget } from '../targets/device.ts';
import { targets } from '../targets/list.ts';
import type { Target } from '../targets/target.ts';

export type { Dump, Former, NamingPlace, Retired, RetireFormat } from '../targets/device.ts';
export type { TargetFiles } from '../targets/reading.ts';

/** A target whose devices keep what left the files until a command deletes it. */
export type Retiring = Pick<Target, 'name' | 'namesAt'> & { readonly retire: RetireTarget };

/** The targets with such devices: the one that the format is for, and the others. */
export async function retiringTargets(
  format: RetireFormat,
): Promise<{ readonly target: Retiring; readonly others: readonly Retiring[] }> {
  const loaded = await Promise.all(
    targets.map(async (target) => ({ target, retire: await target.retire?.() })),
  );
  const all = loaded.flatMap(({ target: { name, namesAt }, retire }) =>
    retire === undefined ? [] : [{ name, retire, ...(namesAt && { namesAt }) }],
  );
  const target = all.find(({ retire }) => retire.formats.includes(format));
  if (target === undefined) throw new Error(`no target prints the format ${format}`);
  return { target, others: all.filter((each) => each !== target) };
}
