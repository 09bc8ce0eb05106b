import { describe, expect, it } from '@jest/globals';
import { hang } from './hang.fault.ts';

const actWhileStopping = async (when: 'before' | 'after') => {
  const stopping = new AbortController();
  const acting = hang.toAction({ when, delay_ms: 600_000 }).act({ providerKey: 'k', stopping: stopping.signal });
  stopping.abort();
  return acting;
};

describe('a hang that the stop of the simulator ends', () => {
  it('before the effect says that nothing was done', async () => {
    expect(await actWhileStopping('before')).toMatchObject({ httpStatus: 503, body: { code: 'shutting_down' } });
  });

  it('after the effect lets the real answer out, because something was done', async () => {
    expect(await actWhileStopping('after')).toBeUndefined();
  });
});

it('goes on as if nothing had been when it is over', async () => {
  const { signal } = new AbortController();
  const action = hang.toAction({ when: 'before', delay_ms: 1 });
  expect(await action.act({ providerKey: 'k', stopping: signal })).toBeUndefined();
});
