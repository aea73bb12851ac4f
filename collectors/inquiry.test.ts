import { afterEach, expect, it } from "vitest";
import { sourceAt, startServer, type TestServer } from "./http/testing/server.ts";
import { exclusions } from "./inquiries/exclusions.ts";
import { ask } from "./inquiry.ts";
import { quickContext } from "./live/questions/testing/gateway-node.ts";

let server: TestServer | null = null;
afterEach(() => server?.close());

it.each([
  ["a web page", "<html><body>Welcome</body></html>"],
  ["half an answer", '{"items":['],
  ["another shape", '{"rows":[]}'],
])("%s with status 200 tells nothing, and is counted", async (_, body) => {
  server = await startServer(
    (_request, response) => void response.writeHead(200, { "content-type": "application/json" }).end(body),
  );
  const context = quickContext();
  const reply = await ask(context, sourceAt(server.url), exclusions(7));
  await context.http.close();
  expect(reply.outcome).toBe("unknown");
  expect(context.notebook.rejections).toBe(1);
});

it("an answer about another height than the pinned one tells nothing", async () => {
  server = await startServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "grpc-metadata-x-cosmos-block-height": "99" });
    response.end('{"items":[]}');
  });
  const context = quickContext();
  const pinned = await ask(context, sourceAt(server.url), exclusions(7), 98);
  const same = await ask(context, sourceAt(server.url), exclusions(7), 99);
  await context.http.close();
  expect(pinned).toMatchObject({ outcome: "unknown" });
  expect(same).toMatchObject({ outcome: "told", height: 99 });
});
