import type { Application } from '../../language/types.ts';
import type { Flow } from '../../net/flow.ts';
import { speaks } from '../access/protocol.ts';

/** either: not every output can tell the flow from an allowed one, for example by its application. */
export type Should = 'allow' | 'deny' | 'either';

/** The expected verdict on a flow, given the applications of the rules that allow it. */
export function shouldBe(open: readonly Application[], flow: Flow): Should {
  if (open.length === 0) return 'deny';
  return open.some((application) => speaks(flow.scheme, application)) ? 'allow' : 'either';
}
