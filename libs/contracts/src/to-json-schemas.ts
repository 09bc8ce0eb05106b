import { z } from 'zod';

export interface JsonSchemaOptions {
  /** `input` is what may be sent, before defaults; `output` is what is answered or published. */
  readonly io: 'input' | 'output';
  /** Where the schema of a name is found in the document. */
  readonly uri: (name: string) => string;
}

/** Documents say once which JSON Schema they speak, and ids are the names in the document. */
const withoutMarkers = (schema: object): object => {
  const plain: Record<string, unknown> = { ...schema };
  delete plain.$schema;
  delete plain.$id;
  delete plain.id;
  return plain;
};

/** The schemas as JSON Schema 2020-12, by their names. */
export function toJsonSchemas(
  schemas: Record<string, z.ZodType>,
  { io, uri }: JsonSchemaOptions,
): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const generated = z.toJSONSchema(registry, {
    ...{ io, uri, unrepresentable: 'any' },
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      // What we say may gain members: whoever reads it has to ignore those that it does not know.
      if (io === 'output' && def.type === 'object' && def.catchall === undefined)
        delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(generated.schemas).map(([id, schema]) => [id, withoutMarkers(schema)]));
}
