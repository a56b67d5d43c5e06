/** Objects and rules that our files may hold, each with the words under which PAN-OS keeps it. */
export const kinds = {
  tag: { path: ['tag'], fields: { comments: 'text', color: 'text' } },
  address: {
    path: ['address'],
    fields: {
      'ip-netmask': 'text',
      'ip-range': 'text',
      fqdn: 'text',
      description: 'text',
      tag: 'list',
    },
  },
  'address-group': {
    path: ['address-group'],
    fields: { static: 'list', description: 'text', tag: 'list' },
  },
  service: {
    path: ['service'],
    fields: {
      'protocol tcp port': 'text',
      'protocol udp port': 'text',
      description: 'text',
      tag: 'list',
    },
  },
  'service-group': { path: ['service-group'], fields: { members: 'list', tag: 'list' } },
  'application-group': { path: ['application-group'], fields: { members: 'list' } },
  'custom-url-category': {
    path: ['profiles', 'custom-url-category'],
    fields: { type: 'text', list: 'list', description: 'text' },
  },
  security: {
    path: ['RULEBASE', 'security', 'rules'],
    fields: {
      from: 'list',
      to: 'list',
      source: 'list',
      destination: 'list',
      application: 'list',
      service: 'list',
      category: 'list',
      'source-user': 'list',
      tag: 'list',
      action: 'text',
      description: 'text',
      disabled: 'text',
      'log-setting': 'text',
      'log-start': 'text',
      'log-end': 'text',
      'profile-setting group': 'list',
    },
  },
  decryption: {
    path: ['RULEBASE', 'decryption', 'rules'],
    fields: {
      from: 'list',
      to: 'list',
      source: 'list',
      destination: 'list',
      service: 'list',
      category: 'list',
      'source-user': 'list',
      tag: 'list',
      action: 'text',
      description: 'text',
      disabled: 'text',
      type: 'choice',
    },
  },
} as const satisfies Readonly<Record<string, KindGrammar>>;

export type KindGrammar = {
  readonly path: readonly string[];
  readonly fields: Readonly<Record<string, FieldForm>>;
};
export type FieldForm = 'text' | 'list' | 'choice';
export type Kind = keyof typeof kinds;

/** Fields that must not be there at all, each with the reason. */
export const forbidden: Readonly<Record<string, string>> = {
  'hip-profiles': 'hip-profiles, which later versions refuse',
  'source-hip': 'a HIP match, which is not of our form',
  'destination-hip': 'a HIP match, which is not of our form',
  'profile-setting profiles url-filtering': 'a URL filtering profile, which inspects',
  'profile-setting profiles': 'profiles of its own instead of a group',
  profile: 'a decryption profile, which checks certificates',
};

/** Where the objects live, as the words before a path; the rulebase is where the rules live. */
export type Location = { readonly words: string; readonly rulebase: string | undefined };

/** A field has one value where it is a text, several where it is a list. */
export type Entry = {
  readonly name: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
};

export type Config = {
  readonly location: Location | undefined;
  readonly entries: Readonly<Record<Kind, readonly Entry[]>>;
};

export const kindNames: readonly Kind[] = [
  'tag',
  'address',
  'address-group',
  'service',
  'service-group',
  'application-group',
  'custom-url-category',
  'security',
  'decryption',
];
export const ruleKinds = ['security', 'decryption'] as const;
const rulebases: readonly string[] = ['rulebase', 'pre-rulebase', 'post-rulebase'];

export function emptyConfig(): Config {
  return {
    location: undefined,
    entries: {
      tag: [],
      address: [],
      'address-group': [],
      service: [],
      'service-group': [],
      'application-group': [],
      'custom-url-category': [],
      security: [],
      decryption: [],
    },
  };
}

export function fieldsOf(kind: Kind): Readonly<Record<string, FieldForm>> {
  return kinds[kind].fields;
}

/** The kind that words begin with, how many words that takes, and the rulebase where it is a rule. */
export function kindAt(
  words: readonly string[],
): { kind: Kind; length: number; rulebase: string | undefined } | undefined {
  const kind = kindNames.find((name) =>
    kinds[name].path.every((word, index) => isStep(word, words[index] ?? '')),
  );
  if (kind === undefined) return undefined;
  const rulebase = rulebases.includes(words[0] ?? '') ? words[0] : undefined;
  return { kind, length: kinds[kind].path.length, rulebase };
}

function isStep(step: string, word: string): boolean {
  return step === 'RULEBASE' ? rulebases.includes(word) : step === word;
}

/** A vsys and a device group are one each; shared has no rulebase but Panorama's two. */
export function checkLocation({ words, rulebase }: Location): string[] {
  const panorama = words === 'shared' || words.startsWith('device-group ');
  const allowed = panorama ? ['pre-rulebase', 'post-rulebase'] : ['rulebase'];
  const vsys = /^vsys vsys([0-9]+)$/.exec(words)?.[1];
  const number = Number(vsys);
  const known = words === '' || panorama || (number >= 2 && number <= 255);
  return [
    ...(known ? [] : [`the location "${words}" is none: vsys1 is written without a prefix`]),
    ...(rulebase === undefined || allowed.includes(rulebase)
      ? []
      : [`the location "${words}" has no ${rulebase}`]),
  ];
}

export function many(entry: Entry, field: string): readonly string[] {
  return entry.fields.get(field) ?? [];
}

export function one(entry: Entry, field: string): string | undefined {
  return entry.fields.get(field)?.[0];
}

export function named(config: Config, kind: Kind, name: string): Entry | undefined {
  return config.entries[kind].find((entry) => entry.name === name);
}

/** The configuration with an entry put in place of its former self, or at the end. */
export function withEntry(config: Config, kind: Kind, entry: Entry): Config {
  const old = config.entries[kind];
  const isNew = !old.some((each) => each.name === entry.name);
  const entries = isNew
    ? [...old, entry]
    : old.map((each) => (each.name === entry.name ? entry : each));
  return { ...config, entries: { ...config.entries, [kind]: entries } };
}
