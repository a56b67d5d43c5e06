import type { Exception } from '../../language/exceptions/types.ts';
import type { RuledChange } from './change.ts';
import { changedStatements, type Statements } from './statements.ts';

/** New, removed or changed exceptions. Only a removed one needs no approval. */
export function changedExceptions(
  before: readonly Exception[],
  after: readonly Exception[],
): RuledChange[] {
  return changedStatements(exceptionStatements(before), exceptionStatements(after)).map(
    (change) => ({
      ...change,
      needsApproval: change.after !== null,
    }),
  );
}

function exceptionStatements(exceptions: readonly Exception[]): Statements {
  return new Map(
    exceptions.map(({ kind, rule, subject, reason, ticket, approvedBy, until, place }) => [
      // An endpoint may be any text, so the kind comes first: no endpoint has the words of a group.
      `${kind === 'endpoint' ? '' : `${kind} `}exception from ${rule} for ${subject}`,
      { value: `${reason} (${ticket}, ${approvedBy}, until ${until})`, at: place },
    ]),
  );
}
