import { z } from 'zod';
import { settingFacts } from './setting.ts';

const MAX_PORT = 65_535;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

const rangeOf = (min: number, max: number): string =>
  `whole number, ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}`;

/** A whole number from the environment, from `min` to `max`, `fallback` when absent. */
export const integer = (options: { min: number; max: number; fallback: number }) =>
  z
    .string()
    .optional()
    .transform((text) => text ?? String(options.fallback))
    .pipe(wholeNumber(options.min, options.max))
    .register(settingFacts, { form: rangeOf(options.min, options.max) });

/** As `integer`, and undefined when absent. */
export const optionalInteger = ({ min, max }: { min: number; max: number }) =>
  wholeNumber(min, max)
    .optional()
    .register(settingFacts, { form: rangeOf(min, max) });

/** TCP port; 0 lets the system choose. */
export const port = (fallback: number) => integer({ min: 0, max: MAX_PORT, fallback });

const isUrlOf = (protocols: readonly string[]) => (text: string) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

/** Secret, because it holds a password. */
export const postgresUrl = () =>
  z
    .string('is required: postgres://user:password@host:port/database')
    .refine(isUrlOf(['postgres:', 'postgresql:']), 'must be a postgres:// URL')
    .register(settingFacts, { form: '`postgres://user:password@host:port/database`', isSecret: true });

export const httpUrl = () =>
  z
    .string('is required: an http(s):// URL')
    .refine(isUrlOf(['http:', 'https:']), 'must be an http(s):// URL')
    .register(settingFacts, { form: 'URL, `http://` or `https://`' });

/** Comma-separated `host:port` list. */
export const kafkaBrokers = () =>
  z
    .string('is required: host:port[,host:port…]')
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((list) => list.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), 'must be host:port[,host:port…]')
    .register(settingFacts, { form: '`host:port`, comma-separated' });

/** One of several words, `fallback` when absent. */
export const oneOf = <const Words extends readonly string[]>(words: Words, fallback: Words[number]) =>
  z
    .enum(words)
    .default(fallback)
    .register(settingFacts, { form: formOfWords(words) });

export const formOfWords = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
