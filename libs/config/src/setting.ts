import { z } from 'zod';

/** What docs/configuration.md says about a variable besides its description and its default. */
export interface SettingFacts {
  /** Which values it takes, such as `whole number, 1 to 100`. */
  form: string;
  isSecret?: boolean;
}

/**
 * Facts of a field. Together with `.describe()` they make the schema the one source of docs/configuration.md. Both stay
 * with the field only when they are attached last: `.optional()` and `.default()` make another one.
 */
export const settingFacts = z.registry<SettingFacts>();

/** A rule between variables. */
export interface SettingRule<Env> {
  /** As docs/configuration.md says it: one sentence, names in backticks. */
  says: string;
  /** Which variables break it, and how; never their value where that may be a secret. */
  faultsOf: (env: Env) => readonly { name: keyof Env & string; message: string }[];
}

const sentences = z.registry<{ says: readonly string[] }>();

/** The schema with its rules: what the document says and what is enforced are one object each. */
export function withRules<S extends z.ZodObject>(schema: S, rules: readonly SettingRule<z.output<S>>[]): S {
  const checked = schema.superRefine((env, context) => {
    for (const { name, message } of rules.flatMap(({ faultsOf }) => faultsOf(env)))
      context.addIssue({ code: 'custom', path: [name], message });
  });
  sentences.add(checked, { says: rules.map(({ says }) => says) });
  return checked;
}

/** The sentences of the rules that `withRules` gave a schema. */
export const rulesOf = (schema: z.ZodObject): readonly string[] => sentences.get(schema)?.says ?? [];
