import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from './workspace-packages.ts';

const run = promisify(execFile);

/** Projects whose contracts `nx affected` would verify after a change of one file. */
const affectedBy = async (file: string): Promise<string[]> => {
  const nx = join(REPOSITORY_ROOT, 'node_modules/nx/dist/bin/nx.js');
  const args = ['show', 'projects', '--affected', '--withTarget', 'contracts', '--json', `--files=${file}`];
  const { stdout } = await run(process.execPath, [nx, ...args], {
    cwd: REPOSITORY_ROOT,
    // A process for each plugin would cost more than all of the rest.
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_ISOLATE_PLUGINS: 'false', NODE_OPTIONS: '' },
  });
  return (JSON.parse(stdout) as string[]).sort();
};

describe('nx affected -t contracts', () => {
  it.each([
    ['what a consumer asks for', 'contracts/pacts/charge-client-charge-api.json', ['charge-api', 'charge-client']],
    ['what is deployed', 'contracts/deployed/prod/ledger-consumer-relay.json', ['ledger-consumer', 'relay']],
    ['the client', 'libs/charge-client/src/charge-client.ts', ['charge-api', 'charge-client']],
    ['the cases of a consumer', 'apps/ledger-consumer/test/contract/event-shapes.ts', ['ledger-consumer', 'relay']],
    ['a provider alone', 'apps/relay/src/publish/to-kafka-message.ts', ['relay']],
    ['the schemas', 'libs/contracts/src/topics.ts', ['charge-api', 'charge-client', 'ledger-consumer', 'relay']],
    ['nothing that is promised', 'docs/architecture.md', []],
  ])('knows whom to verify after a change of %s', async (_what, file, projects) => {
    expect(await affectedBy(file)).toEqual(projects);
  });
});
