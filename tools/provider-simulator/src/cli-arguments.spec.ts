import { describe, expect, it } from '@jest/globals';
import { parseCliArguments } from './cli-arguments.ts';

describe('command line', () => {
  it('takes a free port and no latency unless told otherwise', () => {
    const host = '127.0.0.1';
    expect(parseCliArguments(['--data-dir', 'd'])).toEqual({ kind: 'run', port: 0, host, dataDir: 'd', latencyMs: 0 });
    const args = ['--port', '8080', '--host', '0.0.0.0', '--data-dir=d', '--latency-ms', '25'];
    expect(parseCliArguments(args)).toEqual({
      kind: 'run',
      port: 8080,
      host: '0.0.0.0',
      dataDir: 'd',
      latencyMs: 25,
    });
  });

  it.each([
    [[], /--data-dir is missing/],
    [['--data-dir', ''], /--data-dir is missing/],
    [['--data-dir', 'd', '--port', '65536'], /--port takes 0/],
    [['--data-dir', 'd', '--port', '1e3'], /--port takes 0/],
    [['--data-dir', 'd', '--latency-ms', '-1'], /latency-ms/],
    [['--data-dir', 'd', '--latency-ms', '600001'], /--latency-ms takes 0 to 600000/],
    [['--data-dir', 'd', '--prot', '1'], /--prot/],
    [['--data-dir', 'd', 'stray'], /stray/],
  ])('refuses %j', (args, message) => {
    expect(parseCliArguments(args)).toEqual({ kind: 'refused', message: expect.stringMatching(message) });
  });
});
