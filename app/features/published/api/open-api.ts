import { z } from 'zod';
import { endpoints, partsOf, type Endpoint } from './endpoints';

/** Part of every address of the public interface; another version would stand beside it. */
export const apiBase = '/api/v1';

/** How long an answer may be used without asking again, in seconds. */
export const apiFreshSeconds = 60;

type Json = Record<string, unknown>;

const refusals = {
  400: 'A parameter that there is not, that stands twice, or that has no such value: it is named',
  404: 'Nothing of this name that anybody may read',
} as const;

const about = `Everything that the public pages show, for programs: read-only, without a key, the same for everybody, readable by
pages of any site. Send no cookie.

Numbers about people come from where the pages have them: below a critical mass, or below the least number that is ever
shown, there is none in any answer, and two petitions that differ in nothing else give the same answer. Nothing is finer than a day.

Answers have an \`etag\` and may be used for ${String(apiFreshSeconds)} seconds without asking again. A list goes on where \`next\` says.
Within a version fields may be added to answers, never changed or taken away; parameters that are not described are refused.
What proves the numbers is not here but in the ledger and in /data: see the protocol, sections 5, 6 and 13.`;

/**
 * The OpenAPI 3.1 description of the public interface, made from the very schemas that its answers are held to.
 * @param publicUrl without a slash at its end
 */
export function openApiDescription(publicUrl: string): Json {
  const schemas: Json = { Refusal: schemaOf(refusal, {}) };
  const paths = Object.fromEntries(Object.values(endpoints).map((each) => [each.path, pathOf(each, schemas)]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Round Robin',
      version: '1.0.0',
      summary: 'What everybody may read, for programs',
      description: about,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: publicUrl + apiBase }],
    tags: [...new Set(Object.values(endpoints).map(({ tag }) => tag))].map((tag) => ({ name: tag })),
    paths,
    components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) },
    security: [],
  };
}

const refusal = z.strictObject({ error: z.string(), parameter: z.string().optional() });

function pathOf({ path, operation, tag, summary, parameters, answer }: Endpoint, schemas: Json): Json {
  const inPath = partsOf(path).map((part) => ({ name: part, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = Object.entries(parameters.shape).map(([parameter, schema]) => parameterOf(parameter, schema));
  const codes = inPath.length > 0 ? ([400, 404] as const) : ([400] as const);
  return {
    get: {
      operationId: operation,
      tags: [tag],
      summary,
      parameters: [...inPath, ...inQuery],
      responses: {
        200: {
          description: 'OK',
          headers: { ETag: { schema: { type: 'string' } }, 'Cache-Control': { schema: { type: 'string' } } },
          content: json(schemaOf(answer, schemas)),
        },
        304: { description: 'Nothing has changed since the answer that `If-None-Match` names' },
        ...Object.fromEntries(
          codes.map((code) => [code, { description: refusals[code], content: json(reference('Refusal')) }]),
        ),
      },
    },
  };
}

function parameterOf(parameter: string, schema: z.ZodType): Json {
  const { description, ...form } = schemaOf(schema, {});
  return { name: parameter, in: 'query', required: false, description, schema: form };
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });
const reference = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });

/** A JSON Schema (2020-12, as OpenAPI 3.1 has it); what bears a name of its own goes to `schemas`, and is referred to. */
function schemaOf(schema: z.ZodType, schemas: Json): Json {
  const made = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'output',
    override: ({ jsonSchema }) => {
      // The pattern of a day that exists is long, and its format says the same.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  });
  const {
    $schema: _,
    $defs = {},
    ...own
  } = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json & { $defs?: Json };
  Object.assign(schemas, withoutNames($defs));
  const { id } = own;
  if (typeof id !== 'string') return own;
  Object.assign(schemas, withoutNames({ [id]: own }));
  return reference(id);
}

/** The name of a schema is where it stands; within, it would be the name of a field. */
function withoutNames(defs: Json): Json {
  return Object.fromEntries(
    Object.entries(defs).map(([key, schema]) => {
      const { id: _, ...rest } = schema as Json;
      return [key, rest];
    }),
  );
}
