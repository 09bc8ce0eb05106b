import type { ServiceKind } from '../services/service-kind.ts';
import type { StackFile } from '../stack-file/stack-file.ts';
import { writeStackFile } from '../stack-file/write-stack-file.ts';
import type { SupervisedProcess } from '../supervise/supervised-process.ts';
import type { Fleet } from './fleet.ts';

type ChangingMember = 'chargeApi' | 'relay' | 'ledgerConsumer' | 'operatorUrls' | 'processes';

export interface StackParts {
  fleet: Fleet;
  services: readonly { kind: ServiceKind; process: SupervisedProcess }[];
  fixed: Omit<StackFile, ChangingMember>;
  /** Null where nobody wants the file. */
  path: string | null;
}

/** The object and the file that tell where everything is, kept current from the moment when all of it is ready. */
export class LiveStackFile {
  readonly content: StackFile;
  readonly #parts: StackParts;
  #isClosed = false;

  constructor(parts: StackParts) {
    this.#parts = parts;
    const { processes, ...urls } = this.#changing();
    this.content = { ...urls, ...parts.fixed, processes };
    parts.fleet.onChange(() => this.#refresh());
    this.#refresh();
  }

  /** No more changes: what ends now ends because it is stopped. */
  close(): void {
    this.#isClosed = true;
  }

  #refresh(): void {
    if (this.#isClosed) return;
    Object.assign(this.content, this.#changing());
    const { path, fleet } = this.#parts;
    if (path === null) return;
    try {
      writeStackFile(path, this.content);
    } catch (error) {
      // A full disk must not end the supervision; whoever reads the file has to know that it is old.
      fleet.report(`${path} could not be written and is out of date: ${String(error)}`);
    }
  }

  #changing(): Pick<StackFile, ChangingMember> {
    const urlsOf = (wanted: ServiceKind): string[] =>
      this.#parts.services.filter(({ kind }) => kind === wanted).map(({ process }) => process.url);
    return {
      chargeApi: urlsOf('charge-api'),
      relay: urlsOf('relay'),
      ledgerConsumer: urlsOf('ledger-consumer'),
      operatorUrls: this.#parts.services.flatMap(({ process }) => process.operatorUrl ?? []),
      processes: this.#parts.fleet.views.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }])),
    };
  }
}
