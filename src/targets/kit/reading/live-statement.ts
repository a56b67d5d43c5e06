import type { LiveStatement } from '../../device.ts';

/** A statement about a line of a dump, or of a file of the site. */
export function about(
  { at, text }: Omit<LiveStatement, 'message'>,
  message: string,
): LiveStatement {
  return { message, at, text };
}
