import { quote } from '../../characters.ts';
import { type Problem, problemAt } from '../../problem.ts';
import { yearAfter } from '../date.ts';
import type { Exception } from './types.ts';

/** Exceptions that would hold for more than 12 months from a day on: nobody looks at them again (`exception-too-long`). */
export function tooLong(exceptions: readonly Exception[], asOf: string): Problem[] {
  const last = yearAfter(asOf);
  return exceptions
    .filter(({ until }) => until > last)
    .map(({ until, untilPlace }) =>
      problemAt(
        {
          rule: 'exception-too-long',
          message: `${quote(until)} is more than 12 months after ${asOf}`,
          help: `write ${last} at most, and renew the exception then`,
        },
        untilPlace,
      ),
    );
}

/** Is the last day of the exception past? */
export function isOver({ until }: Exception, asOf: string | undefined): boolean {
  return asOf !== undefined && until < asOf;
}
