import React from "react";
import { useClient } from "../../client/context.tsx";
import type { IndicatorDetail, NewestValue } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Ago } from "../../components/clock.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { full, fullQuantity, inWords, percentOfAll } from "../../format/number.ts";
import { utc } from "../../format/time.ts";

/** How the newest number came about: its integers, method, samples, sources. */
export function HowMade({ detail }: { readonly detail: IndicatorDetail }) {
  const client = useClient();
  const { indicator, methods } = detail;
  const { newest, unit, id } = indicator;
  const method = methods.find(({ version }) => version === newest?.method) ?? methods.at(-1);
  const facts: Fact[] = [];
  if (newest) {
    const { value, numerator, denominator } = newest;
    const parts = numerator !== null && denominator !== null ? ` = ${full(numerator)} ÷ ${full(denominator)}` : "";
    facts.push({ name: "value", words: `${inWords(fullQuantity(value, unit))}${parts}, epoch ${newest.epoch}` });
    facts.push({ name: "period", words: periodWords(newest) });
  }
  if (method)
    facts.push({ name: "method", words: `${method.version}: ${method.summary}${method.estimate ? " (an estimate)" : ""}` });
  else facts.push({ name: "method", words: "none yet: nothing is computed until its facts can be had" });
  if (newest) {
    facts.push({ name: "inputs", words: newest.samples === null ? "not counted" : `${full(newest.samples)} observations` });
    facts.push({
      name: "coverage",
      words: newest.coverage === null ? "the whole is unknown" : `${percentOfAll(newest.coverage)} of what there is`,
    });
    facts.push({ name: "sources", words: `${sourcesWords(newest.sources)}${verifiedWords(newest.verified_members)}` });
  }
  facts.push({ name: "needs", words: method ? method.needs.join(", ") : (indicator.source ?? "not said") });
  if (newest && newest.note !== "") facts.push({ name: "assumes", words: newest.note });
  if (newest && newest.ends_at !== null && !runs(newest)) facts.push({ name: "ended", words: <Ago time={newest.ends_at} /> });
  return (
    <Card title="How this number was made">
      <Facts facts={facts} />
      <a href={client.href("/indicators/{id}", { params: { id }, query: {} })}>the same as JSON</a>
    </Card>
  );
}

/** Whether the number's epoch is the running one, whose end lies ahead. */
const runs = ({ age_seconds: age }: NewestValue) => age === 0;

/** From when to when the number speaks; of a running epoch it is what is known until now. */
export function periodWords(newest: NewestValue): string {
  const { starts_at: from, ends_at: to } = newest;
  if (runs(newest)) return from === null ? "the running epoch; when it began is not known" : `since ${utc(from)}; the epoch runs`;
  if (from !== null && to !== null) return `${utc(from)} to ${utc(to)}`;
  if (from !== null) return `from ${utc(from)}; when it ended is not known`;
  return to === null ? "when it began and ended is not known" : `to ${utc(to)}; when it began is not known`;
}

function sourcesWords(sources: number | null): string {
  if (sources === null) return "not counted";
  return sources === 1 ? "1: nobody confirmed it" : `at least ${sources} agree on each answer`;
}

function verifiedWords(verified: boolean | null): string {
  if (verified === null) return "";
  return verified ? "; the epoch's members are proven" : "; the epoch's members are not proven";
}
