import { failure } from '../../problem.ts';
import type { DocumentReader } from '../document.ts';
import { refuseLength } from '../kit/rows.ts';
import { kinds } from './kinds.ts';
import { refuseKind, refuseUnknown } from './refusals.ts';

/**
 * Reads what a configuration of a device allows. The content tells the kind. Configurations contain passwords: only what
 * a reader names becomes a row, a label or a message.
 */
export const readConfig: DocumentReader = ({ text }) => {
  const tooLong = refuseLength(text);
  if (tooLong !== undefined) return failure(tooLong);
  const kind = kinds.find(({ is }) => is(text));
  if (kind?.name === 'xml') return kind.read(text);
  const refusal = refuseKind(text);
  if (refusal !== undefined) return failure(refusal);
  return kind === undefined ? failure(refuseUnknown()) : kind.read(text);
};
