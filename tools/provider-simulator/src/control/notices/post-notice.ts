import type { Notice } from './notice.ts';
import { signNotice } from './sign-notice.ts';

export interface NoticeTarget {
  readonly url: string;
  readonly secret: string;
}

export type PostNotice = (notice: Notice, target: NoticeTarget, stopping: AbortSignal) => Promise<number | undefined>;

/** A receiver that takes longer is one that does not answer. */
const TIMEOUT_MS = 5_000;

/** Sends a notice once; the status that came back, or undefined where none did. */
export const postNotice: PostNotice = async (notice, { url, secret }, stopping) => {
  const body = JSON.stringify(notice);
  const timestampS = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    ...signNotice(secret, { id: notice.notice_id, timestampS, body }),
  };
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch {
    // Refused, reset, too late or stopped: for a sender of notices these are all the same, nobody took it.
    return undefined;
  }
};
