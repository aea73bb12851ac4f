import { expect, it } from "vitest";
import { roundsOfNewStore } from "./new-store.ts";

const step = (number: number, ...statements: string[]) => ({ number, name: `step ${number}`, statements });
const TABLE = "CREATE TABLE one (a UInt8) ENGINE = {{MergeTree}} ORDER BY a";
const OTHER = "CREATE TABLE two (a UInt8) ENGINE = {{MergeTree}} ORDER BY a";

it("tables that name nothing of each other are made beside each other, what reads them after them", () => {
  const view = "CREATE VIEW both AS SELECT a FROM one UNION ALL SELECT a FROM two";
  const copy = "CREATE TABLE three AS two";
  expect(roundsOfNewStore([step(1, TABLE, OTHER), step(2, view, copy)])).toEqual([
    [TABLE, OTHER],
    [view, copy],
  ]);
});

it("a view is made as the last step leaves it, and what reads it comes after that", () => {
  const replaced = "CREATE OR REPLACE VIEW seen AS SELECT a + 1 AS a FROM one";
  const reads = "CREATE VIEW reader AS SELECT a FROM seen";
  expect(roundsOfNewStore([step(1, TABLE, "CREATE VIEW seen AS SELECT a FROM one"), step(2, replaced), step(3, reads)])).toEqual([
    [TABLE],
    [replaced],
    [reads],
  ]);
});

it("a table is changed after it is made, and read after it is changed", () => {
  const changed = "ALTER TABLE one ADD COLUMN IF NOT EXISTS b UInt8";
  const view = "CREATE VIEW seen AS SELECT b FROM one";
  expect(roundsOfNewStore([step(1, TABLE), step(2, changed), step(3, view)])).toEqual([[TABLE], [changed], [view]]);
});

it("a word that only holds a table's name is another word", () => {
  const view = "CREATE VIEW alone AS SELECT 1 AS someone";
  expect(roundsOfNewStore([step(1, TABLE, view)])).toEqual([[TABLE, view]]);
});

it("a statement that moves rows is refused", () => {
  expect(() => roundsOfNewStore([step(1, TABLE, "INSERT INTO one SELECT 1")])).toThrow("INSERT INTO one SELECT 1");
});
