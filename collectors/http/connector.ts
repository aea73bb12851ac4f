import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { AddressRefusedError, assertPublic } from "./address-rules.ts";

/** Resolves a host name to all its addresses. */
export type LookupAll = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

const systemLookup: LookupAll = (hostname, callback) => dnsLookup(hostname, { all: true }, callback);

/** What a connector does: `timeoutMs` bounds the handshake; `publicOnly` refuses addresses that aren't public unicast. */
export type ConnectorOptions = { timeoutMs: number; publicOnly: boolean; lookup?: LookupAll };

/**
 * The undici connector. The rule is enforced here, where the socket is opened: a literal is checked as it is, a name is
 * resolved once and the very addresses that were checked are the ones connected to. Neither DNS rebinding nor a
 * redirect can get around it.
 */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const lookup = options.lookup ?? systemLookup;
  const connect = buildConnector({ timeout: options.timeoutMs, lookup: checkedLookup(lookup, options.publicOnly) });
  if (!options.publicOnly) return connect;
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0) {
      try {
        assertPublic(host, [host]);
      } catch (error) {
        callback(error instanceof Error ? error : new AddressRefusedError(host), null);
        return;
      }
    }
    connect(target, callback);
  };
}

function checkedLookup(lookup: LookupAll, publicOnly: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, (error, found) => {
      if (error !== null) return callback(error, "", 0);
      const first = found[0];
      if (first === undefined) return callback(notFound(hostname), "", 0);
      if (publicOnly) {
        try {
          assertPublic(
            hostname,
            found.map(({ address }) => address),
          );
        } catch (refusal) {
          return callback(refusal instanceof Error ? refusal : new AddressRefusedError(hostname), "", 0);
        }
      }
      if (options.all === true) return callback(null, [...found]);
      return callback(null, first.address, first.family);
    });
  };
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: "ENOTFOUND" });
}
