import { toAnswer, type Answer } from './caller.ts';

/** An operator with a token, over real HTTP. */
export class OperatorCaller {
  readonly url: string;
  private readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  async list(query = '', headers: Record<string, string> = {}): Promise<Answer> {
    return toAnswer(
      await fetch(`${this.url}/v1/needs-review${query}`, { headers: { ...this.credential(), ...headers } }),
    );
  }

  /** `body` is sent as it is when it is text, and as JSON otherwise. */
  async resolve(operationId: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/needs-review/${operationId}/resolve`, {
      method: 'POST',
      headers: { ...this.credential(), 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return toAnswer(response);
  }

  private credential(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}
