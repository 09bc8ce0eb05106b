import { describe, expect, it } from '@jest/globals';
import { UndoStack } from './undo-stack.ts';

describe('UndoStack', () => {
  it('runs the steps in reverse order, once, however often it is asked', async () => {
    const undo = new UndoStack();
    const ran: string[] = [];
    for (const name of ['first', 'second', 'third']) undo.push(() => ran.push(name));
    await Promise.all([undo.run(), undo.run()]);
    await undo.run();
    expect(ran).toEqual(['third', 'second', 'first']);
  });

  it('runs the remaining steps when one fails, and tells every failure', async () => {
    const undo = new UndoStack();
    const ran: string[] = [];
    undo.push(() => ran.push('folder'));
    undo.push(() => Promise.reject(new Error('the broker hangs')));
    undo.push(() => Promise.reject(new Error('a database is in use')));
    await expect(undo.run()).rejects.toThrow('a database is in use; the broker hangs');
    expect(ran).toEqual(['folder']);
  });
});
