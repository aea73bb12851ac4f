import React from "react";
import type { HostDetail, Now } from "../../client/types.ts";
import { Ago } from "../../components/clock.tsx";
import { type Look, Mark } from "../../components/mark.tsx";
import { Verdict } from "../../components/verdict.tsx";
import { type Todo, todosOf } from "./todo.ts";

/** What the operator should do, before all else. */
export function TodoList({ host, epoch }: { readonly host: HostDetail; readonly epoch: Now["epoch"] }) {
  const todos = todosOf(host, epoch);
  return (
    <Verdict
      look={todoLook(todos, host.now.agreement.state)}
      findings={todos.map(({ key, severity, what, act, moment }) => ({
        key,
        what: (
          <>
            <Mark {...(severity === "red" ? RED : AMBER)} /> {what}
          </>
        ),
        means: (
          <>
            {act}
            {moment === null ? null : (
              <>
                {" "}
                ({moment.words}
                {moment.time === null ? null : (
                  <>
                    {moment.estimate ? ", about " : " "}
                    <Ago time={moment.time} />
                  </>
                )}
                )
              </>
            )}
          </>
        ),
      }))}
    />
  );
}

const RED: Look = { glyph: "✕", word: "Now:", tone: "bad" };
const AMBER: Look = { glyph: "◔", word: "Soon:", tone: "warn" };

/** Green only where somebody looked: nothing that is known to do is no all-clear. */
export function todoLook(todos: readonly Todo[], state: HostDetail["now"]["agreement"]["state"]): Look {
  if (todos.length === 0 && state === "unknown")
    return { glyph: "?", word: "Nothing to do is known, but nobody knows whether it answers", tone: "muted" };
  if (todos.length === 0) return { glyph: "●", word: "Nothing to do, as far as is seen here", tone: "good" };
  const word = todos.length === 1 ? "One thing to do" : `${todos.length} things to do`;
  return todos.some(({ severity }) => severity === "red")
    ? { glyph: "✕", word, tone: "bad" }
    : { glyph: "◔", word, tone: "warn" };
}
