import { createSocket } from "node:dgram";
import { Resolver } from "node:dns";
import { afterEach, describe, expect, it } from "vitest";
import type { LookupAll } from "../http/connector.ts";
import { lookupBy } from "./lookup.ts";

let close: (() => void) | null = null;
afterEach(() => close?.());

/** Stands for the hosts file, which has two names. */
const system: LookupAll = (hostname, callback) => {
  if (hostname === "localhost" || hostname === "gone.internal") callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(Object.assign(new Error("not in the file"), { code: "EAI_AGAIN" }), []);
};

const A = 1;
/** The name and record type of a DNS query (RFC 1035, section 4.1.2). */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** A name server on loopback: `silent.*` is never answered, `gone.*` does not exist, `broken.*` fails, all others are 192.0.2.7. */
async function startNameServer(): Promise<{ resolver: Resolver; queries: string[] }> {
  const queries: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, peer) => {
    const { name, type, end } = questionOf(query);
    queries.push(`${name} ${type}`);
    if (name.startsWith("silent.")) return;
    const code = name.startsWith("gone.") ? 3 : name.startsWith("broken.") ? 2 : 0;
    const hasAnswer = code === 0 && type === A;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(hasAnswer ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...(hasAnswer ? [record] : [])]), peer.port, peer.address);
  });
  await new Promise<void>((up) => socket.bind(0, "127.0.0.1", up));
  close = () => socket.close();
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, queries };
}

type Found = { code: string | null; addresses: string[] };
const found = (lookup: ReturnType<typeof lookupBy>, name: string): Promise<Found> =>
  new Promise((done) =>
    lookup(name, (error, rows) => done({ code: error?.code ?? null, addresses: rows.map((row) => row.address) })),
  );

describe("lookupBy", () => {
  it("finds addresses, and tells a name that doesn't exist from servers that can't tell", async () => {
    const { resolver } = await startNameServer();
    const lookup = lookupBy({ resolver, system, timeoutMs: 2000 });
    expect(await found(lookup, "node.example")).toEqual({ code: null, addresses: ["192.0.2.7"] });
    expect(await found(lookup, "gone.example")).toEqual({ code: "ENOTFOUND", addresses: [] });
    expect(await found(lookup, "broken.example")).toEqual({ code: "EAI_AGAIN", addresses: [] });
    expect(await found(lookup, "silent.example")).toEqual({ code: "EAI_AGAIN", addresses: [] });
    expect((await found(lookup, "localhost")).addresses).toEqual(["127.0.0.1"]);
    expect((await found(lookup, "gone.internal")).addresses).toEqual(["127.0.0.1"]);
  });

  it("does not keep a name waiting behind many whose servers never answer", async () => {
    const { resolver } = await startNameServer();
    const lookup = lookupBy({ resolver, system, timeoutMs: 3000 });
    const silent = Array.from({ length: 80 }, (_, index) => found(lookup, `silent.host${index}.example`));
    const started = performance.now();
    expect((await found(lookup, "node.example")).addresses).toEqual(["192.0.2.7"]);
    expect(performance.now() - started).toBeLessThan(2500);
    expect((await Promise.all(silent)).every(({ code }) => code === "EAI_AGAIN")).toBe(true);
  });

  it("asks once for all who wait for the same name", async () => {
    const { resolver, queries } = await startNameServer();
    const lookup = lookupBy({ resolver, system, timeoutMs: 2000 });
    const all = await Promise.all([found(lookup, "node.example"), found(lookup, "node.example")]);
    expect(all.map(({ addresses }) => addresses.length)).toEqual([1, 1]);
    expect(queries.sort()).toEqual(["node.example 1", "node.example 28"]);
  });
});
