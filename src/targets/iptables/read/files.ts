import type { Family } from '../../../net/address.ts';
import type { NamesFile, SetsFile } from './names-and-sets.ts';
import type { RulesFile } from './rules.ts';
import type { ScriptFile } from './script.ts';

/** The five files, each parsed separately. */
export type Files = {
  readonly rules: Readonly<Record<Family, RulesFile>>;
  readonly sets: SetsFile;
  readonly names: NamesFile;
  readonly script: ScriptFile;
};

/** Is a client of this family? */
export function hasClients({ script }: Files, family: Family): boolean {
  return script.clients.some((client) => client.family === family);
}
