/** Path of the inference module's own queries. */
export const INFERENCE = "productscience/inference/inference";

export const COLLATERAL = "productscience/inference/collateral";
