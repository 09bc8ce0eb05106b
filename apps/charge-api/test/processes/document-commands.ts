import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

/** Shell blocks of a document, in their order; but for those that are labelled as needing what is not here. */
export async function commandBlocks(document: string): Promise<string[]> {
  const text = await readFile(join(ROOT, document), 'utf8');
  return [...text.matchAll(/^```bash\n([^]*?)^```$/gm)].map(([, block]) => block ?? '');
}

/**
 * `npm run -s NAME -- …` runs the script as package.json has it, without the look whether everything is built; curl is
 * on fewer machines than the rest of what is needed here, so its few options in use are read by a stand-in.
 */
const PRELUDE = `
  set -e
  npm() {
    [ "$2" = -s ] && name="$3" || name="$2"
    script=$(node -p 'require("./package.json").scripts[process.argv[1]].replace("exec ", "")' "$name")
    while [ "$1" != -- ]; do shift; done
    shift
    eval "$script" '"$@"'
  }
  curl() { node apps/charge-api/test/processes/curl-stand-in.mjs "$@"; }
`;

export interface CommandOutcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one block as it stands, in the root of the repository. */
export function runBlock(block: string, env: Record<string, string>): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const path = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
    const options = { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '', PATH: path, ...env } };
    execFile('sh', ['-c', `${PRELUDE}${block}`], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
