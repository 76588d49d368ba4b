import type { EndpointWords } from '../endpoint-words';

/** Addresses of the public interface, each with what can stand in it. */
export function EndpointList({ endpoints }: { endpoints: readonly EndpointWords[] }) {
  return (
    <ul className="endpoints">
      {endpoints.map(({ path, summary, parameters, fixed }) => (
        <li key={path}>
          <p className="endpoints__path">
            {/* A file: the router has no page there. */}
            <code>{fixed ? <a href={path}>{path}</a> : path}</code>
          </p>
          <p>{summary}.</p>
          {parameters.length > 0 && (
            <details>
              <summary>What can be asked for</summary>
              <dl className="endpoints__parameters">
                {parameters.map(({ name, words }) => (
                  <div key={name}>
                    <dt>
                      <code>{name}</code>
                    </dt>
                    <dd>{words.replaceAll('`', '')}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
