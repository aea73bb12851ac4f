import type { Indicator } from "../types.ts";
import { agg } from "./agg.ts";
import { agt } from "./agt.ts";
import { aud } from "./aud.ts";
import { brg } from "./brg.ts";
import { cap } from "./cap.ts";
import { com } from "./com.ts";
import { complete } from "./complete.ts";
import { dem } from "./dem.ts";
import { dev } from "./dev.ts";
import { doc } from "./doc.ts";
import { eco } from "./eco.ts";
import { ent } from "./ent.ts";
import { hst } from "./hst.ts";
import { hw } from "./hw.ts";
import { img } from "./img.ts";
import { inc } from "./inc.ts";
import { lab } from "./lab.ts";
import { lst } from "./lst.ts";
import { mdl } from "./mdl.ts";
import { mkm } from "./mkm.ts";
import { mkt } from "./mkt.ts";
import { mnt } from "./mnt.ts";
import { pub } from "./pub.ts";
import { rel } from "./rel.ts";
import { ret } from "./ret.ts";
import { sbx } from "./sbx.ts";
import { scl } from "./scl.ts";
import { sec } from "./sec.ts";
import { sup, supProjects } from "./sup.ts";
import { tee } from "./tee.ts";
import { trn, trnProjects } from "./trn.ts";
import { use } from "./use.ts";
import { vis } from "./vis.ts";

/** The headline indicators: those that measure one of the roadmap's nine metrics. */
const headline = [...cap, ...ret, ...use, ...rel, ...scl, ...ent, ...sup, ...trn, ...mkt];

/** The indicators that measure a project only. */
const projectLevel = [
  ...mdl,
  ...dev,
  ...agg,
  ...agt,
  ...hw,
  ...mnt,
  ...img,
  ...inc,
  ...lab,
  ...sec,
  ...brg,
  ...lst,
  ...sbx,
  ...tee,
  ...mkm,
  ...aud,
  ...dem,
  ...hst,
  ...pub,
  ...vis,
  ...eco,
  ...com,
  ...trnProjects,
  ...supProjects,
  ...doc,
];

/** Every indicator, headline ones first, in the order in which they are shown. */
export const indicators: readonly Indicator[] = [...headline, ...projectLevel].map(complete);
