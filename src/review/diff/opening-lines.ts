import { parseFlow } from '../../net/flow.ts';
import type { Network } from '../../net/network.ts';
import type { Policy } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { OutputPlace, Reading, TargetFiles } from '../../targets/reading.ts';
import { clientFor } from '../access/clients.ts';
import type { Gain } from './change.ts';

/** The committed outputs of a site as their readers understand them. */
export type ReadOutputs = readonly {
  readonly reading: Reading;
  readonly clients: readonly Network[];
}[];

/** Reads the outputs of a site, except those that their reader rejects. */
export function readOutputs(policy: Policy, filesOf: (target: string) => TargetFiles): ReadOutputs {
  return outputsOf(policy, targets).flatMap(({ target, policy: { site } }) => {
    const files = filesOf(target.name);
    const reading = files.size === 0 ? undefined : target.read(files);
    if (reading?.ok !== true) return [];
    return [{ reading: reading.value, clients: site.clients }];
  });
}

/** The lines that allow the example flow of added access, one of each output that allows it. */
export function openedAt({ witness }: Gain, outputs: ReadOutputs): OutputPlace[] {
  const flow = witness === null ? undefined : parseFlow(witness);
  if (flow?.ok !== true) return [];
  return outputs.flatMap(({ reading, clients }) => {
    const { verdict, at } = reading.decide(flow.value, clientFor(clients, flow.value.peer));
    return verdict === 'allow' && at !== null ? [at] : [];
  });
}
