/** An error as it may be logged. */
export interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

/** What a database error may carry besides its message; `detail` quotes rows, `parameters` are the values themselves. */
interface FailedQuery {
  query: string;
}

/**
 * An error without the values that went into a statement: a failed query's message and parameters hold headers, bodies
 * and tokens. What failed is told by the statement's first words and by the database's own message underneath.
 */
export function safeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name: type, stack } = error;
  const cause = error.cause === undefined ? {} : { cause: safeError(error.cause) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  if (isFailedQuery(error)) return { type, message: `Failed query: ${firstWords(error.query)}`, ...code, ...cause };
  return { type, message: error.message, ...code, ...(stack !== undefined && { stack }), ...cause };
}

function isFailedQuery(error: Error): error is Error & FailedQuery {
  return 'query' in error && typeof error.query === 'string';
}

const firstWords = (text: string) => `${text.trim().replace(/\s+/g, ' ').slice(0, 80)}…`;
