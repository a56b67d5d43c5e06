import type { Refusal, Result } from '../../../../problem.ts';
import type { Dump } from '../../../device.ts';
import type { PanConfig } from './entries.ts';
import { isSetDump } from './kind.ts';
import { readSetConfig } from './set.ts';
import { readXmlConfig } from './xml.ts';

/** Reads a configuration that `recognize` knows: XML, or set commands. */
export function readConfig(dump: Dump): Result<PanConfig, Refusal> {
  return isSetDump(dump) ? readSetConfig(dump) : readXmlConfig(dump);
}
