export interface BrokerCredentials {
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** A broker that is slower is down. */
const TIMEOUT_MS = 30_000;

const authorizationOf = ({ token, username, password }: BrokerCredentials): Record<string, string> => {
  if (token) return { authorization: `Bearer ${token}` };
  if (username === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
};

/** JSON over HTTP with a Pact Broker. What it refuses is an error with its own words. */
export class BrokerHttp {
  private readonly baseUrl: string;
  private readonly headers: Record<string, string>;

  constructor(baseUrl: string, credentials: BrokerCredentials) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.headers = { accept: 'application/hal+json, application/json', ...authorizationOf(credentials) };
  }

  get(path: string): Promise<unknown> {
    return this.ask('GET', path);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.ask('POST', path, body);
  }

  /** `path` is one of ours, or a whole URL that the broker gave. */
  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const url = path.startsWith('/') ? `${this.baseUrl}${path}` : path;
    // Links lead where the broker says, and credentials only where they belong.
    if (new URL(url).origin !== new URL(this.baseUrl).origin) throw new Error(`the broker links to a stranger: ${url}`);
    const answer = await fetch(url, {
      method,
      headers: { ...this.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`the broker refused ${method} ${new URL(url).pathname}: ${answer.status} ${text.slice(0, 500)}`);
    return text === '' ? {} : JSON.parse(text);
  }
}
