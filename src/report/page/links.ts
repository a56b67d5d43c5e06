/** The addresses of a repository and a pipeline run, so that a comment can link to them. */
export type Links = {
  /** The commit that the pipeline checked out; undefined outside of a pipeline. */
  readonly commit: string | undefined;
  /** The page of the run, which has its artifacts. */
  readonly run: string | undefined;
  /** A line of a file of a commit; undefined if either is unknown. */
  line(file: string, line: number, commit: string | undefined): string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** No address is known. */
export const noLinks: Links = { commit: undefined, run: undefined, line: () => undefined };

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
  return {
    commit: commitIn(environment, 'GITHUB_SHA'),
    run: run !== undefined && /^\d+$/.test(run) ? `${project}/actions/runs/${run}` : undefined,
    line: lineOf(`${project}/blob`),
  };
}

function gitLab(environment: Environment): Links | undefined {
  const project = addressIn(environment, 'CI_PROJECT_URL');
  if (project === undefined) return undefined;
  return {
    commit: commitIn(environment, 'CI_COMMIT_SHA'),
    run: addressIn(environment, 'CI_PIPELINE_URL'),
    line: lineOf(`${project}/-/blob`),
  };
}

/** A link has no room for spaces, brackets or quotes. */
function addressIn(environment: Environment, name: string): string | undefined {
  const address = environment[name];
  return address !== undefined && /^https?:\/\/[\w.:/~-]+$/.test(address) ? address : undefined;
}

function commitIn(environment: Environment, name: string): string | undefined {
  const hash = environment[name];
  return hash !== undefined && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

function lineOf(blob: string): Links['line'] {
  return (file, line, commit) => {
    const parts = file.replaceAll(/\p{Cs}/gu, '\ufffd').split('/');
    // Such a path is not in the repository.
    if (commit === undefined || parts.some((part) => part === '' || part === '..'))
      return undefined;
    const path = parts.map(encoded).join('/');
    return `${blob}/${commit}/${path}#L${line}`;
  };
}

/** Also the characters that end a link or emphasis in Markdown. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*~_]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
