import { childController, sleep } from "../http/abort.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { FRESH_CONNECTION } from "./clients.ts";
import { inWords } from "./verdict.ts";

/** Whether the prober's own connection worked, and in words why not. */
export interface Control {
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * Asks the prober's own control targets all at once: one that answers 2xx is enough, and the others are then let go. Without a target
 * nothing shows that the connection works.
 */
export async function askControl(http: HttpClient, targets: readonly URL[], parent: AbortSignal): Promise<Control> {
  if (targets.length === 0) return { ok: false, detail: "no control target is configured" };
  const { controller, unlink } = childController([parent]);
  const failures: string[] = [];
  const ask = async (target: URL): Promise<Control> => {
    const source = sourceOfTarget(target);
    const path = target.pathname + target.search;
    const outcome = await http.get(source, path, {
      route: `probe control ${path.split("?", 1)[0]}`,
      headers: FRESH_CONNECTION,
      signal: controller.signal,
    });
    if (outcome.kind === "answered") return { ok: true, detail: "" };
    failures.push(`${source.name}: ${outcome.kind === "absent" ? "status 404" : inWords(outcome)}`);
    throw new Error("no answer");
  };
  try {
    return await Promise.any(targets.map(ask));
  } catch {
    return { ok: false, detail: failures.length > 0 ? failures.join("; ") : "the control target could not be asked" };
  } finally {
    controller.abort();
    unlink();
  }
}

/** Waits for a control question, but no longer than `ms`: one that hangs must not make the round as long again. */
export async function headStart(control: Promise<Control>, ms: number, signal: AbortSignal): Promise<void> {
  const { controller, unlink } = childController([signal]);
  try {
    await Promise.race([control, sleep(ms, controller.signal).catch(() => undefined)]);
  } finally {
    controller.abort();
    unlink();
  }
}

/** A control target is the operator's own, so it may have a private address and credentials. */
function sourceOfTarget(target: URL): Source {
  const baseUrl = new URL(target.origin);
  baseUrl.username = target.username;
  baseUrl.password = target.password;
  return { name: target.host, baseUrl, configured: true };
}
