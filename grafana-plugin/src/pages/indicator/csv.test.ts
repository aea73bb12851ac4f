import { expect, it } from "vitest";
import { point, series } from "../../testing/answers.ts";
import { seriesCsv } from "./csv.ts";

it("has a line a bucket, leaves unknown cells empty, and says that it is simulated", () => {
  const points = [
    point(4, 0, { coverage: 0.5, note: 'said "no", twice' }),
    point(5, null, { labels: { model_id: "a/b" }, sources: null, samples: null }),
  ];
  expect(seriesCsv(series(points, { unit: "hosts" }), true).split("\n")).toEqual([
    "chain_id,simulated,indicator,unit,bucket,starts_at,ends_at,labels,value,state,coverage,numerator,denominator,samples,sources,method,note",
    'c,true,cap.hosts_active,hosts,4,2026-11-05T00:00:00.000Z,2026-11-06T00:00:00.000Z,{},0,ok,0.5,,,1,3,1,"said ""no"", twice"',
    'c,true,cap.hosts_active,hosts,5,2026-11-06T00:00:00.000Z,2026-11-07T00:00:00.000Z,"{""model_id"":""a/b""}",,no_data,,,,,,1,',
  ]);
});
