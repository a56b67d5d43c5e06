/** One import of a vendor's file, and what is known of that file. */
export type DatasetCase = {
  /** The revisions, the oldest first: each after the first one is an update. */
  readonly files: readonly string[];
  readonly format: string;
  /** The options, in addition to those of every case. */
  readonly options: readonly string[];
  /** The rows or destinations that a count by hand gave, of the last revision. */
  readonly known: string;
};

const web = ['--service', 'https', '--tier', 'required'];
const ranges = (file: string, known: string, ...where: readonly string[]): DatasetCase => ({
  files: [file],
  format: 'ranges',
  options: [...web, ...where.flatMap((each) => ['--where', each])],
  known,
});
const list = (file: string, known: string, ...where: readonly string[]): DatasetCase => ({
  ...ranges(file, known, ...where),
  format: 'list',
});
const table = (file: string, known: string, ...options: readonly string[]): DatasetCase => ({
  files: [file],
  format: 'table',
  options,
  known,
});
const mud = (file: string): DatasetCase => ({
  files: [`mud/${file}.json`],
  format: 'mud',
  options: ['--tier', 'required'],
  known: '',
});

/** The files of vendors that imports are tried on, by their names in the directory that the script gets. */
export const datasetCases: readonly DatasetCase[] = [
  {
    files: ['m365-worldwide.json'],
    format: 'm365',
    options: [],
    known: '107 entries: 354 hosts, 303 unique; 294 networks, 131 unique',
  },
  ranges('aws-ip-ranges.json', '13,344 networks, 9,066 unique'),
  ranges('aws-ip-ranges.json', '16', 'service=S3', 'region=eu-west-1'),
  ranges('google-cloud.json', '782'),
  ranges('google-cloud.json', '25', 'scope=europe-west3'),
  ranges('azure-servicetags-cut.json', 'cut to 142 of 2,967 tags: 2,764 unique'),
  ranges('github-meta.json', '5,959 networks, 5,603 unique'),
  ranges('github-meta.json', '51', 'section=web,api,git'),
  {
    ...ranges('', '213, 250, 251, 251; the last one changes labels only'),
    files: ['2024-12-10', '2024-12-26', '2025-02-13', '2025-03-05'].map(
      (date) => `atlassian-${date}.json`,
    ),
  },
  ranges('atlassian-2025-03-05.json', '21', 'direction=ingress'),
  {
    ...ranges('', '842, then 896: 55 added, 1 removed'),
    files: ['oracle-2025-07-11.json', 'oracle-2025-07-21.json'],
  },
  ranges('oracle-2025-07-21.json', '16', 'region=eu-frankfurt-1', 'tags=OSN'),
  ranges('okta-ip-ranges.json', '3,917 networks, 1,270 unique'),
  ranges('okta-ip-ranges.json', '214', 'section=emea_cell_1'),
  ranges('fastly-ip-ranges.json', '21'),
  ranges('zscaler-hubs.json', '80'),
  list('cloudflare-v4.txt', ''),
  list('cloudflare-v6.txt', ''),
  list('akamai-v4.txt', 'a tab at the end of each line'),
  list('digitalocean-geofeed.csv', '106 of 1,182', 'country=DE'),
  list('linode-geofeed.txt', '405 of 4,552', 'country=DE'),
  list('zoom-ipv4.list', '2,071 lines, 5 glued'),
  list('zoom-ipv6.list', '5 lines, 3 glued'),
  {
    ...list('', '200, then 196 lines'),
    files: ['microsoft-general-2025-06-03.txt', 'microsoft-general-2025-07-01.txt'],
  },
  {
    ...list('', '87, then 85 lines'),
    files: ['intune-fqdn-2025-06-03.txt', 'intune-fqdn-2025-07-01.txt'],
  },
  list('intune-ips-2025-09-02.txt', ''),
  table('mde-usgov-gcc.csv', 'three spellings of one table'),
  table('mde-usgov-gcc.psv', 'three spellings of one table', '--columns', 'port=1,host=2,tier=3'),
  table('mde-usgov-gcc.tsv', 'three spellings of one table'),
  table('avd-table.md', '', '--tier', 'required'),
  table('docker-desktop-table.md', '', '--tier', 'required', '--service', 'https'),
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
