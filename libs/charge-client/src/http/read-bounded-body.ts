/** A page of 100 charges, each as large as the 64 KiB that made it, is 6.4 MB: nothing that is in order is larger. */
export const MAX_ANSWER_BYTES = 8 * 1_048_576;

/** Reads a body to its end, or gives up at the first byte beyond the limit instead of filling the memory. */
export async function readBoundedBody(response: Response, maxBytes: number): Promise<Uint8Array | 'too_large'> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) {
      return 'too_large';
    }
    chunks.push(chunk);
  }
  return concatenate(chunks, sizeBytes);
}

function concatenate(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
