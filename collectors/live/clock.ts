/** The one clock that is injected: the wall's, or the simulated network's in the demo. */
export interface ServiceClock {
  now(): Date;
  /** Whether block times are times of this machine's clock: only then does a block's time say how old it is on the wall. */
  readonly followsWall: boolean;
}

export const WALL: ServiceClock = { now: () => new Date(), followsWall: true };
