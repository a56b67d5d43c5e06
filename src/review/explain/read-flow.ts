import { type Flow, parseFlow } from '../../net/flow.ts';
import { failure, type Refusal, type Result } from '../../problem.ts';

const shapes = 'a flow is https://HOST/PATH, tcp://HOST:PORT, udp://HOST:PORT or HOST:PORT[/udp]';

/** Reads a flow as a user types it; a refusal says what a flow looks like. */
export function readFlow(text: string): Result<Flow, Refusal> {
  const flow = parseFlow(text);
  if (flow.ok || flow.error.help.includes('a flow is')) return flow;
  return failure({ ...flow.error, help: `${flow.error.help}; ${shapes}` });
}
