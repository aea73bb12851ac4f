const WINDOWS = / per (?:\d+\/)+(\d+ \w+)$/;

const firstOf = (unit: string) => unit.split(";")[0]?.trim() ?? "";

/**
 * The unit of an indicator's value without labels, as the API words units: of several ("GNK/day; %") the first; of several windows
 * ("accounts per 1/7/30 d") the longest.
 */
export const unitOfWhole = (unit: string): string => firstOf(unit).replace(WINDOWS, " per $1");

/** The unit of a part with labels: its window stands in them. */
export const unitOfPart = (unit: string): string => firstOf(unit).replace(WINDOWS, "");
