import type { Endpoint } from '../language/types.ts';
import { formatDestination } from '../net/destination.ts';

/**
 * The destination of an endpoint as text. All endpoints but URLs, and those that a site gives, are written in this form
 * already, and to format a hundred thousand networks again takes long.
 */
export function destinationText({ written, destination, given }: Endpoint): string {
  const isOther = given !== undefined || written.includes('://');
  return isOther ? formatDestination(destination) : written;
}
