import { childController } from "../http/abort.ts";

/** Does some work with a signal that aborts after `ms` milliseconds, or with its parent. */
export async function withLimit<T>(ms: number, parent: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { controller, unlink } = childController([parent]);
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    unlink();
  }
}
