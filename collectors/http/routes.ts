const REMEMBERED_MS = 60 * 60 * 1000;

/** Remembers for an hour which route templates a source doesn't offer: front proxies ban clients that keep asking. */
export type RouteMemory = {
  isMissing(sourceKey: string, route: string): boolean;
  remember(sourceKey: string, route: string): void;
};

/** @param now milliseconds that only go forward; tests set it. */
export function createRouteMemory(now: () => number = () => performance.now()): RouteMemory {
  const until = new Map<string, number>();
  const keyOf = (sourceKey: string, route: string) => `${sourceKey} ${route}`;
  return {
    isMissing: (sourceKey, route) => {
      const key = keyOf(sourceKey, route);
      const end = until.get(key);
      if (end === undefined) return false;
      if (now() < end) return true;
      until.delete(key);
      return false;
    },
    remember: (sourceKey, route) => {
      until.set(keyOf(sourceKey, route), now() + REMEMBERED_MS);
    },
  };
}
