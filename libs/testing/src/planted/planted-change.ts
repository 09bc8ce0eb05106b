/** A project whose contract run must go red, and the interaction that its message must name. */
export interface ExpectedFailure {
  project: string;
  interaction: string;
}

/** A change of one service as a patch, and what the contracts have to say to it. */
export interface PlantedChange {
  /** Name of the patch file without its ending. */
  name: string;
  file: string;
  /** What is changed, in the words of a changelog. */
  changes: string;
  /** Contract tests of everyone who could notice, relative to the root. */
  runs: string[];
  /** None for a change that nobody may notice. */
  fails: ExpectedFailure[];
}

const HEADER = /^# (changes|runs|fails): (.+)$/;
const FAILURE = /^(\S+) by "(.+)"$/;

const toFailure = (file: string, text: string): ExpectedFailure => {
  const [, project, interaction] = FAILURE.exec(text) ?? [];
  if (!project || !interaction)
    throw new Error(`${file}: expected "# fails: PROJECT by \\"INTERACTION\\"", not ${text}`);
  return { project, interaction };
};

/**
 * Reads the header of a patch: `# changes:`, one or more `# runs:`, and `# fails:` for each project that must notice.
 * A change is breaking by the folder that it lies in.
 * @throws Error naming the file and what is wrong
 */
export function readPlantedChange(file: string, text: string): PlantedChange {
  const fields = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name && value) fields.set(name, [...(fields.get(name) ?? []), value.trim()]);
  }
  const [changes] = fields.get('changes') ?? [];
  const runs = fields.get('runs') ?? [];
  const fails = (fields.get('fails') ?? []).map((failure) => toFailure(file, failure));
  if (!changes || runs.length === 0) throw new Error(`${file}: a planted change needs "# changes:" and "# runs:"`);
  const isBreaking = file.includes('/breaking/');
  if (isBreaking !== fails.length > 0) throw new Error(`${file}: "# fails:" is for breaking changes, all of them`);
  const name = (file.split('/').at(-1) ?? file).replace(/\.patch$/, '');
  return { name, file, changes, runs, fails };
}
