import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { FaultBoard } from "../faults/board.ts";
import { faultSchema } from "../faults/fault.ts";
import { type HttpAnswer, jsonAnswer, send, textAnswer } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Handler } from "../http/listener.ts";
import type { SimulationClock } from "../network/clock.ts";
import type { RequestCounter } from "./counter.ts";

const MAX_BODY = 100_000;
const speedSchema = z.strictObject({ speed: z.number().min(0) });
const advanceSchema = z.strictObject({ ms: z.number().min(0) });

/** What is true of an indicator at an epoch: value and the two integers behind a ratio; null = there is nothing to measure. */
export type Truth = (indicator: string, epoch: number) => unknown;

export interface Controlled {
  readonly clock: SimulationClock;
  readonly board: FaultBoard;
  readonly counter: RequestCounter;
  /** Sets the speed of every clock of the simulation. */
  setSpeed(speed: number): void;
  advance(ms: number): void;
  /** Null: this simulation doesn't tell. */
  readonly truth: Truth | null;
}

const HELP = {
  simulated: true,
  routes: {
    "GET /control/target": "the prober's control target: 200 unless the prober is cut off",
    "GET /control/clock": "{now, height, speed, halted}; now in unix ms",
    "POST /control/clock": "{speed}: simulated seconds a wall second, 0 stops the clock",
    "POST /control/speed": "the same",
    "POST /control/clock/advance": "{ms}: moves the simulated time forward",
    "GET /control/faults": "the faults that are on, with their ids",
    "POST /control/faults": "one fault: {kind, …}; answers its id",
    "DELETE /control/faults": "switches all off",
    "DELETE /control/faults/{id}": "switches one off",
    "GET /control/requests": "requests by place and class of routes, with their peaks",
    "DELETE /control/requests": "counts from zero",
    "GET /control/truth/{indicator}/{epoch}": "what is true",
  },
};

/** The control API: for people and tests, on its own port; no product code asks it. */
export function controlHandler(controlled: Controlled): Handler {
  return async (request, response, url) => {
    if (url.pathname === "/control/target" && controlled.board.at("target").length > 0) {
      request.socket.destroy();
      return;
    }
    send(response, await answer(request, url.pathname.replace(/\/$/, ""), controlled));
  };
}

async function answer(request: IncomingMessage, path: string, controlled: Controlled): Promise<HttpAnswer> {
  const [, , area = "", first, second] = path.split("/");
  const { board, counter } = controlled;
  switch (`${request.method} ${area}`) {
    case "GET target":
      return textAnswer(200, "reachable\n");
    case "GET ":
      return jsonAnswer(200, HELP);
    case "GET clock":
      return clockAnswer(controlled);
    case "POST clock":
    case "POST speed":
      return first === "advance"
        ? withBody(request, advanceSchema, ({ ms }) => moved(controlled, () => controlled.advance(ms)))
        : withBody(request, speedSchema, ({ speed }) => moved(controlled, () => controlled.setSpeed(speed)));
    case "GET faults":
      return jsonAnswer(200, board.list());
    case "POST faults":
      return withBody(request, faultSchema, (fault) => jsonAnswer(201, { id: board.switchOn(fault), fault }));
    case "DELETE faults":
      return switchedOff(board, first);
    case "GET requests":
      return jsonAnswer(200, counter.report());
    case "DELETE requests":
      counter.reset();
      return jsonAnswer(200, {});
    case "GET truth":
      return truthAnswer(controlled, first, second);
    default:
      return jsonAnswer(404, { error: "no such route; see /control" });
  }
}

function clockAnswer({ clock }: Controlled): HttpAnswer {
  return jsonAnswer(200, { now: clock.now(), height: clock.height(), speed: clock.speed, halted: clock.halted });
}

function moved(controlled: Controlled, move: () => void): HttpAnswer {
  move();
  return clockAnswer(controlled);
}

function switchedOff(board: FaultBoard, id: string | undefined): HttpAnswer {
  if (id === undefined) board.clear();
  else if (!board.switchOff(Number(id))) return jsonAnswer(404, { error: `no fault ${id}` });
  return jsonAnswer(200, board.list());
}

/** Integers of any size as strings: JSON numbers end at 2^53. */
const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

function truthAnswer({ truth }: Controlled, indicator: string | undefined, epoch: string | undefined): HttpAnswer {
  if (truth === null) return jsonAnswer(501, { error: "this simulation doesn't tell the truth" });
  if (indicator === undefined || epoch === undefined || !/^\d+$/.test(epoch)) {
    return jsonAnswer(400, { error: "/control/truth/{indicator}/{epoch}" });
  }
  const body = JSON.stringify(truth(indicator, Number(epoch)), plain);
  return { status: 200, contentType: "application/json", body };
}

async function withBody<T>(request: IncomingMessage, schema: z.ZodType<T>, act: (value: T) => HttpAnswer): Promise<HttpAnswer> {
  const text = await bodyOf(request, MAX_BODY);
  if (text === null) return jsonAnswer(413, { error: "too long" });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return jsonAnswer(400, { error: "no JSON" });
  }
  const parsed = schema.safeParse(raw);
  return parsed.success ? act(parsed.data) : jsonAnswer(400, { error: z.prettifyError(parsed.error) });
}
