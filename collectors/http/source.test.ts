import { expect, test } from "vitest";
import { displayUrl, redactor } from "./redact.ts";
import { chainSource, InvalidSourceError, parseSources } from "./source.ts";

function messageOf(list: string): string {
  try {
    parseSources(list);
  } catch (error) {
    if (error instanceof InvalidSourceError) return error.message;
    throw error;
  }
  throw new Error(`${list} was accepted`);
}

test("names sources by host, port and path, without scheme, credentials and query", () => {
  const sources = parseSources("https://node3.gonka.ai/, http://user:pass@node1.gonka.ai:8000/gonka/?key=abc");
  expect(sources.map(({ name, configured }) => [name, configured])).toEqual([
    ["node3.gonka.ai", true],
    ["node1.gonka.ai:8000/gonka", true],
  ]);
});

test.each(["", " , ", "http://a,,http://b", "http://a,"])("refuses an empty list or entry: %j", (list) => {
  expect(() => parseSources(list)).toThrow(InvalidSourceError);
});

test("refuses a node named twice", () => {
  expect(messageOf("http://u:s3cret@a:80/x,http://a/x/")).toBe("http://a/x/ is named twice");
  expect(messageOf("http://a,https://a")).toContain("named twice");
});

test.each([
  ["ftp://alice:s3cret@host/x", "host"],
  ["http://alice:s3cret@bad host/", "bad host"],
  ["alice:s3cret@host:8000", "host:8000"],
  ["node1.gonka.ai:8000", "node1.gonka.ai:8000"],
  ["http://alice:s3?cret@ho st", "http://…"],
  ["http://ho st/?key=s3cret", "ho st"],
  ["http://alice:s3/cret@host", "host"],
])("names the bad entry %s without its credentials", (entry, shown) => {
  const message = messageOf(`http://good,${entry}`);
  expect(message).toContain(shown);
  expect(message).not.toMatch(/alice|s3|cret/);
});

test("a source from the chain carries no credentials and is not configured", () => {
  const source = chainSource("http://u:p@1.2.3.4:8000/?key=x#y");
  expect(source.baseUrl.href).toBe("http://1.2.3.4:8000/");
  expect(source.configured).toBe(false);
  expect(() => chainSource("file:///etc/passwd")).toThrow(InvalidSourceError);
});

test("displayUrl drops user name, password, query and fragment", () => {
  expect(displayUrl("https://u:p@h:1/a/b?key=secret#x")).toBe("https://h:1/a/b");
  expect(displayUrl("https://h/")).toBe("https://h");
});

test("the redactor blanks credentials in any spelling", () => {
  const clean = redactor(new URL("https://alice:p%40ss-word@h/?key=to%2Fken"), {
    "X-Api-Key": "k-123456",
    Authorization: "Bearer b-98765",
  });
  expect(clean("alice p@ss-word p%40ss-word to/ken to%2Fken k-123456 b-98765 rest")).toBe("*** *** *** *** *** *** *** rest");
});
