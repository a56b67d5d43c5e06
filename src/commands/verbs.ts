import { check } from './check.ts';
import type { Verb } from './cli/verb.ts';
import { completion } from './completion.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';
import { verify } from './verify.ts';

/** Every verb, in the order of the help. What is not in here is neither parsed, nor documented, nor completed. */
export const verbs: readonly Verb[] = [
  generate,
  check,
  validate,
  verify,
  explain,
  lint,
  diff,
  init,
  schema,
  completion,
];
