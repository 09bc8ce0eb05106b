/** One SQL statement under a name; Postgres keeps its plan per connection under that name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Postgres cuts identifiers at 63 bytes, and two prepared statements cut to one name would be mistaken for each other. */
const MAX_NAME_BYTES = 63;

/** Declares a statement: kebab-case name, unique in the process's program text, and the SQL itself. */
export function statement(name: string, text: string): Statement {
  if (name.length > MAX_NAME_BYTES) throw new RangeError(`statement name is longer than 63 characters: ${name}`);
  return { name, text };
}
