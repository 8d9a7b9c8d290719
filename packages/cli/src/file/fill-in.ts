type Variables = Readonly<Record<string, string | undefined>>;

export interface FilledIn {
  readonly text: string;
  /** Variables that are not set. */
  readonly missing: readonly string[];
}

/** Puts the values of variables in the places of `${NAME}`; `$${` stands for itself. */
export function fillIn(text: string, variables: Variables): FilledIn {
  const missing: string[] = [];
  const filled = text.replace(/\$\$\{|\$\{([A-Za-z_]\w*)\}/g, (_, name: string | undefined) => {
    if (name === undefined) return '${';
    const value = variables[name];
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return { text: filled, missing };
}
