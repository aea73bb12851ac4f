/** Rows of a list that are worth rendering. */
export interface RowWindow {
  readonly first: number;
  /** Past the last. */
  readonly end: number;
}

/** Rows beyond both edges, so that scrolling shows no hole. */
const BEYOND = 10;

/** Of rows of one height, those in sight and a few more. */
export function rowsInSight(count: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const above = Math.floor(scrollTop / rowHeight);
  const first = Math.max(0, Math.min(above, count) - BEYOND);
  return { first, end: Math.min(count, above + Math.ceil(height / rowHeight) + BEYOND) };
}
