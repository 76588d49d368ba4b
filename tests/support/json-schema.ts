type Schema = Readonly<Record<string, unknown>>;

/** Words of JSON Schema that are understood; a description that uses another is wrong, not passed over. */
const known = new Set(['$ref', 'type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems', 'enum', 'const', 'anyOf', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum', 'description', 'title', 'propertyNames']); // prettier-ignore

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text),
  uri: (text) => URL.canParse(text),
  hex: (text) => /^[0-9a-f]*$/.test(text),
};

/**
 * Where a value is not what a JSON Schema says, as paths with reasons; empty where it is. Written for this test alone, so
 * that what made a description is not what checks it.
 * @param root the document in which `$ref` looks
 */
export function schemaProblems(value: unknown, schema: Schema, root: Schema, path = '$'): string[] {
  const strange = Object.keys(schema).filter((word) => !known.has(word));
  if (strange.length > 0) return [`${path}: the schema says ${strange.join(', ')}`];
  const { $ref: reference, anyOf } = schema;
  if (typeof reference === 'string') return schemaProblems(value, resolve(reference, root), root, path);
  if (Array.isArray(anyOf)) {
    const fits = (anyOf as Schema[]).some((each) => schemaProblems(value, each, root, path).length === 0);
    return fits ? [] : [`${path}: fits none of ${String(anyOf.length)}`];
  }
  return [...valueProblems(value, schema, path), ...partProblems(value, schema, root, path)];
}

function resolve(reference: string, root: Schema): Schema {
  const found = reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((place, step) => (place as Schema | undefined)?.[step], root);
  if (typeof found !== 'object' || found === null) throw new Error(`nothing at ${reference}`);
  return found as Schema;
}

const typeOf = (value: unknown) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

function valueProblems(value: unknown, schema: Schema, path: string): string[] {
  const problems: string[] = [];
  const types = schema['type'] === undefined ? null : [schema['type']].flat();
  const type = typeOf(value);
  const isOneOf = types?.includes(type) ?? true;
  if (!isOneOf && !(type === 'integer' && types?.includes('number'))) problems.push(`${path}: is ${type}`);
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) problems.push(`${path}: is none of its values`);
  if ('const' in schema && schema['const'] !== value) problems.push(`${path}: is not ${String(schema['const'])}`);
  const measure = typeof value === 'number' ? value : ((value as { length?: number } | null)?.length ?? 0);
  const [least, greatest] = rangeWords(value);
  const bound = (word: string) => (typeof schema[word] === 'number' ? schema[word] : null);
  if (measure < (bound(least) ?? measure)) problems.push(`${path}: too small`);
  if (measure > (bound(greatest) ?? measure)) problems.push(`${path}: too large`);
  if (typeof value !== 'string') return problems;
  const { pattern, format } = schema;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) problems.push(`${path}: not ${pattern}`);
  if (typeof format === 'string' && formats[format]?.(value) !== true) problems.push(`${path}: no ${format}`);
  return problems;
}

/** What says how small and how large a value may be. */
function rangeWords(value: unknown): readonly [string, string] {
  if (typeof value === 'number') return ['minimum', 'maximum'];
  return typeof value === 'string' ? ['minLength', 'maxLength'] : ['minItems', 'maxItems'];
}

function partProblems(value: unknown, schema: Schema, root: Schema, path: string): string[] {
  if (Array.isArray(value)) {
    const items = (schema['items'] ?? {}) as Schema;
    return value.flatMap((item, index) => schemaProblems(item, items, root, `${path}[${String(index)}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const missing = ((schema['required'] ?? []) as string[]).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${path}: lacks ${name}`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const own = properties[name] ?? schema['additionalProperties'];
      if (own === false) return [`${path}: has ${name}`];
      return own === undefined || own === true ? [] : schemaProblems(part, own as Schema, root, `${path}.${name}`);
    }),
  ];
}
