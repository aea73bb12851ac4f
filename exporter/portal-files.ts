import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Express, Request } from "express";
import expressStaticGzip from "express-static-gzip";
import type { Logger } from "pino";

/** Where the build puts the portal: beside the built service, and seen from the sources. */
const PLACES = ["../portal/", "../dist/portal/"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * A page may load what lies beside it and read this service, nothing else. Its styles are made as it runs (emotion), so they are
 * allowed inline; scripts are not.
 */
const policy = (ancestors: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`;

/** What the first tiles of the page at / are made of: a browser asks for it with the page, not once the page's code runs. */
const ASKED_FIRST = ["roadmap", "indicators", "now"].map((name) => `</api/v1/${name}>; rel=preload; as=fetch; crossorigin`);

const wantsPage = (request: Request) => ["GET", "HEAD"].includes(request.method) && request.accepts(["json", "html"]) === "html";

/**
 * The portal: the pages of `grafana-plugin/portal`, as they were built. Its files, named by their content, lie compressed below /portal;
 * every other address is one of its pages for whoever prefers HTML: which there are, the portal itself knows. Pages below /embed may stand in
 * other sites' frames. Mount it after everything that has an address of its own. Where it was not built the rest goes on without it.
 */
export function servePortal(app: Express, log: Logger): void {
  const folder = PLACES.find((place) => existsSync(`${place}index.html`));
  if (folder === undefined) {
    log.warn("the portal was not built, so / shows no page: `npm run build` builds it");
    return;
  }
  const files = expressStaticGzip(`${folder}portal`, {
    enableBrotli: true,
    orderPreference: ["br", "gzip"],
    index: false,
    serveStatic: { index: false, immutable: true, maxAge: "1y", fallthrough: true },
  });
  app.use("/portal", files);
  const index = readFileSync(`${folder}index.html`);
  app.use((request, response, next) => {
    response.vary("Accept");
    if (!wantsPage(request) || request.path.startsWith("/portal/")) return next();
    const embedded = request.path.startsWith("/embed/");
    response.set("Content-Security-Policy", policy(embedded ? "*" : "'none'"));
    if (embedded) response.removeHeader("X-Frame-Options");
    if (request.path === "/") response.set("Link", ASKED_FIRST);
    // May be kept, but asked for again each time: the ETag then answers 304.
    response.set({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, no-cache" }).send(index);
  });
}
