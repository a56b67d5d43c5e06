/** One import of a vendor's file, and what is known of that file. */
export type DatasetCase = {
  /** The revisions, the oldest first: each after the first one is an update. */
  readonly files: readonly string[];
  readonly format: string;
  /** The options, in addition to those of every case. */
  readonly options: readonly string[];
  /** What counts by hand gave. */
  readonly known: KnownCounts;
  /** What a reader of the table must know of the file. */
  readonly remark?: string;
};

/** Counts of the last revision, and the changes of each update. A count that differs is an error. */
export type KnownCounts = {
  readonly rows?: number;
  readonly taken?: number;
  readonly refused?: number;
  readonly destinations?: number;
  readonly updates?: string;
};

const web = ['--service', 'https', '--tier', 'required'];
const ranges = (file: string, known: KnownCounts, ...where: readonly string[]): DatasetCase => ({
  files: [file],
  format: 'ranges',
  options: [...web, ...where.flatMap((each) => ['--where', each])],
  known,
});
const list = (file: string, known: KnownCounts, ...where: readonly string[]): DatasetCase => ({
  ...ranges(file, known, ...where),
  format: 'list',
});
const revisions = (one: DatasetCase, ...files: readonly string[]): DatasetCase => ({
  ...one,
  files,
});
const table = (file: string, known: KnownCounts, ...options: readonly string[]): DatasetCase => ({
  files: [file],
  format: 'table',
  options,
  known,
});
const mud = (file: string): DatasetCase => ({
  files: [`mud/${file}.json`],
  format: 'mud',
  options: ['--tier', 'required'],
  known: {},
});

/** The files of vendors that imports are tried on, by their names in the directory that the script gets. */
export const datasetCases: readonly DatasetCase[] = [
  { files: ['m365-worldwide.json'], format: 'm365', options: [], known: { rows: 648 } },
  ranges('aws-ip-ranges.json', { rows: 13_344, destinations: 9066 }),
  ranges('aws-ip-ranges.json', { taken: 16 }, 'service=S3', 'region=eu-west-1'),
  ranges('google-cloud.json', { rows: 782 }),
  ranges('google-cloud.json', { taken: 25 }, 'scope=europe-west3'),
  {
    ...ranges('azure-servicetags-cut.json', { destinations: 2764 }),
    remark: 'cut to 142 of 2,967 tags',
  },
  ranges('github-meta.json', { rows: 5959, destinations: 5603 }),
  ranges('github-meta.json', { destinations: 51 }, 'section=web,api,git'),
  revisions(
    ranges('', { destinations: 251, updates: '+37 -0, +1 -0, none' }),
    ...['2024-12-10', '2024-12-26', '2025-02-13', '2025-03-05'].map(
      (date) => `atlassian-${date}.json`,
    ),
  ),
  ranges('atlassian-2025-03-05.json', { taken: 21 }, 'direction=ingress'),
  revisions(
    ranges('', { rows: 896, updates: '+55 -0' }),
    'oracle-2025-07-11.json',
    'oracle-2025-07-21.json',
  ),
  ranges('oracle-2025-07-21.json', { taken: 16 }, 'region=eu-frankfurt-1', 'tags=OSN'),
  ranges('okta-ip-ranges.json', { rows: 3917, destinations: 1270 }),
  ranges('okta-ip-ranges.json', { taken: 214 }, 'section=emea_cell_1'),
  ranges('fastly-ip-ranges.json', { rows: 21 }),
  ranges('zscaler-hubs.json', { rows: 80 }),
  list('cloudflare-v4.txt', { rows: 15 }),
  list('cloudflare-v6.txt', { rows: 7 }),
  { ...list('akamai-v4.txt', { rows: 19 }), remark: 'a tab at the end of each line' },
  list('digitalocean-geofeed.csv', { rows: 1182, taken: 106 }, 'country=DE'),
  list('linode-geofeed.txt', { rows: 4552, taken: 405 }, 'country=DE'),
  { ...list('zoom-ipv4.list', { rows: 2071, refused: 6 }), remark: 'two networks on one line' },
  { ...list('zoom-ipv6.list', { rows: 5, refused: 3 }), remark: 'two networks on one line' },
  revisions(
    list('', { rows: 196, updates: '+0 -4' }),
    'microsoft-general-2025-06-03.txt',
    'microsoft-general-2025-07-01.txt',
  ),
  revisions(
    list('', { rows: 85, updates: '+0 -0' }),
    'intune-fqdn-2025-06-03.txt',
    'intune-fqdn-2025-07-01.txt',
  ),
  list('intune-ips-2025-09-02.txt', { rows: 81 }),
  table('mde-usgov-gcc.csv', { rows: 29, taken: 29 }),
  table('mde-usgov-gcc.psv', { rows: 29, taken: 29 }, '--columns', 'port=1,host=2,tier=3'),
  table('mde-usgov-gcc.tsv', { rows: 29, taken: 29 }),
  table('avd-table.md', { rows: 29 }, '--tier', 'required'),
  table('docker-desktop-table.md', { taken: 16 }, '--tier', 'required', '--service', 'https'),
  mud('G06-tapo-p115'),
  mud('HueBulbMud'),
  mud('L2540DW'),
  mud('amazonEchoMud'),
  mud('augustdoorbellcamMud'),
  mud('chromecastUltraMud'),
  mud('hpprinterMud'),
  mud('nestsmokesensorMud'),
  mud('ringdoorbellMud'),
  mud('withingsbabymonitorMud'),
];
