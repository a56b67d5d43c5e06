import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../../../../src/problem.ts';
import { absent } from '../../../../../src/targets/kit/writing/encode.ts';
import type { TemplateViews } from '../../../compiled/templates.js';
import {
  encodeComment,
  encodeDestination,
  encodeName,
  encodeNetwork,
  encodePorts,
  encodeReference,
} from './encode.ts';
import { listName } from './names.ts';
import { optionsOf } from './options.ts';
import { entriesOf } from './plan.ts';
import { nothingToList } from './refusals.ts';

/** The view of this target's one template. */
type Views = Pick<TemplateViews, 'plainlist/list.txt'>;

/** The data of list.txt. Refuses a policy without an entry for the list (`nothingToList`). */
export function view(policy: TargetPolicy): Result<Views, readonly Refusal[]> {
  const { reference } = optionsOf(policy);
  const entries = entriesOf(policy);
  if (entries.length === 0) return failure([nothingToList(policy)]);
  return success({
    'plainlist/list.txt': {
      spec: encodeComment(policy.spec.name),
      name: encodeName(listName(policy)),
      hasReference: reference !== undefined,
      reference: reference === undefined ? absent() : encodeReference(reference),
      clients: policy.site.clients.map((client) => ({ network: encodeNetwork(client) })),
      entries: entries.map(({ destination, ports }) => ({
        destination: encodeDestination(destination),
        ports: encodePorts(ports),
      })),
    },
  });
}
