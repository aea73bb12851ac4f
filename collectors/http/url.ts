/**
 * The URL of a path on a base that may have a path prefix and a query of its own (credentials), which is kept.
 * `path` starts with "/" and may have a query; parameters in it are already percent-encoded.
 * @throws TypeError when the path is not one, has a fragment, or leaves the base's prefix: a bug of the caller.
 */
export function joinUrl(base: URL, path: string): URL {
  if (!path.startsWith("/") || path.includes("#")) throw new TypeError(`"${path}" is not a path that can be asked`);
  const prefix = base.pathname.replace(/\/+$/, "");
  const url = new URL(base.origin + prefix + path);
  if (!url.pathname.startsWith(`${prefix}/`)) throw new TypeError(`"${path}" leaves the base path`);
  if (base.search !== "") url.search = url.search === "" ? base.search : `${url.search}&${base.search.slice(1)}`;
  return url;
}
