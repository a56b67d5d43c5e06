import type { Endpoint } from '../../../language/types.ts';
import { wholeHost } from '../../../net/path.ts';
import { mergePorts } from '../../../net/port.ts';
import type { Box } from '../../access/box.ts';
import { everyClient } from '../../access/clients.ts';

/** The access that an endpoint asks for. A path restricts cleartext only: any other service allows the whole host. */
export function endpointBoxes({ destination, path, services }: Endpoint): Box[] {
  const inPath = services.filter(({ application }) => application === 'http');
  const whole = services.filter(({ application }) => application !== 'http');
  return [
    ...mergePorts(inPath.flatMap(({ ports }) => ports)).map((ports) => ({ path, ports })),
    ...mergePorts(whole.flatMap(({ ports }) => ports)).map((ports) => ({ path: wholeHost, ports })),
  ].map((opened) => ({ clients: everyClient, destination, ...opened }));
}
