import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { Link } from "react-router-dom";
import type { Host, HostState, Hosts, Now } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { CellMap } from "../../components/cell-map.tsx";
import { Ago } from "../../components/clock.tsx";
import { Facts } from "../../components/facts.tsx";
import { HOST_STATE_LOOKS, HOST_STATES, HostStateMark } from "../../components/host-state.tsx";
import { hostName, isActive } from "../../components/hosts.ts";
import { IndicatorLink, PageLink, usePath } from "../../components/page-link.tsx";

export interface HostsCardProps {
  readonly now: Now["hosts"];
  /** null while they are not read. */
  readonly listed: Hosts | null;
}

const NAMED = 12;

/** Active hosts by what the vantage points agree on; those that are not up by name. */
export function HostsCard({ now, listed }: HostsCardProps) {
  const styles = useStyles2(getStyles);
  const toHosts = usePath()("hosts", {});
  const { states, rounds, probed } = now;
  const active = (listed?.hosts ?? []).filter(isActive);
  const notUp = active.filter((host) => host.now.agreement.state !== "up");
  const all = states ? HOST_STATES.reduce((sum, state) => sum + states[state], 0) : null;
  return (
    <Card title="Hosts by state">
      {states === null ? (
        <p>– The active hosts are not known: the epoch's members are not agreed.</p>
      ) : (
        <div className={styles.counts}>
          {HOST_STATES.map((state) => (
            <Link key={state} to={`${toHosts ?? ""}?state=${state}`} className={styles.count} data-state={state}>
              <b>{probed || state === "unknown" ? states[state] : "–"}</b> <HostStateMark state={state} />
            </Link>
          ))}
          <span>
            of {all} <IndicatorLink id="cap.hosts_active">active hosts</IndicatorLink>
          </span>
        </div>
      )}
      <HostMap hosts={active} />
      {notUp.length > 0 ? (
        <ul className={styles.named}>
          {notUp.slice(0, NAMED).map((host) => (
            <li key={host.address}>
              <HostStateMark state={host.now.agreement.state} />{" "}
              <PageLink page="host" params={{ address: host.address }}>
                {hostName(host)}
              </PageLink>{" "}
              <span className={styles.why}>{reasonOf(host)}</span>
            </li>
          ))}
          {notUp.length > NAMED ? <li>and {notUp.length - NAMED} more</li> : null}
        </ul>
      ) : null}
      <Facts
        facts={rounds.map(({ vantage, observed_at, valid, hosts, detail }) => ({
          name: `from ${vantage}`,
          words: valid ? (
            <>
              {hosts} hosts probed <Ago time={observed_at} />
            </>
          ) : (
            `nothing was learnt: ${detail}`
          ),
        }))}
      />
      {rounds.length === 0 ? <p>– No vantage point probed within the last day.</p> : null}
      <IndicatorLink id="aux.host_uptime">Uptime over time</IndicatorLink>
    </Card>
  );
}

const reasonOf = ({ now: { sights, agreement } }: Host) => {
  const reason = sights.find(({ state }) => state === agreement.state)?.reason ?? "";
  if (reason !== "") return reason;
  return sights.length === 0 ? "never probed" : agreement.state === "unknown" ? "vantage points differ" : "";
};

/** A cell a host, heaviest first: how much of the network is not up is seen at once. */
function HostMap({ hosts }: { readonly hosts: readonly Host[] }) {
  if (hosts.length === 0) return null;
  const words = HOST_STATES.map((state) => `${count(hosts, state)} ${HOST_STATE_LOOKS[state].word}`).join(", ");
  return (
    <CellMap
      label={`A cell a host, heaviest first: ${words}`}
      cells={hosts.map((host) => {
        const look = HOST_STATE_LOOKS[host.now.agreement.state];
        return { key: host.address, look, title: `${hostName(host)}: ${look.word}` };
      })}
    />
  );
}

const count = (hosts: readonly Host[], state: HostState) => hosts.filter((host) => host.now.agreement.state === state).length;

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(0.5, 2.5),
    alignItems: "baseline",
    b: { fontSize: theme.typography.h3.fontSize, fontWeight: theme.typography.fontWeightMedium },
  }),
  count: css({
    "&:hover": { textDecoration: "underline" },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
  named: css({ listStyle: "none", margin: theme.spacing(0, 0, 1), overflowWrap: "anywhere" }),
  why: css({ color: theme.colors.text.secondary }),
});
