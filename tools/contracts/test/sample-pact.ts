import type { PactFile } from '../src/pact/pact-file.ts';

/** A pact whose interactions ask for what their descriptions say, and in a form of their own where one is given. */
export const samplePact = (
  consumer: string,
  provider: string,
  descriptions: readonly string[],
  form = 'as ever',
): PactFile => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: descriptions.map((description) => ({ description, response: { status: 200, body: { form } } })),
});
