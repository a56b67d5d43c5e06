import type { Endpoint } from '../../../language/types.ts';
import { wholeHost } from '../../../net/path.ts';
import { mergePorts } from '../../../net/port.ts';
import { isTcpOrUdp } from '../../../net/transport.ts';
import type { Box } from '../../access/box.ts';
import { everyClient } from '../../access/clients.ts';

/** The access that an endpoint asks for. A path restricts cleartext only: any other service allows the whole host. */
export function endpointBoxes({ destination, path, services }: Endpoint): Box[] {
  const opened = services.flatMap(({ application, ports }) =>
    ports.map((range) => ({
      range,
      inPath: application === 'http' && isTcpOrUdp(range.transport),
    })),
  );
  const rangesIn = (inPath: boolean) =>
    mergePorts(opened.filter((each) => each.inPath === inPath).map(({ range }) => range));
  return [
    ...rangesIn(true).map((ports) => ({ path, ports })),
    ...rangesIn(false).map((ports) => ({ path: wholeHost, ports })),
  ].map((opened) => ({ clients: everyClient, destination, ...opened }));
}
