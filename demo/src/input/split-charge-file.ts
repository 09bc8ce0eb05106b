import type { BadLine, ChargeLine } from './charge-line.ts';
import { parseChargeLine } from './parse-charge-line.ts';

/** Sixteen times what the service takes as a body. */
export const MAX_LINE_BYTES = 1024 * 1024;

const NEWLINE = 0x0a;

export interface ChargeLines {
  readonly lines: readonly ChargeLine[];
  readonly bad: readonly BadLine[];
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** All lines of a file, good and bad. Empty lines mean nothing. */
export function splitChargeFile(bytes: Uint8Array, tenants: readonly string[]): ChargeLines {
  const lines: ChargeLine[] = [];
  const bad: BadLine[] = [];
  let lineNumber = 0;
  for (const lineBytes of eachLine(bytes)) {
    lineNumber += 1;
    const text = decodeLine(lineBytes);
    if (text.trim() === '' && lineBytes.length <= MAX_LINE_BYTES) continue;
    const reason = faultOfBytes(lineBytes, text);
    const parsed = reason ? undefined : parseChargeLine(text, lineNumber, tenants);
    if (parsed?.kind === 'line') lines.push(parsed.line);
    else bad.push(parsed?.bad ?? { lineNumber, reason: reason ?? '' });
  }
  return { lines, bad };
}

function* eachLine(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    yield bytes.subarray(start, end === -1 ? bytes.length : end);
    if (end === -1) return;
    start = end + 1;
  }
}

const NOT_UTF8 = '\ufffd';

const decodeLine = (bytes: Uint8Array): string => {
  if (bytes.length > MAX_LINE_BYTES) return NOT_UTF8;
  try {
    return decoder.decode(bytes);
  } catch {
    return NOT_UTF8;
  }
};

const faultOfBytes = (bytes: Uint8Array, text: string): string | undefined => {
  if (bytes.length > MAX_LINE_BYTES) return `longer than ${MAX_LINE_BYTES / 1024} KiB`;
  return text === NOT_UTF8 ? 'not valid UTF-8' : undefined;
};
