import { type Flow, portOf } from '../../net/flow.ts';
import { pathCovers } from '../../net/path.ts';
import { formatPortRange } from '../../net/port.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import { speaks } from '../access/protocol.ts';
import { placeText } from '../access/witness.ts';
import { holdsPort, openText, openTo, originsOf } from './boxes.ts';
import type { Reason } from './explanation.ts';

/** Why a flow is denied although its host is allowed: another port, cleartext, or another path. */
export function sameHostReasons(boxes: readonly PolicyBox[], flow: Flow): Reason[] {
  const open = openTo(boxes, flow);
  const here = open.filter(({ ports }) => holdsPort(ports, flow));
  if (here.some(({ path }) => pathCovers(path, flow.path))) return [];
  if (here.length > 0) return [otherPath(here, flow), ...cleartext(open, flow)];
  return open.length === 0 ? [] : [otherPort(open, flow), ...cleartext(open, flow)];
}

function otherPath(here: readonly PolicyBox[], flow: Flow): Reason {
  const paths = [...new Set(here.map(({ path }) => path))].sort().join(', ');
  return {
    kind: 'path',
    message: `on ${askedPort(flow)} ${placeText(flow.peer)} is allowed at ${paths} and below, not at ${flow.path}`,
    origins: originsOf(here),
  };
}

function otherPort(open: readonly PolicyBox[], flow: Flow): Reason {
  return {
    kind: 'other-port',
    message: `${placeText(flow.peer)} is allowed on ${openText(open)}, not on ${askedPort(flow)}`,
    origins: originsOf(open),
  };
}

function askedPort(flow: Flow): string {
  return formatPortRange(portOf(flow));
}

/** Suggests the TLS URL for a cleartext flow, if TLS is allowed to its host. */
function cleartext(open: readonly PolicyBox[], flow: Flow): Reason[] {
  if (flow.scheme !== 'http' && flow.scheme !== 'ws') return [];
  const secure = { ...flow, scheme: flow.scheme === 'ws' ? 'wss' : 'https' } as const;
  const box = open.find(
    ({ ports, rule: { service } }) =>
      ports.transport === 'tcp' &&
      service.application === 'tls' &&
      speaks(secure.scheme, service.application),
  );
  if (box === undefined) return [];
  const port = box.ports.low === 443 ? '' : `:${box.ports.low}`;
  const url = `${secure.scheme}://${placeText(flow.peer)}${port}${flow.path}`;
  const message = `the flow is cleartext, but TLS is allowed: ${url}`;
  return [{ kind: 'cleartext', message, origins: originsOf([box]) }];
}
