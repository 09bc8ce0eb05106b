import { describe, expect, it } from '@jest/globals';
import { ServerFailedError } from './server-failed.error.ts';
import { startOnFreePort } from './start-on-free-port.ts';

const portTaken = new ServerFailedError('ended at its start', 'FATAL: could not bind: Address already in use');
const signal = new AbortController().signal;

/** Servers on ports 1, 2, 3 …, of which each fails as told for its turn. */
function serversThatFail(...failures: Error[]) {
  const ports: number[] = [];
  const prepare = async () => {
    const failure = failures[ports.length];
    const port = ports.push(ports.length + 1);
    return { port, startFirst: () => (failure ? Promise.reject(failure) : Promise.resolve()) };
  };
  return { ports, prepare };
}

describe('startOnFreePort', () => {
  it('takes another port when somebody else was quicker', async () => {
    const { prepare } = serversThatFail(portTaken, portTaken);
    expect((await startOnFreePort(prepare, signal)).port).toBe(3);
  });

  it('tries once when the failure is not about the port', async () => {
    const { ports, prepare } = serversThatFail(new ServerFailedError('ended at its start', 'FATAL: out of memory'));
    await expect(startOnFreePort(prepare, signal)).rejects.toThrow('out of memory');
    expect(ports).toEqual([1]);
  });

  it('gives up after five ports', async () => {
    const { ports, prepare } = serversThatFail(...Array<Error>(9).fill(portTaken));
    await expect(startOnFreePort(prepare, signal)).rejects.toBe(portTaken);
    expect(ports).toHaveLength(5);
  });
});
