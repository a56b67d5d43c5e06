import type { Application, Service } from '../../language/types.ts';
import type { Flow } from '../../net/flow.ts';

const languages: Readonly<Record<Application, string>> = {
  dns: 'DNS',
  http: 'plain HTTP',
  tls: 'TLS',
  other: 'a protocol of its own',
};

/** What to know of a flow that does not speak what the service is meant for. */
export function speechRemark(flow: Flow, { name, application }: Service): string {
  const { scheme, transport, port } = flow;
  return `on ${transport}/${port} the service "${name}" means ${languages[application]}, not ${scheme}: an output that looks into it may refuse it`;
}

/** What an output that looks into the traffic says of it. */
export function refusalOf({ application }: Service): string {
  return `it takes ${languages[application]} only on this port`;
}
