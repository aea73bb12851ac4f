import React, { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { duration, utc } from "../format/time.ts";

const TICK_MS = 1000;
const ClockContext = createContext<number | null>(null);

export interface ClockProviderProps {
  /** The service's clock when it was read; a simulated network has one of its own. */
  readonly now: string | null;
  readonly readAt: Date | null;
  readonly children: ReactNode;
}

/** The service's clock for all ages on the page, going on by the second since it was read. */
export function ClockProvider({ now, readAt, children }: ClockProviderProps) {
  const [wall, setWall] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setWall(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const ahead = useMemo(() => (now === null || readAt === null ? null : Date.parse(now) - readAt.getTime()), [now, readAt]);
  return <ClockContext.Provider value={ahead === null ? null : wall + ahead}>{children}</ClockContext.Provider>;
}

/** How long ago a moment was, by the service's clock, with the moment in UTC on hover. Nothing is invented while the clock is not known. */
export function Ago({ time }: { readonly time: string | null }) {
  const now = useContext(ClockContext);
  if (time === null) return <span>never</span>;
  const written = utc(time);
  if (now === null) return <time dateTime={time}>{written}</time>;
  const seconds = (now - Date.parse(time)) / 1000;
  // A moment ahead by less than a tick was read just now.
  const words = seconds < -TICK_MS / 1000 ? `in ${duration(-seconds)}` : `${duration(Math.max(0, seconds))} ago`;
  return (
    <time dateTime={time} title={written}>
      {words}
    </time>
  );
}

/** Seconds from now, by the service's clock, until a moment; null while the clock is not known. */
export function useSecondsUntil(time: string | null): number | null {
  const now = useContext(ClockContext);
  return now === null || time === null ? null : (Date.parse(time) - now) / 1000;
}
