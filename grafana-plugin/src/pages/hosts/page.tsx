import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Input, useStyles2 } from "@grafana/ui";
import React from "react";
import { useSearchParams } from "react-router-dom";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { Hosts } from "../../client/types.ts";
import { Choice } from "../../components/choice.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { full } from "../../format/number.ts";
import { HostTable } from "./host-table.tsx";
import { hostsInView, SORTS, STATE_FILTERS, viewOf } from "./rows.ts";

/** As many as one answer of the API holds. */
const PAGE = 1000;

/** The members of the newest epoch, heaviest first; search, state and order stand in the address. */
export default function HostsPage() {
  const styles = useStyles2(getStyles);
  const [params, setParams] = useSearchParams();
  const offset = Math.max(0, Number.parseInt(params.get("offset") ?? "0", 10) || 0);
  const loaded = useAnswer("/hosts", { params: {}, query: { limit: PAGE, offset } }, EVERY_MINUTE);
  const answer = loaded.data;
  const view = viewOf(params);
  const set = (name: string, value: string, standard: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === standard) after.delete(name);
        else after.set(name, value);
        return after;
      },
      // Each letter typed is no step to go back to.
      { replace: name === "q" },
    );
  const shown = answer ? hostsInView(answer.hosts, view) : [];
  return (
    <PageFrame
      title="Hosts"
      question="Who carries the network, and how does each stand?"
      crumbs={[{ words: "Network now", page: "now", params: {} }]}
    >
      <LoadTrouble loaded={loaded} />
      <div className={styles.bar}>
        <Input
          type="search"
          aria-label="Search by address or moniker"
          placeholder="address or moniker"
          value={view.search}
          width={32}
          onChange={({ currentTarget }) => set("q", currentTarget.value, "")}
        />
        <div className={styles.choice}>
          <span aria-hidden>state</span>
          <Choice name="State" options={STATE_FILTERS} chosen={view.state} choose={(value) => set("state", value, "all")} />
        </div>
        <div className={styles.choice}>
          <span aria-hidden>order</span>
          <Choice name="Order" options={SORTS} chosen={view.sort} choose={(value) => set("sort", value, "weight")} />
        </div>
      </div>
      {answer ? (
        <>
          <p className={styles.words} aria-live="polite">
            {countWords(answer, shown.length)}
          </p>
          {shown.length > 0 ? <HostTable hosts={shown} /> : null}
          <Paging answer={answer} offset={offset} go={(to) => set("offset", String(to), "0")} />
        </>
      ) : loaded.error ? null : (
        <Placeholder height={640} what="hosts" />
      )}
    </PageFrame>
  );
}

function countWords({ epoch, results_epoch, total }: Hosts, shown: number): string {
  if (epoch === null) return "– No epoch's members are agreed yet, so nobody can be listed.";
  const missed = results_epoch === null ? "no epoch's results are agreed" : `missed: of epoch ${results_epoch}`;
  return `${full(shown)} of ${full(total)} members of epoch ${epoch} · ${missed} · confirmation: PoC ratio of the running epoch`;
}

function Paging({
  answer,
  offset,
  go,
}: {
  readonly answer: Hosts;
  readonly offset: number;
  readonly go: (offset: number) => void;
}) {
  const styles = useStyles2(getStyles);
  if (offset === 0 && answer.next === null) return null;
  return (
    <p className={styles.words}>
      These are hosts {full(offset + 1)} to {full(offset + answer.hosts.length)}, heaviest first; search and order are within
      them.{" "}
      {offset > 0 ? (
        <button type="button" className={styles.button} onClick={() => go(Math.max(0, offset - PAGE))}>
          heavier ones
        </button>
      ) : null}{" "}
      {answer.next === null ? null : (
        <button type="button" className={styles.button} onClick={() => go(offset + PAGE)}>
          lighter ones
        </button>
      )}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: theme.spacing(1, 3), marginBottom: theme.spacing(1) }),
  choice: css({
    display: "flex",
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    fieldset: { flexWrap: "wrap" },
  }),
  words: css({ color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
  button: css({
    background: "none",
    border: 0,
    padding: 0,
    color: theme.colors.text.link,
    "&:hover": { textDecoration: "underline" },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
});
