import { describe, expect, it } from '@jest/globals';
import { createChargeSchema, createRefundSchema } from '@once/contracts';
import { z } from 'zod';
import { readOperationBody } from './operation-body.ts';
import { ProblemError } from './problem/problem.error.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

const errorsOf = (body: unknown, schema: z.ZodType = createChargeSchema) => {
  try {
    readOperationBody(schema, body);
  } catch (error) {
    if (error instanceof ProblemError) return { code: error.code, errors: error.extras.errors };
    throw error;
  }
  return undefined;
};

describe('readOperationBody', () => {
  it('keeps what the caller wrote apart from what the defaults make of it', () => {
    const { input, command } = readOperationBody(
      createChargeSchema,
      Buffer.from('{"source":"tok_visa","currency":"EUR","amount":5e2}'),
    );
    expect(input).toEqual({ amount: 500, currency: 'EUR', source: 'tok_visa' });
    expect(command).toEqual({ amount: 500, currency: 'EUR', source: 'tok_visa', capture: true });
  });

  it.each([undefined, null])('takes %s for an empty object', (body) => {
    expect(readOperationBody(createRefundSchema, body)).toEqual({ input: {}, command: {} });
  });

  it('is no reader of bodies that somebody else has parsed', () => {
    // As a text/plain parser would hand it over: taken for nothing, this refund of 5 would be one of everything.
    expect(() => readOperationBody(createRefundSchema, '{"amount":5}')).toThrow(TypeError);
  });

  it('points at each member that does not fit', () => {
    const { code, errors } = errorsOf(bytes({ amount: 0, currency: 'ZZZ', metadata: { a: 1 } }))!;
    expect(code).toBe('invalid_request');
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/amount', '/currency', '/source', '/metadata/a']);
  });

  it('escapes pointers as RFC 6901 has it', () => {
    const { errors } = errorsOf(bytes({ 'a/b~c': 'x' }), z.record(z.string(), z.number()))!;
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/a~1b~0c']);
  });

  it('bounds the list of errors and each entry of it', () => {
    const metadata = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, index]));
    const { errors } = errorsOf(bytes({ metadata, ['x'.repeat(9_000)]: 1 }))!;
    expect(errors?.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(errors).length).toBeLessThan(20 * 450);
  });

  it.each(['[]', '"x"', '1', 'null', 'true'])('refuses %s where an object belongs', (text) => {
    expect(errorsOf(Buffer.from(text))).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '' }] });
  });
});
