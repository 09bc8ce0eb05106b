import { describe, expect, it } from '@jest/globals';
import { PhaseLog } from './phase-log.ts';
import { Screen } from './screen.ts';

const newLog = (isTTY: boolean, env: NodeJS.ProcessEnv = {}) => {
  const written: string[] = [];
  let nowMs = 1_000;
  const screen = new Screen({ isTTY, write: (text) => written.push(text) }, env);
  const log = new PhaseLog(screen, () => (nowMs += 500));
  return { log, text: () => written.join('') };
};

describe('PhaseLog', () => {
  it('writes one line per phase where nobody looks on', async () => {
    const { log, text } = newLog(false);
    const result = await log.run('drain', async (progress) => {
      progress('outbox 17');
      progress('outbox 0');
      return 3;
    });
    expect(result).toBe(3);
    expect(text()).toMatch(/^ \+ drain \.{60,} outbox 0 {2}1\.5 s\n$/);
    expect(log.phases).toEqual([
      { name: 'drain', startedAtMs: 1_500, endedAtMs: 3_000, detail: 'outbox 0', hasFailed: false },
    ]);
  });

  it('rewrites its line on a terminal', async () => {
    const { log, text } = newLog(true, { NO_COLOR: '1' });
    await log.run('drain', async (progress) => progress('outbox 17'));
    expect(text()).toContain('\r\u001b[2K … drain  outbox 17  500 ms\r\u001b[2K + drain ');
  });

  it('records and shows a failure, and hands it on', async () => {
    const { log, text } = newLog(false);
    await expect(log.run('start', () => Promise.reject(new Error('no broker')))).rejects.toThrow('no broker');
    expect(text()).toMatch(/^ x start \.+ no broker {2}500 ms\n$/);
    expect(log.phases).toMatchObject([{ name: 'start', detail: 'no broker', hasFailed: true }]);
  });
});
