// Generated from the service's OpenAPI document: npx vitest run test/api-types.test.ts -u
/* biome-ignore-all format: generated */
export interface paths {
    readonly "/now": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The network now: head and halt, the epoch clock, hosts by state, models, sources, and how our own collectors do. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Now"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/roadmap": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The roadmap in its own words, each part with the indicators that measure it and their states. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Roadmap"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/indicators": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All indicators and auxiliary series: what they mean, their state and newest number. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description The roadmap metric it measures. */
                    readonly metric?: "M1" | "M2" | "M3" | "M4" | "M5" | "M6" | "M7" | "M8" | "M9" | "P";
                    /** @description The state of its newest bucket. */
                    readonly state?: "disputed" | "needs_entry" | "no_data" | "not_enough_data" | "not_measurable_yet" | "ok" | "provisional" | "source_lost";
                    readonly part?: "alerts" | "inference" | "live" | "market" | "observations" | "spine";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Indicators"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/indicators/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One indicator: its definition, its methods with their SQL, and a summary of its series. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description Such as cap.hosts_active. */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["IndicatorDetail"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                readonly 404: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/indicators/{id}/series": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The values of an indicator, oldest first; buckets without a number have the state that says why. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly axis?: "epoch" | "day";
                    /** @description A version of the method; where left out, at each bucket the one that holds there. */
                    readonly method?: number;
                    /** @description First bucket: an epoch, or with axis=day a UTC day. */
                    readonly from?: string;
                    /** @description Last bucket. */
                    readonly to?: string;
                    readonly labels?: "all" | "network";
                    /** @description How many at most; 1000 where left out. */
                    readonly limit?: number;
                    /** @description Where the page before ended; comes with `next`. */
                    readonly after?: string;
                };
                readonly header?: never;
                readonly path: {
                    /** @description Such as cap.hosts_active. */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Series"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                readonly 404: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/trends": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The newest 60 epochs of every indicator that has a number there, for small charts: one answer instead of many series. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Trends"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/hosts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The members of the newest agreed epoch, heaviest first, and how each stands now. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description How many at most; 100 where left out. */
                    readonly limit?: number;
                    /** @description How many hosts to leave out, heaviest first. */
                    readonly offset?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Hosts"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/hosts/{address}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One host now and through the epochs: membership, exclusions and results, newest first. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description First epoch. */
                    readonly from?: number;
                    /** @description Last epoch. */
                    readonly to?: number;
                    /** @description How many at most; 100 where left out. */
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path: {
                    /** @description The host's account address. */
                    readonly address: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["HostDetail"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                readonly 404: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/hosts/{address}/uptime": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** When a host was up, down, unknown or in maintenance: as each vantage point saw it, and what they agree on. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description How far back; 30 where left out. */
                    readonly days?: number;
                };
                readonly header?: never;
                readonly path: {
                    /** @description The host's account address. */
                    readonly address: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["HostUptime"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such thing. */
                readonly 404: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The models of the newest agreed epoch and who serves them. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Models"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/epochs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every epoch asked for so far and the gaps between, newest first: heights, times, and what the sources agree on. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description First epoch. */
                    readonly from?: number;
                    /** @description Last epoch. */
                    readonly to?: number;
                    /** @description How many at most; 100 where left out. */
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Epochs"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Devshard sessions, newest first: their money, their work, and what is wrong with them. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description failed: it expired unsettled, or inferences were refused or ran out of time. slow: open beyond its epoch, settled after it, or with an inference that has not ended for 15 minutes. disputed: an inference was challenged or found invalid, or hosts and settlement differ. All of them where left out. */
                    readonly trouble?: "failed" | "slow" | "disputed";
                    /** @description First epoch. */
                    readonly from?: number;
                    /** @description Only sessions with a smaller id: for the next page. */
                    readonly below?: string;
                    /** @description How many at most; 100 where left out. */
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Sessions"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sources": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who we ask: what each source answered, how its requests ended, and where it stands apart from the others. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Sources"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What only partners know: the feeds, the shape of their entries, and how much was handed in. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description What is known. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Feeds"];
                    };
                };
                /** @description Nothing changed since the ETag in If-None-Match. */
                readonly 304: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A parameter is not as expected; the message says which and what was expected. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many requests from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds/active-applications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Applications with at least one paid request on the day, counted by the broker that serves them. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: {
                    readonly "idempotency-key"?: string;
                };
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly chain_id: string;
                        readonly entries: readonly {
                            /**
                             * Format: date
                             * @description The UTC day it speaks of.
                             */
                            readonly day: string;
                            /** @description With at least one paid request on the day. */
                            readonly applications: number;
                            /** @description With one on at least 3 of the 7 days that end with it. */
                            readonly applications_3_of_7: number;
                            /**
                             * Format: uri
                             * @description Where it can be checked.
                             */
                            readonly evidence?: string;
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description All of it was taken; handed in again it changes nothing. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["FeedSubmitted"];
                    };
                };
                /** @description The body is not as expected: nothing of it was taken. The message says where. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description No token, or one that nobody holds. */
                readonly 401: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The partner does not feed this, or nobody may. */
                readonly 403: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The Idempotency-Key was used with another body. */
                readonly 409: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too much at once. */
                readonly 413: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not JSON. */
                readonly 415: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many submissions from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds/broker-traffic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What a broker served on the day, by model: tokens and requests that the chain does not show by user. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: {
                    readonly "idempotency-key"?: string;
                };
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly chain_id: string;
                        readonly entries: readonly {
                            /**
                             * Format: date
                             * @description The UTC day it speaks of.
                             */
                            readonly day: string;
                            /** @description The model's id on the chain. */
                            readonly model_id: string;
                            readonly prompt_tokens: number;
                            readonly completion_tokens: number;
                            readonly requests: number;
                            /** @description Accounts of the broker with a successful request on the day. */
                            readonly active_users: number;
                            /**
                             * Format: uri
                             * @description Where it can be checked.
                             */
                            readonly evidence?: string;
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description All of it was taken; handed in again it changes nothing. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["FeedSubmitted"];
                    };
                };
                /** @description The body is not as expected: nothing of it was taken. The message says where. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description No token, or one that nobody holds. */
                readonly 401: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The partner does not feed this, or nobody may. */
                readonly 403: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The Idempotency-Key was used with another body. */
                readonly 409: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too much at once. */
                readonly 413: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not JSON. */
                readonly 415: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many submissions from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds/private-tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Tokens served through the private access layer on the day. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: {
                    readonly "idempotency-key"?: string;
                };
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly chain_id: string;
                        readonly entries: readonly {
                            /**
                             * Format: date
                             * @description The UTC day it speaks of.
                             */
                            readonly day: string;
                            /** @description The model's id on the chain. */
                            readonly model_id: string;
                            readonly tokens: number;
                            /**
                             * Format: uri
                             * @description Where it can be checked.
                             */
                            readonly evidence?: string;
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description All of it was taken; handed in again it changes nothing. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["FeedSubmitted"];
                    };
                };
                /** @description The body is not as expected: nothing of it was taken. The message says where. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description No token, or one that nobody holds. */
                readonly 401: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The partner does not feed this, or nobody may. */
                readonly 403: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The Idempotency-Key was used with another body. */
                readonly 409: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too much at once. */
                readonly 413: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not JSON. */
                readonly 415: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many submissions from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds/credits": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** An account whose free credits ended: its use before and after. The account is a name of the partner's own that tells nobody who it is. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: {
                    readonly "idempotency-key"?: string;
                };
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly chain_id: string;
                        readonly entries: readonly {
                            readonly account: string;
                            /**
                             * Format: date
                             * @description The UTC day it speaks of.
                             */
                            readonly credits_ended_on: string;
                            readonly tokens_last_30_credited_days: number;
                            /** @description Null until those days are over. */
                            readonly tokens_days_31_to_60_after: number | null;
                            /** @description Null until those days are over. */
                            readonly paid_within_30_days: boolean | null;
                            /**
                             * Format: uri
                             * @description Where it can be checked.
                             */
                            readonly evidence?: string;
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description All of it was taken; handed in again it changes nothing. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["FeedSubmitted"];
                    };
                };
                /** @description The body is not as expected: nothing of it was taken. The message says where. */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description No token, or one that nobody holds. */
                readonly 401: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The partner does not feed this, or nobody may. */
                readonly 403: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The Idempotency-Key was used with another body. */
                readonly 409: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too much at once. */
                readonly 413: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Not JSON. */
                readonly 415: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Too many submissions from this address. */
                readonly 429: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description The store is not open or was not read yet. */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description OpenAPI 3.1. */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": Record<string, never>;
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Now: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description Whether this chain is a simulated network: nothing of it is real. */
            readonly simulated: boolean;
            /**
             * Format: date-time
             * @description The moment that ages count to.
             */
            readonly now: string;
            readonly head: {
                readonly verdict: components["schemas"]["Verdict"];
                readonly height: number | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly time: string | null;
                readonly age_seconds: number | null;
                readonly agreeing: number;
                /** @description Sources that the majority contradicts. */
                readonly odd: readonly string[];
            };
            readonly halt: {
                /** @description Null: nobody can tell. */
                readonly halted: boolean | null;
                /** @description The last block before it stood still. */
                readonly height: number | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly block_time: string | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly seen_at: string | null;
                readonly sources: readonly string[];
            };
            readonly epoch: {
                readonly verdict: components["schemas"]["Verdict"];
                readonly effective: number | null;
                /** @description The newest; its PoC has begun. */
                readonly latest: number | null;
                /**
                 * @description Of the newest epoch. changeover: its members are known and take over next. Null: not known.
                 * @enum {string|null}
                 */
                readonly phase: "poc_generate" | "poc_exchange" | "poc_validate" | "changeover" | "inference" | null;
                readonly phase_blocks_left: number | null;
                /** @description Until the next PoC starts. */
                readonly blocks_left: number | null;
                /** @description Where the stages of the newest epoch begin, in order. */
                readonly events: readonly {
                    /** @enum {string} */
                    readonly name: "poc_start" | "poc_validation_start" | "settlement" | "epoch_effective" | "next_poc_start";
                    readonly height: number;
                    /** @description 0 or less for what has happened. */
                    readonly blocks_left: number;
                    /**
                     * Format: date-time
                     * @description An estimate by block_time; null while the chain stands, and for what has happened.
                     */
                    readonly estimated_at: string | null;
                }[];
                /** @description Mean seconds between blocks, and which blocks that is of: what estimates rest on. */
                readonly block_time: {
                    readonly seconds: number;
                    readonly basis: string;
                } | null;
            };
            readonly hosts: {
                readonly epoch: number | null;
                /** @description Active hosts by the agreed state; null while the active hosts are not known. */
                readonly states: {
                    readonly up: number;
                    readonly down: number;
                    readonly unknown: number;
                    readonly maintenance: number;
                } | null;
                /** @description Whether any host was probed within the last day. */
                readonly probed: boolean;
                /** @description The newest round of each vantage point. */
                readonly rounds: readonly components["schemas"]["ProbeRound"][];
            };
            readonly models: readonly components["schemas"]["Model"][];
            readonly coins: {
                readonly supply_ngonka: string | null;
                readonly community_pool_ngonka: string | null;
            };
            /** @description What the sources say together to the newest question of each kind; null facts are explained here. */
            readonly facts: readonly {
                readonly topic: string;
                readonly epoch: number;
                readonly verdict: components["schemas"]["Verdict"];
            }[];
            /** @description Every source that was asked lately, and those that were refused because they serve another chain. */
            readonly sources: readonly {
                readonly source: string;
                readonly network: string | null;
                readonly odd: boolean;
                /**
                 * @description By its newest status poll. stale: not polled for two minutes; refused: it serves another chain.
                 * @enum {string}
                 */
                readonly health: "answers" | "catching_up" | "cant_tell" | "stale" | "refused";
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly polled_at: string | null;
                readonly detail: string;
                readonly height: number | null;
                /** @description Behind the highest head that agreeing sources had told by then. */
                readonly lag_blocks: number | null;
            }[];
            /** @description Runs of the last week, on the wall's clock. */
            readonly collectors: readonly {
                readonly collector: string;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly last_success_at: string | null;
                /** @description Since then. */
                readonly age_seconds: number | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly last_started_at: string;
                /** @description Of the run that ended last; null where none did. */
                readonly last_outcome: string | null;
                readonly last_detail: string | null;
            }[];
        };
        /**
         * @description agreed: by more than half of those that could tell; absent: they say it does not exist; lost: none could tell.
         * @enum {string}
         */
        readonly Verdict: "agreed" | "absent" | "disputed" | "lost";
        readonly ProbeRound: {
            readonly vantage: string;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly observed_at: string;
            readonly epoch: number;
            /** @description False: the prober's own connection is in doubt; nothing was learnt of any host. */
            readonly valid: boolean;
            readonly control_ok: boolean;
            readonly hosts: number;
            readonly up: number;
            readonly down: number;
            readonly unknown: number;
            readonly maintenance: number;
            readonly seconds: number;
            readonly detail: string;
        };
        readonly Model: {
            readonly model_id: string;
            /**
             * @description Of its group; null where it was never asked.
             * @enum {string|null}
             */
            readonly verdict: "agreed" | "absent" | "disputed" | "lost" | null;
            /** @description Members of its group that have weight in it. */
            readonly hosts: number | null;
            readonly nodes: number | null;
            /** @description Raw: not comparable between models. */
            readonly weight: string | null;
            /** @description Voting power on its PoC ÷ the network's weight − 2/3, a ratio, in the newest PoC that is agreed. */
            readonly vote_margin: {
                readonly epoch: number;
                readonly margin: number;
            } | null;
        };
        readonly Error: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string | null;
            readonly error: {
                readonly code: string;
                readonly message: string;
            };
        };
        readonly Roadmap: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            readonly horizons: readonly {
                readonly id: string;
                readonly name: string;
                readonly goal: string;
                readonly lines: readonly {
                    readonly text: string;
                    readonly target: components["schemas"]["HorizonTarget"];
                    readonly indicators: readonly components["schemas"]["IndicatorRef"][];
                }[];
            }[];
            readonly near_term: readonly {
                readonly name: string;
                readonly words: readonly string[];
                readonly tracked: readonly {
                    readonly words: string;
                    readonly indicator: components["schemas"]["IndicatorRef"];
                }[];
                readonly indicators: readonly components["schemas"]["IndicatorRef"][];
            }[];
            readonly tracks: readonly {
                readonly n: number;
                readonly name: string;
                readonly projects: readonly string[];
            }[];
            readonly projects: readonly components["schemas"]["Project"][];
            readonly metrics: readonly {
                readonly id: string;
                readonly name: string;
                readonly indicators: readonly components["schemas"]["IndicatorRef"][];
            }[];
            readonly track_metrics: readonly {
                readonly id: string;
                readonly wording: string;
                readonly where: string;
                readonly parent: readonly string[];
                readonly indicators: readonly components["schemas"]["IndicatorRef"][];
            }[];
        };
        readonly HorizonTarget: {
            /** @enum {string} */
            readonly kind: "rank";
            readonly value: number;
        } | {
            /** @enum {string} */
            readonly kind: "range";
            readonly low: number;
            readonly high: number;
            readonly unit: string;
        } | {
            /** @enum {string} */
            readonly kind: "at_least";
            readonly low: number;
            readonly unit: string;
        } | {
            /** @enum {string} */
            readonly kind: "order";
            readonly low: number;
            readonly high?: number;
            readonly unit: string;
            readonly note: string;
        } | null;
        readonly IndicatorRef: {
            readonly id: string;
            readonly state: components["schemas"]["State"];
        };
        /**
         * @description not_measurable_yet: The network has nothing to measure yet. needs_entry: A person or a partner must give this value. source_lost: We asked, and no source answered. no_data: Never collected for this period. disputed: Sources differ and there is no majority. not_enough_data: Below the method's minimum, or without a valid calibration. provisional: The number may still change. ok: The number is final for its period.
         * @enum {string}
         */
        readonly State: "not_measurable_yet" | "needs_entry" | "source_lost" | "no_data" | "disputed" | "not_enough_data" | "provisional" | "ok";
        readonly Project: {
            readonly id: string;
            readonly n: number;
            readonly name: string;
            readonly track: number;
            readonly primary: {
                readonly words: string;
                readonly ids: readonly string[];
                readonly indicators: readonly components["schemas"]["IndicatorRef"][];
            };
            readonly secondary: {
                readonly words: string | null;
                readonly ids: readonly string[];
                readonly indicators: readonly components["schemas"]["IndicatorRef"][];
            };
            readonly works_when: string;
        };
        readonly Indicators: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /**
             * Format: date-time
             * @description The moment that ages count to.
             */
            readonly now: string;
            readonly indicators: readonly components["schemas"]["Indicator"][];
        };
        readonly Indicator: {
            readonly id: string;
            /** @enum {string} */
            readonly kind: "indicator" | "auxiliary";
            readonly name: string;
            readonly definition: string;
            /** @description Shares, rates and correlations are ratios, whatever the unit's words. */
            readonly unit: string;
            readonly direction: {
                /** @enum {string} */
                readonly better: "up" | "down" | "band" | "context";
                readonly words: string;
            } | null;
            /** @description What the roadmap says of a target, in its words. */
            readonly target: string | null;
            readonly source_class: string | null;
            readonly source: string | null;
            /** @description M1 to M9; P: measures a project only. */
            readonly metric: string | null;
            readonly part: string | null;
            readonly labels: readonly string[];
            readonly freshness_seconds: number | null;
            readonly projects: readonly {
                readonly id: string;
                /** @enum {string} */
                readonly role: "primary" | "secondary";
            }[];
            /** @description Version of the method that holds now; null where there is none yet. */
            readonly method: number | null;
            readonly estimate: boolean | null;
            readonly state: components["schemas"]["State"];
            /** @description The newest epoch bucket, whose state this is. */
            readonly state_epoch: number | null;
            /** @description Why the newest bucket has no number, or what it assumes. */
            readonly note: string;
            /** @description Of the newest epoch that has a number. */
            readonly newest: {
                readonly epoch: number;
                readonly value: number;
                readonly numerator: number | null;
                readonly denominator: number | null;
                /** @description Share of reality seen, 0 to 1; null where the whole is unknown. */
                readonly coverage: number | null;
                readonly samples: number | null;
                /** @description Fewest sources that agree on any answer it reads. */
                readonly sources: number | null;
                /** @description Whether the epoch's members and weights that it rests on are proven: by a Merkle proof against a block that validators with more than 2/3 of the voting power signed. Null where it rests on no membership. */
                readonly verified_members: boolean | null;
                readonly state: components["schemas"]["State"];
                /** @description What the number assumes. */
                readonly note: string;
                readonly method: number;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly starts_at: string | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly ends_at: string | null;
                /** @description From the end of its epoch to now; 0 while it runs; null where its end is not known. */
                readonly age_seconds: number | null;
            } | null;
        };
        readonly IndicatorDetail: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /**
             * Format: date-time
             * @description The moment that ages count to.
             */
            readonly now: string;
            readonly indicator: components["schemas"]["Indicator"];
            readonly quotes: readonly {
                readonly where: string;
                readonly words: string;
            }[];
            readonly horizon_lines: readonly {
                readonly horizon: string;
                readonly text: string;
                readonly target: components["schemas"]["HorizonTarget"];
            }[];
            readonly track_metrics: readonly {
                readonly id: string;
                readonly wording: string;
            }[];
            readonly methods: readonly components["schemas"]["Method"][];
            readonly series: readonly components["schemas"]["SeriesSummary"][];
        };
        readonly Method: {
            readonly version: number;
            /** @description Null where the method waits for facts that were not collected on this chain yet. */
            readonly valid_from_epoch: number | null;
            /** @description Why this version exists. */
            readonly reason: string;
            readonly summary: string;
            readonly estimate: boolean;
            readonly needs: readonly string[];
            readonly history: readonly ({
                /** @enum {string} */
                readonly kind: "epochs";
                readonly back: number;
                readonly needs: readonly string[];
            } | {
                /** @enum {string} */
                readonly kind: "days";
                readonly days: number;
                readonly needs: readonly string[];
            } | {
                /** @enum {string} */
                readonly kind: "all";
                readonly needs: readonly string[];
            } | {
                /** @enum {string} */
                readonly kind: "calibration";
                readonly needs: readonly string[];
            })[];
            readonly min_samples: number;
            /** @description Estimators of which it takes one for each bucket, in words; the row with this label names it. */
            readonly picks: {
                readonly label: string;
                readonly estimators: {
                    readonly [key: string]: string;
                };
            } | null;
            /** @description Over the agreed facts; chain, as_of, first and last (epochs) are its parameters. */
            readonly sql: string;
        };
        readonly SeriesSummary: {
            /** @enum {string} */
            readonly axis: "epoch" | "day";
            /** @description The first bucket: an epoch or a day. */
            readonly first: string | null;
            readonly last: string | null;
            readonly buckets: number;
            /** @description How many buckets have each state. */
            readonly states: {
                readonly [key: string]: number;
            };
            readonly breaks: readonly components["schemas"]["Break"][];
        };
        readonly Break: {
            /**
             * @description method: from here on another method holds. estimator: the method takes one of several estimators, here another one than before.
             * @enum {string}
             */
            readonly kind: "method" | "estimator";
            /** @description The first epoch after the break; of a day, the one effective at its end. */
            readonly epoch: number;
            /** @description The first day after it; null where it is not reached yet. */
            readonly day: string | null;
            /** @description The one that holds after it. */
            readonly method: number;
            /** @description In one sentence. */
            readonly reason: string;
            /** @description Taken after a change of estimator. */
            readonly estimator: string | null;
            readonly estimator_before: string | null;
        };
        readonly Series: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            readonly indicator: string;
            /** @enum {string} */
            readonly axis: "epoch" | "day";
            readonly unit: string;
            /** @description Methods' where no method was asked for, and of those the buckets asked for have, estimators'. */
            readonly breaks: readonly components["schemas"]["Break"][];
            readonly points: readonly components["schemas"]["Point"][];
            /** @description Path and query of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly Point: {
            /** @description With axis=epoch. */
            readonly epoch?: number;
            /** @description With axis=day: YYYY-MM-DD, UTC. */
            readonly day?: string;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly starts_at: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly ends_at: string | null;
            readonly method: number | null;
            /** @description Empty: the network-wide row. */
            readonly labels: {
                readonly [key: string]: string;
            };
            readonly value: number | null;
            readonly numerator: number | null;
            readonly denominator: number | null;
            readonly coverage: number | null;
            readonly samples: number | null;
            readonly state: components["schemas"]["State"];
            readonly note: string;
            readonly sources: number | null;
            /** @description Whether the epoch's members and weights that it rests on are proven: by a Merkle proof against a block that validators with more than 2/3 of the voting power signed. Null where it rests on no membership. */
            readonly verified_members: boolean | null;
        };
        readonly Trends: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description Null before the first epoch. */
            readonly first: number | null;
            readonly last: number | null;
            /** @description Of network-wide rows; an indicator without any number in these epochs is not listed. */
            readonly trends: readonly components["schemas"]["Trend"][];
        };
        readonly Trend: {
            readonly indicator: string;
            /** @description One for each epoch from `first` to `last`; null where it has no number. */
            readonly values: readonly (number | null)[];
            /** @description Epochs from which on another method or estimator holds: no line may be drawn from the epoch before. */
            readonly breaks: readonly number[];
        };
        readonly Hosts: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description The newest agreed epoch; null before the first. */
            readonly epoch: number | null;
            /** @description The newest epoch with agreed results: of its miss ratios. */
            readonly results_epoch: number | null;
            /** @description What the sources say together to the newest question of each kind; null facts are explained here. */
            readonly facts: readonly {
                readonly topic: string;
                readonly epoch: number;
                readonly verdict: components["schemas"]["Verdict"];
            }[];
            readonly total: number;
            readonly total_weight: string;
            readonly hosts: readonly components["schemas"]["Host"][];
            /** @description Path and query of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly Host: {
            readonly address: string;
            readonly rank: number;
            readonly weight: string;
            /** @description Of the weight of all members. */
            readonly share: number | null;
            readonly confirmation_weight: string;
            readonly reputation: number;
            readonly excluded: boolean | null;
            /** @description Null where the epoch's exclusions are not agreed. */
            readonly exclusions: readonly {
                readonly reason: string;
                readonly height: number;
            }[] | null;
            /** @description Missed ÷ (completed + missed); null where nothing was assigned, or the results are not known. */
            readonly miss_ratio: number | null;
            /** @description In whose agreed groups of the newest epoch it has weight; null where no group is agreed. */
            readonly models: readonly string[] | null;
            readonly now: components["schemas"]["HostNow"];
        };
        readonly HostNow: {
            readonly agreement: components["schemas"]["HostAgreement"];
            /** @description By vantage point. */
            readonly sights: readonly components["schemas"]["HostSight"][];
            /** @description What it said of itself within the last day. */
            readonly report: {
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly reported_at: string;
                readonly vantage: string;
                readonly api_version: string | null;
                readonly node_version: string | null;
                /** @description Null where it did not say. */
                readonly mlnodes: readonly {
                    readonly node_id: string;
                    readonly version: string;
                }[] | null;
                /**
                 * @description Whether what answers at its URL signs as this host.
                 * @enum {string}
                 */
                readonly identity: "verified" | "wrong" | "not_told";
                readonly bridge_block: number | null;
            } | null;
            /** @description The chain's word: ACTIVE, INACTIVE, …; null where not agreed. */
            readonly status: string | null;
            readonly url_host: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly joined_at: string | null;
            readonly epochs_completed: number | null;
            /** @description Of the running epoch, as the chain keeps it. */
            readonly confirmation_ratio: number | null;
            /** @description The name that its validator gave itself; null where it gave none or none is agreed. Others may give the same. */
            readonly moniker: string | null;
            readonly jailed: boolean | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly jailed_until: string | null;
        };
        readonly HostAgreement: {
            readonly state: components["schemas"]["HostState"];
            /** @description Vantage points that say so. */
            readonly agreeing: number;
            /** @description Vantage points that can tell. */
            readonly told: number;
            readonly vantages: number;
        };
        /**
         * @description unknown: nobody can tell, because it was not probed lately, the prober's own connection is in doubt, or as many vantage points say one thing as another. maintenance: not reachable in a window that it announced.
         * @enum {string}
         */
        readonly HostState: "up" | "down" | "unknown" | "maintenance";
        readonly HostSight: {
            readonly vantage: string;
            readonly state: components["schemas"]["HostState"];
            /** @description Why it is not up, in words. */
            readonly reason: string;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly probed_at: string;
            /**
             * Format: date-time
             * @description No other state was seen since then, as far as the last day goes.
             */
            readonly since: string;
            /** @description How long its status took; null where nothing answered. */
            readonly seconds: number | null;
        };
        readonly HostDetail: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            readonly address: string;
            readonly now: components["schemas"]["HostNow"];
            /** @description In whose agreed groups of the newest epoch it has weight; null where no group is agreed. */
            readonly models: readonly string[] | null;
            /** @description As the host registered it: nobody measured it. Null where it was never asked for. */
            readonly hardware: {
                readonly epoch: number;
                readonly verdict: components["schemas"]["Verdict"];
                /** @description Its ML nodes; null where the sources don't agree. */
                readonly nodes: readonly {
                    readonly node_id: string;
                    readonly status: string;
                    readonly models: readonly string[];
                    /** @description Empty: registered without hardware. */
                    readonly devices: readonly {
                        readonly device: string;
                        readonly count: number | null;
                    }[];
                }[] | null;
            } | null;
            readonly peers: components["schemas"]["HostPeers"];
            readonly limits: components["schemas"]["HostLimits"];
            /** @description What the sources say together to the newest question of each kind; null facts are explained here. */
            readonly facts: readonly {
                readonly topic: string;
                readonly epoch: number;
                readonly verdict: components["schemas"]["Verdict"];
            }[];
            /** @description Newest first: epochs of which agreed facts name the host. */
            readonly epochs: readonly components["schemas"]["HostEpoch"][];
            /** @description Path and query of the next page; null on the last one. */
            readonly next: string | null;
        };
        /** @description How it stands among all hosts, itself included. */
        readonly HostPeers: {
            /** @description Among the active hosts of the newest agreed epoch. */
            readonly weight: {
                readonly value: number;
                /** @description From the best, 1; equal values share a rank. */
                readonly rank: number;
                /** @description How many hosts have one. */
                readonly of: number;
                readonly median: number;
            } | null;
            readonly confirmation_ratio: components["schemas"]["Place"];
            /** @description In the newest epoch with agreed results; the lowest is the best. */
            readonly miss_ratio: {
                readonly value: number;
                /** @description From the best, 1; equal values share a rank. */
                readonly rank: number;
                /** @description How many hosts have one. */
                readonly of: number;
                readonly median: number;
            } | null;
            /** @description Rewarded and earned in the newest epoch with agreed results, claimed or not. */
            readonly reward_gnk: {
                readonly value: number;
                /** @description From the best, 1; equal values share a rank. */
                readonly rank: number;
                /** @description How many hosts have one. */
                readonly of: number;
                readonly median: number;
            } | null;
            /** @description The same ÷ the weight it had in that epoch. */
            readonly reward_gnk_per_weight: {
                readonly value: number;
                /** @description From the best, 1; equal values share a rank. */
                readonly rank: number;
                /** @description How many hosts have one. */
                readonly of: number;
                readonly median: number;
            } | null;
            readonly results_epoch: number | null;
            /** @description The version that runs on most of the weight. */
            readonly api_version: {
                readonly version: string;
                /** @description Of the weight of the active hosts that told theirs. */
                readonly share: number;
            } | null;
            readonly node_version: {
                readonly version: string;
                /** @description Of the weight of the active hosts that told theirs. */
                readonly share: number;
            } | null;
        };
        /** @description Null where the host has no such number. */
        readonly Place: {
            readonly value: number;
            /** @description From the best, 1; equal values share a rank. */
            readonly rank: number;
            /** @description How many hosts have one. */
            readonly of: number;
            readonly median: number;
        } | null;
        /** @description By the chain's parameters in force; null where they don't say. */
        readonly HostLimits: {
            /** @description Below it a host is excluded for the rest of the epoch (confirmation_poc_params.alpha_threshold). */
            readonly confirmation_ratio: number | null;
            /** @description Missed share that the chain's binomial test holds for allowed (validation_params.binom_test_p0). */
            readonly miss_ratio: number | null;
        };
        readonly HostEpoch: {
            readonly epoch: number;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly starts_at: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly ends_at: string | null;
            readonly member: {
                readonly weight: string;
                readonly confirmation_weight: string;
                readonly reputation: number;
            } | null;
            readonly excluded: boolean | null;
            /** @description Null where the epoch's exclusions are not agreed. */
            readonly exclusions: readonly {
                readonly reason: string;
                readonly height: number;
            }[] | null;
            readonly results: {
                readonly inference_count: string;
                readonly missed_requests: string;
                readonly validated_inferences: string;
                readonly invalidated_inferences: string;
                /** @description ngonka */
                readonly earned_coins: string;
                /** @description ngonka */
                readonly rewarded_coins: string;
                readonly claimed: boolean;
            } | null;
            /** @description Missed ÷ (completed + missed); null where nothing was assigned, or the results are not known. */
            readonly miss_ratio: number | null;
        };
        readonly HostUptime: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            readonly address: string;
            /**
             * Format: date-time
             * @description The beginning of the time asked for, or the first probe where that came later.
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly to: string;
            /**
             * Format: date-time
             * @description Null: no vantage point ever probed it, so there are no spans.
             */
            readonly first_probed_at: string | null;
            readonly agreed: components["schemas"]["UptimeStrip"];
            /** @description Those that probed it within the time. */
            readonly vantages: readonly components["schemas"]["VantageStrip"][];
        };
        /** @description What more than half of the vantage points that could tell say. */
        readonly UptimeStrip: {
            /** @description Known time is up, down and maintenance. Reachable is up ÷ (up + down). */
            readonly seconds: {
                readonly up: number;
                readonly down: number;
                readonly unknown: number;
                readonly maintenance: number;
            };
            /** @description Oldest first, without holes from `from` to `to`: what was not probed is unknown. */
            readonly spans: readonly {
                readonly state: components["schemas"]["HostState"];
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly starts_at: string;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly ends_at: string;
                readonly reason: string;
            }[];
        };
        readonly VantageStrip: {
            readonly vantage: string;
            /** @description Known time is up, down and maintenance. Reachable is up ÷ (up + down). */
            readonly seconds: {
                readonly up: number;
                readonly down: number;
                readonly unknown: number;
                readonly maintenance: number;
            };
            /** @description Oldest first, without holes from `from` to `to`: what was not probed is unknown. */
            readonly spans: readonly {
                readonly state: components["schemas"]["HostState"];
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly starts_at: string;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly ends_at: string;
                readonly reason: string;
            }[];
        };
        readonly Models: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description The newest agreed epoch. */
            readonly epoch: number | null;
            readonly models: readonly components["schemas"]["Model"][];
        };
        readonly Epochs: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description Newest first, gaps included. */
            readonly epochs: readonly components["schemas"]["Epoch"][];
            /** @description Path and query of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly Epoch: {
            readonly epoch: number;
            /** @description Whether its root group is agreed and effective. */
            readonly known: boolean;
            readonly running: boolean | null;
            readonly poc_start_height: number | null;
            readonly effective_height: number | null;
            readonly last_height: number | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly starts_at: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly ends_at: string | null;
            readonly members: number | null;
            readonly total_weight: string | null;
            readonly models: readonly string[];
            /** @description Empty: never asked, a gap. */
            readonly questions: readonly components["schemas"]["Question"][];
        };
        readonly Question: {
            /** @enum {string} */
            readonly topic: "epoch_group" | "model_group" | "epoch_results" | "epoch_results_by_member" | "exclusions" | "poc_events" | "header" | "params" | "head" | "clock" | "participants" | "participant_stats" | "hardware" | "validators" | "signing_infos" | "supply" | "community_pool" | "tokenomics" | "settle_amounts" | "grants" | "poc_snapshot" | "poc_delegations" | "preserved_nodes" | "maintenance" | "slashing_params" | "models" | "proposals" | "tally" | "upgrade_plan" | "model_capacities" | "classic_stats";
            readonly epoch: number | null;
            /** @description A model id or a height, where the topic has several. */
            readonly subject: string;
            readonly verdict: components["schemas"]["Verdict"];
            readonly final: boolean;
            readonly agreeing: readonly string[];
            readonly odd: readonly string[];
            readonly cannot_tell: readonly string[];
        };
        readonly Sessions: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description First epoch that was looked at; null before the first is known. */
            readonly from_epoch: number | null;
            readonly sessions: readonly components["schemas"]["Session"][];
            /** @description Path and query of the next page; null on the last one. */
            readonly next: string | null;
        };
        readonly Session: {
            readonly escrow_id: string;
            readonly epoch: number;
            readonly model_id: string | null;
            /** @description The payer: a gateway, not its users. */
            readonly creator: string | null;
            readonly amount_ngonka: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly opened_at: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly settled_at: string | null;
            readonly settled_height: number | null;
            /** @description The chain dropped it without a settlement: its amount was split over the slots. */
            readonly expired: boolean;
            /** @description By the settlement; null while there is none. */
            readonly missed: number | null;
            readonly invalid: number | null;
            /** @description Not user requests: a gateway races hosts. Null where no diffs were read. */
            readonly starts: number | null;
            readonly finished: number | null;
            readonly refused: number | null;
            readonly timed_out: number | null;
            /** @description Inferences that a validator called invalid. */
            readonly challenged: number | null;
            /** @description Prompt and completion, of finished inferences. */
            readonly tokens: number | null;
            /**
             * Format: date-time
             * @description When its oldest inference began that has not ended.
             */
            readonly open_since: string | null;
            /** @description Null while there is no settlement to compare with. */
            readonly fits_settlement: boolean | null;
            readonly troubles: readonly ("failed" | "slow" | "disputed")[];
        };
        readonly Sources: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description Sources that serve another chain, and which: none of their answers is used. */
            readonly refused: readonly {
                readonly source: string;
                readonly network: string;
            }[];
            /**
             * Format: date-time
             * @description The moment that ages count to.
             */
            readonly now: string;
            readonly head: {
                readonly verdict: components["schemas"]["Verdict"];
                readonly height: number | null;
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly time: string | null;
                readonly age_seconds: number | null;
                /** @description Sources that the majority contradicts. */
                readonly odd: readonly string[];
            };
            readonly clock: {
                readonly verdict: components["schemas"]["Verdict"];
                readonly effective_epoch: number | null;
                readonly latest_epoch: number | null;
                /** @description Sources that the majority contradicts. */
                readonly odd: readonly string[];
            };
            readonly questions: {
                readonly agreed: number;
                readonly absent: number;
                readonly disputed: number;
                readonly lost: number;
            };
            /** @description By kind of fact: the epochs without a hole that end at its newest; null where it has none. */
            readonly complete_from: readonly {
                readonly series: string;
                readonly from_epoch: number | null;
                readonly to_epoch: number | null;
            }[];
            readonly sources: readonly components["schemas"]["Source"][];
        };
        readonly Source: {
            readonly source: string;
            /** @description By its newest status poll; null where it was not polled within the last day. */
            readonly now: {
                /**
                 * @description By its newest status poll. stale: not polled for two minutes; refused: it serves another chain.
                 * @enum {string}
                 */
                readonly health: "answers" | "catching_up" | "cant_tell" | "stale" | "refused";
                /**
                 * Format: date-time
                 * @description UTC, ISO 8601, with up to nine decimals.
                 */
                readonly polled_at: string | null;
                readonly detail: string;
                readonly height: number | null;
                /** @description Behind the highest head that agreeing sources had told by then. */
                readonly lag_blocks: number | null;
            } | null;
            readonly answers: {
                readonly told: number;
                readonly absent: number;
                readonly unknown: number;
            };
            /**
             * Format: date-time
             * @description When it last told something new.
             */
            readonly newest_answer_at: string | null;
            /**
             * Format: date-time
             * @description UTC, ISO 8601, with up to nine decimals.
             */
            readonly last_request_at: string | null;
            /** @description Requests that were answered or properly absent ÷ all. */
            readonly success_ratio: number | null;
            readonly requests: readonly {
                readonly outcome: string;
                readonly requests: number;
                readonly bytes: number;
                readonly seconds: number;
            }[];
            readonly outvoted: number;
            readonly disputed: number;
            /** @description The newest 200 in which it is odd. */
            readonly odd_questions: readonly {
                /** @enum {string} */
                readonly kind: "outvoted" | "disputed";
                readonly question: components["schemas"]["Question"];
            }[];
        };
        readonly Feeds: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            readonly feeds: readonly {
                /** @description A feed's id. */
                readonly id: string;
                readonly summary: string;
                /** @description Indicators that wait for it. */
                readonly indicators: readonly string[];
                /** @description Fields that keep entries apart; a later entry with the same revises the earlier. */
                readonly key: readonly string[];
                /** @description JSON schema of an entry. */
                readonly entry_schema: {
                    readonly [key: string]: unknown;
                };
                /** @description That handed something in. */
                readonly partners: number;
                readonly entries: number;
                /**
                 * Format: date-time
                 * @description When the newest version of an entry was received.
                 */
                readonly newest_at: string | null;
            }[];
        };
        readonly FeedSubmitted: {
            /** @description The chain that this answer speaks of. */
            readonly chain_id: string;
            /** @description A feed's id. */
            readonly feed: string;
            readonly partner: string;
            /** @description The Idempotency-Key, or the body's SHA-256. */
            readonly submission_id: string;
            readonly added: number;
            readonly revised: number;
            readonly unchanged: number;
            /** @description The same was handed in under this Idempotency-Key before: nothing was done again. */
            readonly replayed: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
