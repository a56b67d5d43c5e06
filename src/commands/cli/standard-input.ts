import { UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import { defaultSpec, stdinFilename } from '../shared/options.ts';
import type { Table } from './verb.ts';

type Words = Readonly<Record<string, unknown>>;

/** Can the spec of this command be standard input? */
export function readsSpecFromInput({ options }: Table): boolean {
  return options.some(({ name }) => name === stdinFilename.name);
}

/**
 * The words of a command with the name that its spec has on standard input: `spec` is this name, and `stdinFilename` is
 * missing for a spec that is a file.
 */
export function withStandardInput(table: Table, given: Words): Words {
  if (!readsSpecFromInput(table)) return given;
  const { spec, stdinFilename: name } = given;
  if (name === '')
    throw new UserError('--stdin-filename requires a file', 'for example: spec.yaml');
  if (spec !== standardInput && name !== undefined)
    throw new UserError('--stdin-filename needs "-"', 'pass "-" in place of the spec');
  if (spec !== standardInput) return given;
  const file = name ?? defaultSpec;
  return { ...given, spec: file, stdinFilename: file };
}
