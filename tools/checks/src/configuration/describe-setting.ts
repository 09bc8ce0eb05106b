import { settingFacts, type SettingFacts } from '@once/config';
import { z } from 'zod';

/** One variable, as its schema has it. */
export interface Setting {
  name: string;
  description: string;
  form: string;
  /** What the environment would have to hold to say the same; null where the variable is optional without a default. */
  fallback: string | null;
  isRequired: boolean;
  isSecret: boolean;
}

/** Those of the field itself, or of the one that `.default()` or `.optional()` was called on. */
const factsOf = (field: z.ZodType): SettingFacts | undefined => {
  const facts = settingFacts.get(field);
  if (facts || !(field instanceof z.ZodDefault || field instanceof z.ZodOptional)) return facts;
  return factsOf(field.unwrap() as z.ZodType);
};

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** @throws Error for a field that says too little of itself. */
export function describeSetting(name: string, field: z.ZodType): Setting {
  const { description } = field;
  const facts = factsOf(field);
  if (description === undefined || facts === undefined)
    throw new Error(
      `${name} has no ${facts === undefined ? 'form: register settingFacts' : 'description: describe it'}`,
    );
  const absent = field.safeParse(undefined);
  return {
    ...{ name, description, form: facts.form, isSecret: facts.isSecret ?? false, isRequired: !absent.success },
    fallback: textOf(absent.data),
  };
}

export const settingsOf = (schema: z.ZodObject): Setting[] =>
  Object.entries(schema.shape).map(([name, field]) => describeSetting(name, field as z.ZodType));
