import type { Application } from '../../language/types.ts';
import type { Scheme } from '../../net/flow.ts';

/** Does a client of this scheme speak what a service is for? One that has only a transport may speak anything. */
export function speaks(scheme: Scheme, application: Application): boolean {
  switch (scheme) {
    case 'tcp':
    case 'udp':
      return true;
    case 'http':
      return application === 'http';
    case 'https':
    case 'wss':
      return application === 'tls' || application === 'other';
    // A WebSocket in cleartext asks a proxy for a tunnel, as no other http does.
    case 'ws':
    case 'ftp':
      return false;
  }
}
