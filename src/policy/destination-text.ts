import type { Endpoint } from '../language/types.ts';
import { formatDestination } from '../net/destination.ts';

/**
 * The destination of an endpoint as text. All endpoints but URLs are written in this form already, and to format a
 * hundred thousand networks again takes long.
 */
export function destinationText({ written, destination }: Endpoint): string {
  return written.includes('://') ? formatDestination(destination) : written;
}
