import { existsSync, readFileSync } from "node:fs";
import type { Express, Response } from "express";
import type { Logger } from "pino";

/** In the source tree, and from the built one, which has compiled code only. */
const PLACES = [new URL("portal/", import.meta.url), new URL("../../exporter/portal/", import.meta.url)];

const TYPES = {
  "portal.css": "text/css; charset=utf-8",
  "portal.js": "text/javascript; charset=utf-8",
  "cards.js": "text/javascript; charset=utf-8",
  "dom.js": "text/javascript; charset=utf-8",
  "format.js": "text/javascript; charset=utf-8",
  "sessions.js": "text/javascript; charset=utf-8",
  "tiles.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/** The page may load what lies beside it and read this service, nothing else. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The portal's first page at `/` for whoever prefers HTML, and its files below /portal. Small and few: read once, served from memory.
 * Where they are missing the rest of the service goes on without them.
 */
export function servePortal(app: Express, log: Logger): void {
  const folder = PLACES.find((place) => existsSync(new URL("index.html", place)));
  if (!folder) {
    log.warn("the portal's files are missing, so / shows no page: exporter/portal/ belongs beside the built service");
    return;
  }
  const read = (name: string) => readFileSync(new URL(name, folder));
  const page = read("index.html");
  app.get("/", (request, response, next) => {
    response.vary("Accept");
    if (request.accepts(["json", "html"]) !== "html") return next();
    response.set("Content-Security-Policy", POLICY);
    send(response, "text/html; charset=utf-8", page);
  });
  for (const [name, type] of Object.entries(TYPES)) {
    const body = read(name);
    app.get(`/portal/${name}`, (_, response) => send(response, type, body));
  }
}

/** May be kept, but asked for again each time: the ETag then answers 304. */
function send(response: Response, type: string, body: Buffer): void {
  response.set({ "Content-Type": type, "Cache-Control": "public, no-cache" }).send(body);
}
