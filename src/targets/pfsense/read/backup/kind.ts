import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import type { Dump } from '../../../device.ts';

const root =
  /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--[\s\S]{0,10000}?-->\s*)?<([a-z]+)([^>]{0,200})>/;

/** Is this text a backup of pfSense? Refuses an encrypted one, one of a single area, and a generated file. */
export function recognize({ name, text }: Dump): Result<true, Refusal> | undefined {
  if (/^\s*---- BEGIN config\.xml ----/.test(text))
    return failure(
      refuse(
        'live-dump',
        `${name} is encrypted`,
        'save the backup again (Diagnostics, Backup & Restore) without "Encrypt this configuration file"',
      ),
    );
  const [, element, attributes = ''] = root.exec(text) ?? [];
  if (element === 'aliases' || element === 'filter')
    return failure(
      refuse(
        'live-dump',
        `${name} is a backup of one area, which does not show both aliases and rules`,
        'save the backup again (Diagnostics, Backup & Restore) with the area "All"',
      ),
    );
  if (element !== 'pfsense') return undefined;
  if (!attributes.includes('fragment=')) return success(true);
  return failure(
    refuse(
      'live-dump',
      `${name} is a generated file, not a backup of a firewall`,
      'save a backup: Diagnostics, Backup & Restore',
    ),
  );
}
