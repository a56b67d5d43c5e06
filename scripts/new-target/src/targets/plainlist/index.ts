import { madeFrom } from '../../../../../src/targets/kit/writing/made-from.ts';
import type { Target } from '../../../../../src/targets/target.ts';
import { templates } from '../../../compiled/templates.js';
import { caveats } from './caveats.ts';
import { coverage } from './coverage.ts';
import { listName } from './names.ts';
import { read } from './read/index.ts';
import { stated } from './stated.ts';
import { view } from './view.ts';

/** A plain list of the destinations that the clients may use. */
export const plainlist: Target = {
  name: 'plainlist',
  clients: 'filtered',
  connects: 'directly',
  ...madeFrom({ 'plainlist/list.txt': templates['plainlist/list.txt'] }, view),
  coverage,
  caveats,
  stated,
  identifiers: (policy) => ({ spec: policy.spec.name, list: listName(policy) }),
  read,
};
