/** The journal holds a line that this program never wrote so. Nothing may be served from it: it is the oracle. */
export class JournalCorruptError extends Error {
  override readonly name = 'JournalCorruptError';
  readonly lineNumber: number;

  constructor(lineNumber: number, reason: string, options?: ErrorOptions) {
    super(
      `the journal is damaged at line ${lineNumber}: ${reason}; restore the file or use an empty --data-dir`,
      options,
    );
    this.lineNumber = lineNumber;
  }
}
