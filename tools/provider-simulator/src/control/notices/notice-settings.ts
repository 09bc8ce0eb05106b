import { z } from 'zod';
import { MAX_PAUSE_MS } from '../pause.ts';

export const MAX_REPEATS = 10;
const milliseconds = z.int().min(0).max(MAX_PAUSE_MS);

export const noticeSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(1).max(255),
  probability: z.number().min(0).max(1).default(1),
  delay_ms: z
    .strictObject({ min: milliseconds, max: milliseconds })
    .refine(({ min, max }) => min <= max, { error: 'min is greater than max' })
    .default({ min: 0, max: 0 }),
  repeat: z.int().min(0).max(MAX_REPEATS).default(0),
  contradict_probability: z.number().min(0).max(1).default(0),
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

export const ALLOWED_NOTICES =
  'notices: null or {url, secret, probability: 0 to 1, delay_ms: {min, max}, ' +
  `repeat: 0 to ${MAX_REPEATS}, contradict_probability: 0 to 1}`;
