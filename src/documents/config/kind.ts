import type { Refusal, Result } from '../../problem.ts';
import type { DocumentReading } from '../document.ts';

/** Reads one kind of configuration. */
export type KindReader = (text: string) => Result<DocumentReading, Refusal>;
