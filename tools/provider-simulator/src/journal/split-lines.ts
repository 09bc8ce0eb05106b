const LINE_FEED = 0x0a;

export interface JournalText {
  /** Without its line feed. */
  readonly text: string;
  /** Bytes of the file up to and including this line. */
  readonly endOffset: number;
  /** False for bytes after the last line feed: a write that a crash cut short. */
  readonly isComplete: boolean;
}

/** Cuts a byte stream into lines, in constant memory but for the longest line. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JournalText> {
  let rest = Buffer.alloc(0);
  let endOffset = 0;
  for await (const chunk of chunks) {
    const buffer = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = buffer.indexOf(LINE_FEED); end !== -1; end = buffer.indexOf(LINE_FEED, start)) {
      endOffset += end + 1 - start;
      yield { text: buffer.toString('utf8', start, end), endOffset, isComplete: true };
      start = end + 1;
    }
    rest = buffer.subarray(start);
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), endOffset: endOffset + rest.length, isComplete: false };
}
