import type { Scripted } from './scripted-handler.ts';

/** A call that ends when the test says so. */
export interface Gate {
  opened: Promise<Scripted>;
  open: (value: Scripted) => void;
}

/** Gates of one test file. A failed test must not leave a call hanging, or the engines would never drain. */
export class Gates {
  private readonly closed = new Set<Gate>();

  make(): Gate {
    let open: (value: Scripted) => void = () => undefined;
    const opened = new Promise<Scripted>((resolve) => (open = resolve));
    const gate = { opened, open };
    this.closed.add(gate);
    return gate;
  }

  openAll(): void {
    for (const gate of this.closed) gate.open({ kind: 'unknown', detail: 'the test is over' });
    this.closed.clear();
  }
}
