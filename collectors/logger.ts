/** The part of a pino logger that collectors use. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
