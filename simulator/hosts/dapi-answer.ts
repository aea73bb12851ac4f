import { type HttpAnswer, JSON_TYPE } from "../http/answer.ts";

/** The host's service ends its JSON with a newline. */
export const dapiJson = (status: number, value: unknown): HttpAnswer => dapiText(status, JSON.stringify(value));

export const dapiText = (status: number, json: string): HttpAnswer => ({ status, contentType: JSON_TYPE, body: `${json}\n` });

export const dapiError = (status: number, error: string): HttpAnswer => dapiJson(status, { error });
