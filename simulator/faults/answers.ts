import { type HttpAnswer, JSON_TYPE, textAnswer } from "../http/answer.ts";
import type { Fault } from "./fault.ts";

const HTML = "<html><body><h1>Welcome to nginx!</h1></body></html>\n";

/** How the software behind a path says that it doesn't know the route. */
export function unknownRoute(path: string): HttpAnswer {
  if (path.startsWith("/chain-api")) {
    return { status: 501, contentType: JSON_TYPE, body: '{"code":12, "message":"Not Implemented", "details":[]}' };
  }
  if (path.startsWith("/chain-rpc")) return textAnswer(404, "404 page not found\n");
  return { status: 404, contentType: JSON_TYPE, body: '{"error":"Not Found"}\n' };
}

/** The answer as the faults leave it. `head` is the height that the node stands at. */
export function spoiled(faults: readonly Fault[], path: string, head: number, honest: () => HttpAnswer): HttpAnswer {
  if (faults.some((fault) => fault.kind === "route_missing" && path.startsWith(fault.route))) return unknownRoute(path);
  let answer = honest();
  for (const fault of faults) {
    if (fault.kind === "odd_answer" && path.startsWith(fault.route)) answer = odd(answer, fault.answer);
    if (fault.kind === "shape" && path.startsWith(fault.route) && head >= fault.fromHeight) {
      if (answer.contentType === JSON_TYPE)
        answer = { ...answer, body: JSON.stringify(reshaped(JSON.parse(answer.body), fault)) };
    }
  }
  return answer;
}

function odd(answer: HttpAnswer, how: "empty_object" | "truncated" | "html" | "nothing"): HttpAnswer {
  switch (how) {
    case "empty_object":
      return { ...answer, status: 200, body: "{}" };
    case "truncated":
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
    case "html":
      return { ...answer, status: 200, contentType: "text/html", body: HTML };
    case "nothing":
      return { ...answer, status: 200, body: "" };
  }
}

type Reshape = Extract<Fault, { kind: "shape" }>;

function reshaped(value: unknown, fault: Reshape): unknown {
  if (Array.isArray(value)) return value.map((item) => reshaped(item, fault));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key !== fault.field) return [[key, reshaped(item, fault)]];
      if (fault.change === "removed") return [];
      if (fault.change === "renamed") return [[`${key}_v2`, item]];
      return [[key, typeof item === "string" && /^-?\d+$/.test(item) ? Number(item) : item]];
    }),
  );
}
