import { visible } from '../characters.ts';
import { exitCode } from '../errors.ts';
import { printMessage, printResult } from '../io/terminal.ts';
import { verb } from './cli/verb.ts';
import { maxSize, spec } from './shared/options.ts';

/** Prints what a device needs before the newer files of a site. Exit 0, also if it needs nothing. Writes nothing. */
export const retire = verb({
  name: 'retire',
  describe: 'Print what to delete from a device',
  task: 'Apply files',
  details:
    'Prints what a Palo Alto needs before the new files: commands that delete rules and objects that left the spec, and rules whose fields changed. Paste them before rules.set. With --format multi-config, prints one request to the API that also contains the new rules, for paloalto/api.sh. With --format ansible, prints tasks for a pfSense that Ansible configures. apply.php and the other targets delete such rules themselves. Prints nothing for a device without older rules. Writes nothing.',
  argument: spec,
  options: [
    {
      name: 'site',
      placeholder: 'NAME',
      describe: 'The site of the device',
      shownDefault: 'the only one with such a device',
      values: 'text',
    },
    {
      name: 'base',
      placeholder: 'REV',
      describe: 'Revision whose files the device has',
      shownDefault: 'HEAD',
      values: 'text',
      excludes: 'old',
      group: 'What the device has',
    },
    {
      name: 'old',
      placeholder: 'DIR',
      describe: 'Output directory whose files the device has',
      values: 'folder',
      excludes: 'live',
      group: 'What the device has',
    },
    {
      name: 'live',
      placeholder: 'FILE',
      describe: 'Configuration or backup of the device',
      values: 'document',
      excludes: 'base',
      group: 'What the device has',
    },
    {
      name: 'format',
      describe: 'set, multi-config or ansible',
      values: ['set', 'multi-config', 'ansible'],
      default: 'set',
    },
    maxSize,
  ],
  examples: [
    ['portolan retire --base HEAD', 'commands to paste before rules.set'],
    ['portolan retire --base HEAD --format multi-config', 'one request for paloalto/api.sh'],
    ['portolan retire --base HEAD --format ansible', 'tasks that delete from pfSense'],
  ],
  exits: {
    [exitCode.yes]: 'done',
    [exitCode.couldNotRun]: 'usage or I/O error',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['diff', 'generate'],
  async run(given) {
    const { retired } = await import('./retire/retired.ts');
    const { text, notes } = await retired(given);
    printMessage(notes.map((note) => `note: ${visible(note)}\n`).join(''));
    printResult(text);
    return exitCode.yes;
  },
});
