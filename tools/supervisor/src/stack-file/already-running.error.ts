/** Another process keeps this stack.json; the message says what to do. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';

  constructor(runFile: string, pid: number) {
    super(
      `A stack of this checkout already runs (its supervisor is process ${pid}, its addresses are in ${runFile}). ` +
        `Use it, or stop it first: Ctrl-C in its terminal, or kill ${pid}.`,
    );
  }
}
