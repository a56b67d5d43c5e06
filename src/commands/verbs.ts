import { audit } from './audit.ts';
import { check } from './check.ts';
import type { Verb } from './cli/verb.ts';
import { completion } from './completion.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { help } from './help.ts';
import { importVerb } from './import.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { list } from './list.ts';
import { retire } from './retire.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';

const tasks: readonly Verb[] = [
  init,
  importVerb,
  generate,
  validate,
  check,
  verify,
  diff,
  lint,
  explain,
  list,
  audit,
  retire,
  schema,
  completion,
];

/**
 * Every command, in the order of the help. Parser, help, documentation and completion know the commands of this list
 * only.
 */
export const verbs: readonly Verb[] = [
  ...tasks,
  help([...tasks.map(({ name }) => name), 'help', 'version']),
  version,
];
