import type { ServerResponse } from "node:http";

/** An HTTP answer of a face, written out already: most are sent many times. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const JSON_TYPE = "application/json";

export function jsonAnswer(status: number, value: unknown, headers?: Readonly<Record<string, string>>): HttpAnswer {
  const answer = { status, contentType: JSON_TYPE, body: JSON.stringify(value) };
  return headers === undefined ? answer : { ...answer, headers };
}

export function textAnswer(status: number, body: string, contentType = "text/plain; charset=utf-8"): HttpAnswer {
  return { status, contentType, body };
}

export function send(response: ServerResponse, { status, contentType, body, headers }: HttpAnswer): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body), ...headers });
  response.end(body);
}
