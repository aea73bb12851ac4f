import type { components } from "./api.ts";

/** Shapes of `/api/v1`, from the service's own OpenAPI document: `api.ts` is generated, and a test holds it to the document. */
type Schemas = components["schemas"];

export type State = Schemas["State"];
export type Indicator = Schemas["Indicator"];
export type NewestValue = NonNullable<Indicator["newest"]>;
export type IndicatorDetail = Schemas["IndicatorDetail"];
export type Method = Schemas["Method"];
export type Series = Schemas["Series"];
export type Break = Schemas["Break"];
export type Point = Schemas["Point"];
export type Hosts = Schemas["Hosts"];
export type Host = Schemas["Host"];
export type HostDetail = Schemas["HostDetail"];
export type HostEpoch = Schemas["HostEpoch"];
export type Model = Schemas["Model"];
export type Epochs = Schemas["Epochs"];
export type Epoch = Schemas["Epoch"];
export type Source = Schemas["Source"];
export type Roadmap = Schemas["Roadmap"];
export type Project = Schemas["Project"];
export type Trend = Schemas["Trend"];
export type Trends = Schemas["Trends"];
export type Feeds = Schemas["Feeds"];
export type Now = Schemas["Now"];
export type HostNow = Schemas["HostNow"];
export type HostState = Schemas["HostState"];
export type HostUptime = Schemas["HostUptime"];
export type Place = NonNullable<Schemas["Place"]>;
export type Session = Schemas["Session"];
export type Sources = Schemas["Sources"];
