import type { Answer, Question } from './lab.ts';

/** A question that has no place among others yet. */
export type Ask = Omit<Question, 'id'>;

/** Who asks, and whether he has a login; most ask from the client network without one. */
type Asker = { readonly from?: string; readonly user?: boolean };

const client = '192.0.2.10';
const proxies: Readonly<Record<number, string>> = { 4: '192.0.2.1', 6: '2001:db8:c1::1' };

/** Asks the proxy for a URL, twice: what is kept is fetched once. `host` is the Host line where it lies. */
export function get(target: string, { host, ...asker }: Asker & { host?: string } = {}): Ask {
  return { ...askerOf(asker), target, host: host ?? hostIn(target), times: 2 };
}

/** Asks the proxy for a tunnel, greets with a name (that of the tunnel), and asks inside for a host (that name). */
export function tunnel(
  target: string,
  { name, host, ...asker }: Asker & { name?: string; host?: string } = {},
): Ask {
  const shown = name ?? nameOf(target);
  const port = /:(?!443$)[0-9]+$/.exec(target)?.[0] ?? '';
  const asked = shown === '' ? target : `${shown}${port}`;
  return { ...askerOf(asker), target, tls: { name: shown, host: host ?? asked, path: '/' } };
}

/** Speaks TLS to an address, which the network redirects to the proxy. */
export function greet(
  host: string,
  port: number,
  name: string,
  { from = client }: Asker = {},
): Ask {
  return {
    from,
    to: { host, port },
    tls: { name, host: name === '' ? host : name, path: '/' },
  };
}

/** Asks an address for a path of a host, twice, which the network redirects to the proxy. */
export function fetchAt(address: string, host: string, path: string): Ask {
  return { from: client, to: { host: address, port: 80 }, target: path, host, times: 2 };
}

function askerOf({ from = client, user = false }: Asker): Pick<Ask, 'from' | 'to' | 'user'> {
  return { from, user, to: { host: proxies[from.includes(':') ? 6 : 4] ?? '', port: 3128 } };
}

/** The same request, which asks to go on as a WebSocket, once. */
export function asWebSocket(ask: Ask): Ask {
  return { ...ask, upgrade: 'websocket', times: 1 };
}

/** The same question by one who has a login. */
export function withLogin(ask: Ask): Ask {
  return { ...ask, user: true };
}

function hostIn(url: string): string {
  return /^[a-z]+:\/\/([^/]*)/.exec(url)?.[1] ?? '';
}

/** The name of a tunnel's target; an address shows none. */
function nameOf(target: string): string {
  const host = target.replace(/:[0-9]+$/, '').replace(/\.$/, '');
  return /^[0-9.]+$|^\[/.test(host) ? '' : host;
}

/**
 * `407`, or `200 by Origin CA, 200; fetched 1; seen by nobody`: what the client got (in TLS who made the certificate
 * and what came inside), how often an origin was asked, and who else saw something.
 */
export function outcomeOf({ replies, events }: Answer): string {
  const got = replies.map(({ status, issuer, inside }) =>
    issuer === undefined ? status : `${status} by ${issuer}, ${inside}`,
  );
  const fetched = events.filter(({ by }) => by === 'origin').length;
  const seen = [...new Set(events.map(({ by }) => by).filter((by) => by !== 'origin'))].sort();
  return `${[...new Set(got)].join(' then ')}; fetched ${fetched}; seen by ${seen.join(', ') || 'nobody'}`;
}
