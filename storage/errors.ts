/** Wrong use or configuration: the command line answers with exit code 2. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The store can't be used as it is (newer or edited schema, an engine that fails its smoke test): exit code 1. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}
