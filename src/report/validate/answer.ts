import type { Spec } from '../../language/types.ts';

/** What every format tells of a spec that is valid; one that is not is told by those of `problems`. */
export type ValidAnswer = {
  /** The spec's file, as the user named it. */
  readonly file: string;
  readonly spec: Spec;
  readonly problems: readonly [];
};
