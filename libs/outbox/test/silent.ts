import type { OutboxLog } from '../src/index.ts';

export const SILENT: OutboxLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
