import { execFileSync } from "node:child_process";
import { type Browser, chromium, type Page } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"];

/** The machine's own Chromium, without a window. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: execFileSync("which", ["chromium"], { encoding: "utf8" }).trim(), args: FLAGS });

export interface OpenPage {
  readonly page: Page;
  /** What the page logged as errors, such as what its policy refused, and requests to other places than its own. */
  readonly errors: readonly string[];
}

/** Opens a page as wide as asked; `dark` is what the reader prefers. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, dark }: { readonly width: number; readonly dark: boolean },
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light" });
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("response", (response) => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith("http") && asked.origin !== new URL(url).origin) errors.push(`asked ${asked.origin}`);
  });
  await page.goto(url);
  return { page, errors };
}
