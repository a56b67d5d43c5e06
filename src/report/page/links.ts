import { documentAddress, isPlainAddress, lineAddress, rulePage } from '../../page/addresses.ts';

/** The addresses of a repository, a pipeline run and the documents, so that a report can link to them. */
export type Links = {
  /** The commit that the pipeline checked out; undefined outside of a pipeline. */
  readonly commit: string | undefined;
  /** The page of the run, which has its artifacts. */
  readonly run: string | undefined;
  /** The address below which the files of a commit are; undefined if it is unknown. */
  filesOf(commit: string | undefined): string | undefined;
  /** A line of a file of a commit; undefined if either is unknown. */
  line(file: string, line: number, commit: string | undefined): string | undefined;
  /** The address of README.md, from which documents have theirs; null if it is unknown. */
  readonly homepage: string | null;
  /** The page of a rule; undefined if its address is unknown. */
  rule(id: string): string | undefined;
};

/** The part of the links that an environment decides. */
type Places = { readonly commits: string | undefined } & Pick<Links, 'commit' | 'run'>;

type Environment = Readonly<Record<string, string | undefined>>;

const nowhere: Places = { commits: undefined, commit: undefined, run: undefined };

/** No address is known. */
export const noLinks: Links = linksOf(nowhere, null);

/** The links of a GitHub or GitLab pipeline by its environment. A value that is not plain is ignored. */
export function linksFrom(
  environment: Environment,
  homepage: string | null = PORTOLAN_HOMEPAGE,
): Links {
  return linksOf(gitHub(environment) ?? gitLab(environment) ?? nowhere, homepage);
}

function gitHub(environment: Environment): Places | undefined {
  const server = addressIn(environment, 'GITHUB_SERVER_URL');
  const repository = environment['GITHUB_REPOSITORY'];
  if (server === undefined || repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    return undefined;
  const project = `${server}/${repository}`;
  const run = environment['GITHUB_RUN_ID'];
  const page =
    run !== undefined && /^\d+$/.test(run) ? `${project}/actions/runs/${run}` : undefined;
  return {
    commits: `${project}/blob`,
    commit: commitIn(environment, 'GITHUB_SHA'),
    run: page,
  };
}

function gitLab(environment: Environment): Places | undefined {
  const project = addressIn(environment, 'CI_PROJECT_URL');
  if (project === undefined) return undefined;
  return {
    commits: `${project}/-/blob`,
    // A pipeline of merged results checks out a merge commit that GitLab drops again. It names the source branch's.
    commit:
      commitIn(environment, 'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA') ??
      commitIn(environment, 'CI_COMMIT_SHA'),
    run: addressIn(environment, 'CI_PIPELINE_URL'),
  };
}

function addressIn(environment: Environment, name: string): string | undefined {
  const address = environment[name];
  return address !== undefined && isPlainAddress(address) ? address : undefined;
}

function commitIn(environment: Environment, name: string): string | undefined {
  const hash = environment[name];
  return hash !== undefined && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

function linksOf({ commits, commit, run }: Places, homepage: string | null): Links {
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
    homepage,
    rule: (id) => documentAddress(homepage, rulePage(id)),
  };
}
