import { endpoints, partsOf, type Endpoint } from './endpoints';
import { apiBase } from './open-api';

/** An address of the public interface as people read of it. */
export interface EndpointWords {
  readonly path: string;
  readonly summary: string;
  /** What can stand in it, each with its meaning. */
  readonly parameters: readonly { readonly name: string; readonly words: string }[];
  /** Whether it can be opened as it stands: nothing in its path changes. */
  readonly fixed: boolean;
}

/** All of them by subject, in the order of their description. */
export function endpointsBySubject(): readonly { readonly subject: string; readonly endpoints: EndpointWords[] }[] {
  const all: Endpoint[] = Object.values(endpoints);
  return [...new Set(all.map(({ tag }) => tag))].map((subject) => ({
    subject,
    endpoints: all.filter(({ tag }) => tag === subject).map(wordsOf),
  }));
}

function wordsOf({ path, summary, parameters }: Endpoint): EndpointWords {
  return {
    path: apiBase + path,
    summary,
    parameters: Object.entries(parameters.shape).map(([name, schema]) => ({
      name,
      words: schema.description ?? '',
    })),
    fixed: partsOf(path).length === 0,
  };
}
