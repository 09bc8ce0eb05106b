import { z } from 'zod';

const MAX_PORT = 65_535;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

/** A whole number from the environment, from `min` to `max`, `fallback` when absent. */
export const integer = (options: { min: number; max: number; fallback: number }) =>
  z
    .string()
    .optional()
    .transform((text) => text ?? String(options.fallback))
    .pipe(wholeNumber(options.min, options.max));

/** As `integer`, and undefined when absent. */
export const optionalInteger = ({ min, max }: { min: number; max: number }) => wholeNumber(min, max).optional();

/** TCP port; 0 lets the system choose. */
export const port = (fallback: number) => integer({ min: 0, max: MAX_PORT, fallback });

const isUrlOf = (protocols: readonly string[]) => (text: string) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

export const postgresUrl = () =>
  z
    .string('is required: postgres://user:password@host:port/database')
    .refine(isUrlOf(['postgres:', 'postgresql:']), 'must be a postgres:// URL');

export const httpUrl = () =>
  z.string('is required: an http(s):// URL').refine(isUrlOf(['http:', 'https:']), 'must be an http(s):// URL');

/** Comma-separated `host:port` list. */
export const kafkaBrokers = () =>
  z
    .string('is required: host:port[,host:port…]')
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((list) => list.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), 'must be host:port[,host:port…]');

export const logLevel = () => z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info');
