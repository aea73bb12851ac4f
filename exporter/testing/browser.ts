import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "undici";
import { z } from "zod";

/** A real Chromium without a window, driven over its DevTools protocol. */
export interface Browser {
  /** Opens a page as wide as asked; `dark` is what the reader prefers. */
  open(url: string, options: { readonly width: number; readonly dark: boolean }): Promise<BrowserPage>;
  close(): Promise<void>;
}

export interface BrowserPage {
  /** The value of an expression in the page, as JSON. @throws what the page throws. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits up to 20 s until the expression is true. @throws with the page's text where it doesn't become so. */
  until(expression: string): Promise<void>;
  /** What the page logged as errors, such as what its policy refused. */
  readonly errors: readonly string[];
  /** A picture of the whole page, as PNG. */
  screenshot(file: string): Promise<void>;
}

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run"];
const message = z.object({
  id: z.int().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const entry = z.object({ entry: z.object({ level: z.string(), text: z.string() }) });
const thrown = z.object({ exceptionDetails: z.object({ text: z.string() }) });
const evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
});

export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "gonka-chromium-"));
  const child = spawn("chromium", [...FLAGS, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const socket = new WebSocket(await debuggerUrl(child));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("chromium refused the connection")));
  });
  const waiting = new Map<number, (answer: z.infer<typeof message>) => void>();
  const listeners = new Map<string, (event: z.infer<typeof message>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const told = message.parse(JSON.parse(String(data)));
    if (told.id !== undefined) waiting.get(told.id)?.(told);
    else if (told.sessionId !== undefined) listeners.get(told.sessionId)?.(told);
  });
  let last = 0;
  const send = (method: string, params: object, sessionId: string | null) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === null ? {} : { sessionId }) }));
    });

  return {
    open: async (url, { width, dark }) => {
      const target = await send("Target.createTarget", { url: "about:blank" }, null);
      const { targetId } = z.object({ targetId: z.string() }).parse(target);
      const attached = await send("Target.attachToTarget", { targetId, flatten: true }, null);
      const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
      const errors: string[] = [];
      listeners.set(sessionId, ({ method, params }) => {
        if (method === "Runtime.exceptionThrown") errors.push(thrown.parse(params).exceptionDetails.text);
        const logged = method === "Log.entryAdded" ? entry.parse(params).entry : null;
        if (logged?.level === "error") errors.push(logged.text);
      });
      const ask = (method: string, params: object) => send(method, params, sessionId);
      const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
      const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 };
      for (const domain of ["Page", "Runtime", "Log"]) await ask(`${domain}.enable`, {});
      await ask("Emulation.setDeviceMetricsOverride", metrics);
      await ask("Emulation.setEmulatedMedia", { features });
      await ask("Page.navigate", { url });
      const evaluate = async (expression: string) => {
        const answer = evaluated.parse(await ask("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true }));
        if (answer.exceptionDetails) throw new Error(`${answer.exceptionDetails.text} in ${expression}`);
        return answer.result.value;
      };
      return {
        errors,
        evaluate,
        until: async (expression) => {
          for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50))
            if ((await evaluate(expression).catch(() => false)) === true) return;
          throw new Error(`not so in 20 s: ${expression}\n${await evaluate("document.body.innerText")}`);
        },
        screenshot: async (file) => {
          const shot = await ask("Page.captureScreenshot", { captureBeyondViewport: true, format: "png" });
          writeFileSync(file, z.object({ data: z.string() }).parse(shot).data, "base64");
        },
      };
    },
    close: async () => {
      socket.close();
      if (child.exitCode === null && child.kill()) await once(child, "exit");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function debuggerUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
      const url = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`chromium ended: ${said}`)));
  });
}
