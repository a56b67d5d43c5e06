import { isPlainAddress, lineAddress } from '../../page/addresses.ts';

/** The addresses of a repository and a pipeline run, so that a report can link to them. */
export type Links = {
  /** The commit that the pipeline checked out; undefined outside of a pipeline. */
  readonly commit: string | undefined;
  /** The page of the run, which has its artifacts. */
  readonly run: string | undefined;
  /** The address below which the files of a commit are; undefined if it is unknown. */
  filesOf(commit: string | undefined): string | undefined;
  /** A line of a file of a commit; undefined if either is unknown. */
  line(file: string, line: number, commit: string | undefined): string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** No address is known. */
export const noLinks: Links = linksBelow(undefined, undefined, undefined);

/** The links of a GitHub or GitLab pipeline by its environment. A value that is not plain is ignored. */
export function linksFrom(environment: Environment): Links {
  return gitHub(environment) ?? gitLab(environment) ?? noLinks;
}

function gitHub(environment: Environment): Links | undefined {
  const server = addressIn(environment, 'GITHUB_SERVER_URL');
  const repository = environment['GITHUB_REPOSITORY'];
  if (server === undefined || repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    return undefined;
  const project = `${server}/${repository}`;
  const run = environment['GITHUB_RUN_ID'];
  const page =
    run !== undefined && /^\d+$/.test(run) ? `${project}/actions/runs/${run}` : undefined;
  return linksBelow(`${project}/blob`, commitIn(environment, 'GITHUB_SHA'), page);
}

function gitLab(environment: Environment): Links | undefined {
  const project = addressIn(environment, 'CI_PROJECT_URL');
  if (project === undefined) return undefined;
  const run = addressIn(environment, 'CI_PIPELINE_URL');
  return linksBelow(`${project}/-/blob`, commitIn(environment, 'CI_COMMIT_SHA'), run);
}

function addressIn(environment: Environment, name: string): string | undefined {
  const address = environment[name];
  return address !== undefined && isPlainAddress(address) ? address : undefined;
}

function commitIn(environment: Environment, name: string): string | undefined {
  const hash = environment[name];
  return hash !== undefined && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

/** The links of a repository whose commits are below an address. */
function linksBelow(
  commits: string | undefined,
  commit: string | undefined,
  run: string | undefined,
): Links {
  const filesOf: Links['filesOf'] = (hash) =>
    commits === undefined || hash === undefined ? undefined : `${commits}/${hash}`;
  return {
    commit,
    run,
    filesOf,
    line: (file, line, hash) => {
      const files = filesOf(hash);
      return files === undefined ? undefined : lineAddress(files, file, line);
    },
  };
}
