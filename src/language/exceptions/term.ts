import { quote } from '../../characters.ts';
import { type Problem, problemAt } from '../../problem.ts';
import { yearAfter } from '../date.ts';
import type { Exception } from './types.ts';

/** Refuses (`exception-too-long`) exceptions that end more than 12 months after a day: each needs a yearly review. */
export function tooLong(exceptions: readonly Exception[], asOf: string): Problem[] {
  const last = yearAfter(asOf);
  return exceptions
    .filter(({ until }) => until > last)
    .map(({ until, untilPlace }) =>
      problemAt(
        {
          rule: 'exception-too-long',
          message: `${quote(until)} is more than 12 months after ${asOf}`,
          help: `write ${last} or an earlier date, and renew the exception later`,
        },
        untilPlace,
      ),
    );
}

/** Whether the last day of the exception is before `asOf`. */
export function isOver({ until }: Exception, asOf: string | undefined): boolean {
  return asOf !== undefined && until < asOf;
}
