import { describe, expect, it, jest } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { GroupCommit } from './group-commit.ts';

function fakeFile() {
  const syncs: PromiseWithResolvers<void>[] = [];
  const appended: string[] = [];
  const file = {
    append: async (text: string) => void appended.push(text),
    sync: () => {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    },
    close: jest.fn(async () => undefined),
  };
  return { file, syncs, appended };
}

const isSettled = (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(
      () => true,
      () => true,
    ),
    nextTurn().then(() => false),
  ]);

describe('group commit', () => {
  it('resolves an append only when the sync after it is done', async () => {
    const { file, syncs } = fakeFile();
    const done = new GroupCommit(file, () => undefined).append('a\n');
    await nextTurn();
    await nextTurn();
    expect(syncs).toHaveLength(1);
    expect(await isSettled(done)).toBe(false);
    syncs[0]?.resolve();
    expect(await isSettled(done)).toBe(true);
  });

  it('writes what came in during a sync with one more sync, in order', async () => {
    const { file, syncs, appended } = fakeFile();
    const commits = new GroupCommit(file, () => undefined);
    const first = [commits.append('a\n'), commits.append('b\n')];
    await nextTurn();
    const second = [commits.append('c\n'), commits.append('d\n')];
    syncs[0]?.resolve();
    await Promise.all(first);
    await nextTurn();
    expect(await isSettled(Promise.any(second))).toBe(false);
    syncs[1]?.resolve();
    await Promise.all(second);
    expect(appended).toEqual(['a\nb\n', 'c\nd\n']);
  });

  it('shows readers nothing before it is durable', async () => {
    const { file, syncs } = fakeFile();
    const commits = new GroupCommit(file, () => undefined);
    expect(await isSettled(commits.durable())).toBe(true);
    void commits.append('a\n');
    const read = commits.durable();
    await nextTurn();
    expect(await isSettled(read)).toBe(false);
    syncs[0]?.resolve();
    expect(await isSettled(read)).toBe(true);
  });

  it('fails for good when a sync fails: whoever waits, whoever queues, whoever comes later', async () => {
    const { file, syncs, appended } = fakeFile();
    const onFailure = jest.fn();
    const commits = new GroupCommit(file, onFailure);
    const waiting = commits.append('a\n');
    await nextTurn();
    const queued = commits.append('b\n');
    syncs[0]?.reject(new Error('EIO'));
    await expect(waiting).rejects.toThrow('the journal cannot be written');
    await expect(queued).rejects.toThrow('the journal cannot be written');
    await expect(commits.append('c\n')).rejects.toThrow('the journal cannot be written');
    await expect(commits.durable()).rejects.toThrow('the journal cannot be written');
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(appended).toEqual(['a\n']);
  });

  it('closes the file after the last commit', async () => {
    const { file, syncs } = fakeFile();
    const commits = new GroupCommit(file, () => undefined);
    void commits.append('a\n');
    const closed = commits.close();
    await nextTurn();
    expect(file.close).not.toHaveBeenCalled();
    syncs[0]?.resolve();
    await closed;
    expect(file.close).toHaveBeenCalledTimes(1);
  });
});
