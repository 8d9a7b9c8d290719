/** A server that somebody started, or that was there already (then stop does nothing). */
export interface RunningServer {
  readonly url: string;
  /** What it is, in a few words. */
  readonly kind: string;
  stop(): Promise<void>;
}
