import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { runsRoot } from './run/own-folder.ts';
import { startStack } from './start-stack.ts';

const ownServers = { ...process.env, PG_URL: '', KAFKA_BROKERS: '' };

afterEach(async () => {
  const root = await runsRoot();
  const left = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith(`${process.pid}-`)) : [];
  expect(left).toEqual([]);
});

describe('a start that does not succeed leaves no folder behind and', () => {
  it.each([0, 50, 400, 900, 1_600])('rejects when it is aborted after %i ms', async (afterMs) => {
    const abort = new AbortController();
    const starting = startStack({ env: ownServers, signal: abort.signal });
    setTimeout(() => abort.abort(), afterMs);
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does nothing when it was aborted before', async () => {
    await expect(startStack({ env: ownServers, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('tells in one line what is missing', async () => {
    const starting = startStack({ env: { ...ownServers, JAVA_HOME: '/nowhere' } });
    await expect(starting).rejects.toThrow(
      /^Java 17 or newer is needed to run Apache Kafka, .*apt-get install [^\n]*$/,
    );
  });

  it('shows the end of the log of a server that refuses its settings', async () => {
    const starting = startStack({ env: ownServers, kafka: false, postgresSettings: { shared_buffers: 'plenty' } });
    await expect(starting).rejects.toThrow(/initdb failed[^]*invalid value for parameter "shared_buffers"/);
  });
});
