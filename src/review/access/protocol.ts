import type { Application } from '../../language/types.ts';
import type { Scheme } from '../../net/flow.ts';

/** Returns true if the scheme uses the service's protocol. A scheme that is only a transport may use any protocol. */
export function speaks(scheme: Scheme, application: Application): boolean {
  switch (scheme) {
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'icmp-echo':
    case 'esp':
    case 'ah':
    case 'gre':
      return true;
    case 'http':
      return application === 'http';
    case 'https':
    case 'wss':
      return application === 'tls' || application === 'other';
    // A cleartext WebSocket client asks a proxy for a tunnel, unlike other HTTP clients.
    case 'ws':
    case 'ftp':
      return false;
  }
}
