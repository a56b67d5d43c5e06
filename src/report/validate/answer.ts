import type { Spec } from '../../language/types.ts';

/** What every format prints for a valid spec; the formats of `problems` print an invalid one. */
export type ValidAnswer = {
  /** The spec's file, as the user named it. */
  readonly file: string;
  readonly spec: Spec;
  readonly problems: readonly [];
};
