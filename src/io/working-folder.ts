import { UserError } from '../errors.ts';
import { isMissing } from './fault.ts';

/** Fails when the folder that the process works in has been removed: no path can be told from there. */
export function requireWorkingFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UserError('the current folder does not exist any more', 'go to another one with cd');
  }
}
