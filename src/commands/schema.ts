import { schemas } from '../../compiled/schemas.js';
import { type ExitCode, exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';

/** Prints one of the schemas that came with this version, byte for byte as the package holds it. */
export function schema(name: keyof typeof schemas): ExitCode {
  printResult(schemas[name]);
  return exitCode.yes;
}
