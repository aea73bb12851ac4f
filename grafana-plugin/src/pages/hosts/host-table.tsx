import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { useState } from "react";
import type { Host } from "../../client/types.ts";
import { HostStateMark } from "../../components/host-state.tsx";
import { shortAddress } from "../../components/hosts.ts";
import { Mark } from "../../components/mark.tsx";
import { IndicatorLink, PageLink } from "../../components/page-link.tsx";
import { tableStyles } from "../../components/scroll-table.tsx";
import { full, percent, short } from "../../format/number.ts";
import { rowsInSight } from "./window.ts";

const ROW_HEIGHT = 52;
const HEIGHT = 640;

const COLUMNS: readonly { readonly name: string; readonly indicator: string | null; readonly right?: true }[] = [
  { name: "rank", indicator: null, right: true },
  { name: "host", indicator: "cap.hosts_active" },
  { name: "state", indicator: "aux.host_uptime" },
  { name: "weight", indicator: "cap.weight_top3_share", right: true },
  { name: "missed", indicator: "rel.host_failure_rate", right: true },
  { name: "confirmation", indicator: "ret.confirmation_ratio_p10", right: true },
  { name: "models", indicator: "mdl.hosts_per_model" },
  { name: "API version", indicator: "img.adoption" },
];

/** Hosts in rows of one height, of which only those in sight are rendered. */
export function HostTable({ hosts }: { readonly hosts: readonly Host[] }) {
  const table = useStyles2(tableStyles);
  const styles = useStyles2(getStyles);
  const [scrollTop, setScrollTop] = useState(0);
  const { first, end } = rowsInSight(hosts.length, ROW_HEIGHT, Math.min(scrollTop, hosts.length * ROW_HEIGHT), HEIGHT);
  return (
    <section
      className={table.box}
      style={{ maxHeight: HEIGHT }}
      aria-label="Hosts"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
      tabIndex={0}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      <table className={`${table.table} ${styles.table}`} aria-rowcount={hosts.length + 1}>
        <thead>
          <tr>
            {COLUMNS.map(({ name, indicator, right }) => (
              <th key={name} scope="col" className={right ? table.right : undefined}>
                {indicator === null ? name : <IndicatorLink id={indicator}>{name}</IndicatorLink>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} />
          {hosts.slice(first, end).map((host, index) => (
            <HostRow key={host.address} host={host} position={first + index + 2} />
          ))}
          <Spacer rows={hosts.length - end} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={COLUMNS.length} style={{ height: rows * ROW_HEIGHT, padding: 0, border: 0 }} />
    </tr>
  );
}

function HostRow({ host, position }: { readonly host: Host; readonly position: number }) {
  const styles = useStyles2(getStyles);
  const { right } = useStyles2(tableStyles);
  const { address, rank, weight, share, miss_ratio, models, excluded, now } = host;
  const { moniker, agreement, confirmation_ratio, report } = now;
  return (
    <tr aria-rowindex={position} className={styles.row}>
      <td className={right}>{rank}</td>
      <td>
        <PageLink page="host" params={{ address }}>
          {moniker ?? shortAddress(address)}
        </PageLink>
        <div className={styles.small}>{moniker === null ? "no moniker" : shortAddress(address)}</div>
      </td>
      <td>
        <HostStateMark state={agreement.state} />
        <div className={styles.small}>
          {excluded === true ? <Mark glyph="⊘" word="excluded" tone="bad" /> : agreementWords(agreement)}
        </div>
      </td>
      <td className={right}>
        {full(BigInt(weight))}
        <div className={styles.small}>{share === null ? "share not known" : percent(share)}</div>
      </td>
      <td className={right}>{miss_ratio === null ? "–" : percent(miss_ratio)}</td>
      <td className={right}>{confirmation_ratio === null ? "–" : short(confirmation_ratio)}</td>
      <td title={models?.join(", ")}>
        <div className={styles.one}>{models === null ? "– not agreed" : models.length === 0 ? "none" : modelNames(models)}</div>
      </td>
      <td>{report?.api_version ?? "– not told"}</td>
    </tr>
  );
}

const agreementWords = ({ agreeing, told, vantages }: Host["now"]["agreement"]) =>
  vantages === 0 ? "never probed" : `${agreeing} of ${told} vantage point${told === 1 ? "" : "s"}`;

/** Without the owners, which the title has. */
const modelNames = (models: readonly string[]) => models.map((id) => id.split("/").at(-1) ?? id).join(" · ");

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ minWidth: 980 }),
  row: css({ height: ROW_HEIGHT, "td, td > div": { whiteSpace: "nowrap" } }),
  small: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  one: css({ maxWidth: "min(320px, 22vw)", overflow: "hidden", textOverflow: "ellipsis" }),
});
