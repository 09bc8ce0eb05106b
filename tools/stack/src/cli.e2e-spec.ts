import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { judgeProcess } from './run/process-identity.ts';
import { startCli } from './start-cli.fixture.ts';

describe('the command', () => {
  it('prints where the servers are and ends with 0 after repeated signals, leaving nothing', async () => {
    const { cli, dataDir, processes, line } = await startCli({ ...process.env, PG_URL: '', KAFKA_BROKERS: '' });
    expect(line).toMatchObject({
      PG_URL: expect.stringMatching(/^postgres:\/\/postgres:\w+@127\.0\.0\.1:\d+\/postgres$/),
      KAFKA_BROKERS: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
    cli.kill('SIGINT');
    cli.kill('SIGINT');
    cli.kill('SIGTERM');
    expect(await once(cli, 'exit')).toEqual([0, null]);
    expect(existsSync(dataDir)).toBe(false);
    expect(processes.map(judgeProcess)).toEqual(processes.map(() => 'dead'));
  });
});
