import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What has to be there before a rehearsal can begin. */
export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

const TOOLS = ['prometheus', 'prometheus-alertmanager', 'psql', 'curl'];

/** @throws MissingToolError that names all that is missing, and how to get it */
export async function assertTools(tools: readonly string[] = TOOLS): Promise<void> {
  const run = promisify(execFile);
  const found = await Promise.allSettled(tools.map((tool) => run(tool, ['--version'])));
  const missing = tools.filter((_, index) => found[index]?.status === 'rejected');
  if (missing.length === 0) return;
  const packages = 'prometheus prometheus-alertmanager postgresql-client curl';
  throw new MissingToolError(`${missing.join(', ')} can't be run: apt-get install ${packages}`);
}
