/** Before the wire. While it is shut everybody waits, and all that wait are lost in one moment when it opens. */
export class FrontDoor {
  #reopening: PromiseWithResolvers<undefined> | null = null;
  #waiting = 0;

  /** Requests that stand before it. */
  get waiting(): number {
    return this.#waiting;
  }

  shut(): void {
    this.#reopening ??= Promise.withResolvers();
  }

  /** Whoever comes from now on passes. @returns how many were lost */
  open(): number {
    const lost = this.#waiting;
    this.#reopening?.resolve(undefined);
    this.#reopening = null;
    this.#waiting = 0;
    return lost;
  }

  /** @returns false for one that was lost, when that has become so */
  async pass(): Promise<boolean> {
    if (!this.#reopening) return true;
    this.#waiting += 1;
    await this.#reopening.promise;
    return false;
  }
}
