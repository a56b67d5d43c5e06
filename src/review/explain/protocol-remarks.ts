import type { Application, Service } from '../../language/types.ts';
import type { Flow } from '../../net/flow.ts';

const languages: Readonly<Record<Application, string>> = {
  dns: 'DNS',
  http: 'plain HTTP',
  tls: 'TLS',
  other: 'a protocol of its own',
};

/** A remark about a flow whose protocol is not the one of the service. */
export function speechRemark(flow: Flow, { name, application }: Service): string {
  const { scheme, transport, port } = flow;
  return `on ${transport}/${port} the service "${name}" expects ${languages[application]}, not ${scheme}, so a device that inspects the traffic may block it`;
}

/** Why an output that inspects the traffic denies another protocol. */
export function protocolReason({ application }: Service): string {
  return `on this port it allows only ${languages[application]}`;
}
