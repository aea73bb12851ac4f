import fc from "fast-check";
import { expect, test } from "vitest";
import { joinUrl } from "./url.ts";

const segment = fc.stringMatching(/^[a-z0-9_-]{1,8}$/);
const segments = fc.array(segment, { maxLength: 4 });

test("joins any path below any base and keeps both queries", () => {
  fc.assert(
    fc.property(
      segments,
      fc.constantFrom("", "/"),
      segments,
      fc.option(segment),
      fc.option(segment),
      (prefix, slash, path, key, asked) => {
        const base = new URL(
          `http://h:8000/${prefix.join("/")}${prefix.length > 0 ? slash : ""}${key === null ? "" : `?key=${key}`}`,
        );
        const url = joinUrl(base, `/${path.join("/")}${asked === null ? "" : `?q=${asked}`}`);
        expect(url.pathname).toBe(`${prefix.length > 0 ? `/${prefix.join("/")}` : ""}/${path.join("/")}`);
        expect(url.searchParams.get("key")).toBe(key);
        expect(url.searchParams.get("q")).toBe(asked);
      },
    ),
  );
});

test("no path whatever leaves the base's origin or prefix", () => {
  const base = new URL("https://h/prefix");
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("/", "\\", ".", "..", "%2e", "@", ":", "x", "?", "#", "evil.com") }),
      (path) => {
        let url: URL;
        try {
          url = joinUrl(base, path);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(url.origin).toBe("https://h");
        expect(url.pathname.startsWith("/prefix/")).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each(["", "x", "//evil.com/../../..", "/../x", "/a#b", ".evil.com/"])("refuses %j", (path) => {
  expect(() => joinUrl(new URL("https://h/prefix"), path)).toThrow(TypeError);
});

test("keeps percent-encoded parameters as they are", () => {
  const url = joinUrl(new URL("http://h/p"), "/epoch_group_data/7?model_id=Qwen%2FQwQ-32B&pagination.key=a%2Bb%3D");
  expect(url.href).toBe("http://h/p/epoch_group_data/7?model_id=Qwen%2FQwQ-32B&pagination.key=a%2Bb%3D");
});
