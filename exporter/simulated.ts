const SIMULATED = "gonka-simulated";

/** Whether a chain is a simulated network, by its name: everything shown of it must say so. */
export const isSimulated = (chain: string | null): boolean => chain?.startsWith(SIMULATED) ?? false;
