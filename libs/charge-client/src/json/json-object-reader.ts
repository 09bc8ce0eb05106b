/** An answer that is not what the contract of charge-api says about the answer to this call. */
export class AnswerShapeError extends Error {
  override readonly name = 'AnswerShapeError';
}

/**
 * Reads a parsed answer member by member. Members that are not asked for are ignored, so that a newer server
 * may add some; one that is missing or of another type is an AnswerShapeError that names it.
 */
export class JsonObjectReader {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (!isJsonObject(value)) {
      throw new AnswerShapeError('the body is not a JSON object');
    }
    this.#members = value;
  }

  text(name: string): string {
    const value = this.#members[name];
    return typeof value === 'string' ? value : this.#refuse(name, 'a string');
  }

  textOrNull(name: string): string | null {
    const value = this.#members[name];
    return value === null || value === undefined ? null : this.text(name);
  }

  /** Minor units of money. */
  amount(name: string): bigint {
    const value = this.#members[name];
    return typeof value === 'bigint' ? value : this.#refuse(name, 'an integer');
  }

  count(name: string): number {
    const count = Number(this.amount(name));
    return Number.isSafeInteger(count) ? count : this.#refuse(name, 'a small integer');
  }

  countOrNull(name: string): number | null {
    const value = this.#members[name];
    return value === null || value === undefined ? null : this.count(name);
  }

  flag(name: string): boolean {
    const value = this.#members[name];
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  texts(name: string): Readonly<Record<string, string>> {
    const value = this.#members[name] ?? {};
    if (!isJsonObject(value)) {
      return this.#refuse(name, 'an object');
    }
    const reader = new JsonObjectReader(value);
    return Object.fromEntries(Object.keys(value).map((member) => [member, reader.text(member)]));
  }

  object<T>(name: string, read: (members: JsonObjectReader) => T): T {
    const value = this.#members[name];
    return isJsonObject(value) ? read(new JsonObjectReader(value)) : this.#refuse(name, 'an object');
  }

  list<T>(name: string, read: (value: unknown) => T): readonly T[] {
    const value = this.#members[name];
    return Array.isArray(value) ? value.map((item: unknown) => read(item)) : this.#refuse(name, 'an array');
  }

  #refuse(name: string, expected: string): never {
    throw new AnswerShapeError(`its member "${name}" is not ${expected}`);
  }
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
