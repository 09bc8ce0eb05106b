import { REPOSITORY_ROOT } from '@once/supervisor';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface OtlpSink {
  endpoint: string;
  receivedBytes(): Promise<number>;
  stop(): void;
}

/** Starts the collector that keeps nothing, in a process of its own. */
export async function startOtlpSink(): Promise<OtlpSink> {
  const child = fork(join(REPOSITORY_ROOT, 'bench/dist/telemetry/otlp-sink.js'), { env: { PATH: process.env.PATH } });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    endpoint: `http://127.0.0.1:${port}`,
    receivedBytes: async () => {
      child.send('report');
      const [{ receivedBytes }] = (await once(child, 'message')) as [{ receivedBytes: number }];
      return receivedBytes;
    },
    stop: () => void child.kill('SIGTERM'),
  };
}
