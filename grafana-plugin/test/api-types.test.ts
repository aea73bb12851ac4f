// @vitest-environment node
import openapiTS, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";
import { openApiDocument } from "../../exporter/api/openapi.ts";

const HEAD = `// Generated from the service's OpenAPI document: npx vitest run test/api-types.test.ts -u\n/* biome-ignore-all format: generated */\n`;

it("src/client/api.ts is what the service's OpenAPI document says", async () => {
  const text = JSON.stringify(openApiDocument());
  const types = astToString(await openapiTS(text, { immutable: true }));
  await expect(HEAD + types).toMatchFileSnapshot("../src/client/api.ts");
});
